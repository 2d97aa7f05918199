package io.fieldgate.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An address that routes send records to. Routes know its name only: an address differs between test and production, and may
 * hold a secret.
 *
 * @param url {@code https://HOST/PATH}; empty: not known here, then no route that uses it starts
 * @param secret signs what is sent; null: nothing does
 * @param headers sent along, like {@code Authorization}
 * @param timeout for the whole answer
 * @param plainHttp whether the address may begin with {@code http://}
 * @param privateAddresses addresses and networks that are not public and may be asked all the same
 */
public record Webhook(
        @DefaultValue("") String url,
        @Nullable String secret,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("false") boolean plainHttp,
        @DefaultValue List<String> privateAddresses) {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E]*");
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "content-type",
            "host",
            "idempotency-key",
            "transfer-encoding",
            "user-agent");
    private static final String OUR_PREFIX = "x-fieldgate-";

    /** @throws IllegalArgumentException saying what is allowed, without an address or a secret */
    public Webhook {
        headers = Map.copyOf(headers);
        privateAddresses = List.copyOf(privateAddresses);
        privateAddresses.forEach(Outgoing.Network::parse);
        headers.forEach(Webhook::check);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("'timeout' is " + timeout + ", allowed is more than 0s");
        }
        if (!url.isEmpty()) {
            check(address(url), outgoing(url, plainHttp, privateAddresses, ""));
        }
    }

    private static void check(String header, String value) {
        String folded = header.toLowerCase(Locale.ROOT);
        if (!HEADER.matcher(header).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("'headers' has '" + header
                    + "' with a name or value that HTTP does not allow, allowed are printable characters");
        }
        if (OURS.contains(folded) || folded.startsWith(OUR_PREFIX)) {
            throw new IllegalArgumentException("'headers' has '" + header + "', which the gateway sets itself");
        }
    }

    private static void check(URI url, Outgoing outgoing) {
        Outgoing.Objection objection = outgoing.objection(url);
        if (objection != null) {
            throw new IllegalArgumentException(
                    switch (objection) {
                        case NO_ADDRESS -> "'url' is not allowed, allowed is https://HOST/PATH without a user";
                        case NO_TLS ->
                            "'url' has no TLS, allowed is https://; http:// is only with 'plain-http: true' beside it";
                        case PRIVATE ->
                            "'url' has a private address, allowed are public ones, and those that stand under"
                                    + " 'private-addresses' beside it; " + url.getHost() + " does not";
                    });
        }
    }

    private static URI address(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException wrong) {
            // Without the text and the cause: an address may hold a secret.
            throw new IllegalArgumentException("'url' is no address: " + wrong.getReason());
        }
    }

    private static Outgoing outgoing(String url, boolean plain, List<String> networks, String key) {
        Set<String> hosts = new HashSet<>();
        if (plain && address(url).getHost() != null) {
            hosts.add(address(url).getHost().toLowerCase(Locale.ROOT));
        }
        return new Outgoing(
                hosts, networks.stream().map(Outgoing.Network::parse).toList(), key + "private-addresses");
    }

    URI address() {
        return address(url);
    }

    /** @param name of the webhook */
    Outgoing outgoing(String name) {
        return outgoing(url, plainHttp, privateAddresses, "fieldgate.webhooks." + name + ".");
    }

    /** Without what must stay secret. */
    @Override
    public String toString() {
        return "webhook" + (url.isEmpty() ? "" : " to " + address().getHost());
    }
}
