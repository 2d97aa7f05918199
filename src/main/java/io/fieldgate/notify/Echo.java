package io.fieldgate.notify;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a receiver may say back of a request, and nobody shall read in health, logs and dead letters: its address, which often is
 * the secret itself, and the values of its headers. Many services answer with what they were asked; one that means to give a
 * secret away is not held back by this.
 *
 * @param headers of the request, besides those that HTTP needs
 */
record Echo(URI url, Map<String, String> headers) {
    private static final String MASK = "***";
    /** A whole that is shorter stands in words that have nothing to do with it. */
    private static final int SHORTEST = 4;
    /** Of a part, so that {@code hook}, {@code api} and {@code Bearer} can be read. */
    private static final int SHORTEST_PART = 8;

    private static final Pattern SEPARATORS = Pattern.compile("[/?&=;]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /** They say which record it was, and hold no secret. */
    private static final Set<String> OPEN = Set.of("idempotency-key", "traceparent", "tracestate");

    private static final String OPEN_PREFIX = "x-fieldgate-";

    /** The text with {@code ***} in the place of each secret. */
    String hideIn(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String hidden = text;
        for (String secret : secrets()) {
            hidden = hidden.replace(secret, MASK);
        }
        return hidden;
    }

    /** The longest first: a part that is hidden already would keep its whole from being found. */
    private Iterable<String> secrets() {
        Set<String> secrets = new LinkedHashSet<>();
        String path = url.getRawPath();
        String whole = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        addAddress(secrets, SHORTEST, whole);
        addAddress(secrets, SHORTEST, path);
        SEPARATORS.splitAsStream(whole).forEach(part -> addAddress(secrets, SHORTEST_PART, part));
        headers.forEach((name, value) -> {
            if (!isOpen(name.toLowerCase(Locale.ROOT))) {
                add(secrets, SHORTEST, value);
                BLANKS.splitAsStream(value).forEach(word -> add(secrets, SHORTEST_PART, word));
            }
        });
        return secrets.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "echo of " + url.getHost();
    }

    private static boolean isOpen(String header) {
        return OPEN.contains(header) || header.startsWith(OPEN_PREFIX);
    }

    /** As it is sent, and as receivers read it: a plus is a blank to some. */
    private static void addAddress(Set<String> secrets, int shortest, String raw) {
        add(secrets, shortest, raw);
        add(secrets, shortest, URLDecoder.decode(raw, StandardCharsets.UTF_8));
        add(secrets, shortest, URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static void add(Set<String> secrets, int shortest, String secret) {
        if (secret.length() >= shortest) {
            secrets.add(secret);
        }
    }
}
