package io.fieldgate.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.message.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes texts of what messages hold, without what nobody shall see. */
public final class Masks {
    /** What stands in the place of a value. */
    public static final String MASK = "***";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A larger body is not shown: whether it hides something could not be said in time. */
    public static final int MOST_BYTES = 256 * 1024;

    private static final int MOST_SHOWN = 4_000;

    private final List<String> words;
    private final Pattern assignments;

    /** @param words parts of names whose values are hidden */
    public Masks(List<String> words) {
        this.words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        String any = words.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        String name = "(?:" + any + "|[\\w.-])++";
        // A name is taken as a whole, also one that hides nothing, and never looked at again from a place within: a
        // device may send whatever would make this try for minutes.
        this.assignments = Pattern.compile(
                "((?=[\\w.-]*?(?:" + any + "))" + name
                        + "[\"']?\\s*+[=:]\\s*+)(?:\"[^\"]*\"?|'[^']*'?|(?:Bearer |Basic )?[^\\s\"'&,;}]+)|" + name,
                Pattern.CASE_INSENSITIVE);
    }

    /** All headers that are texts, numbers and the like, by name. */
    Map<String, String> headers(Map<String, Object> headers) {
        Map<String, String> shown = new TreeMap<>();
        headers.forEach((name, value) -> shown.put(name, header(name, value)));
        return shown;
    }

    /** The value of one header. */
    public String header(String name, Object value) {
        String text = value instanceof byte[] bytes ? text(bytes) : String.valueOf(value);
        return hides(name) ? MASK : brief(text(text));
    }

    /** Bytes, a text, or what else a route makes of it. */
    @Nullable
    String body(@Nullable Object body) {
        if (body == null) {
            return null;
        }
        if (body instanceof byte[] bytes) {
            return bytes.length > MOST_BYTES ? bytes.length + " bytes" : brief(text(text(bytes)));
        }
        String text = String.valueOf(body);
        return text.length() > MOST_BYTES ? text.length() + " characters" : brief(text(text));
    }

    /** What a text says, JSON or not. It is the same text when it hides nothing. */
    public String text(String text) {
        if (words.isEmpty()) {
            return text;
        }
        String begin = text.stripLeading();
        if (begin.startsWith("{") || begin.startsWith("[")) {
            try {
                JsonNode tree = JSON.readTree(text);
                return hide(tree) ? tree.toString() : text;
            } catch (IOException noJson) {
                // Looked through as any other text.
            }
        }
        return assignments
                .matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(found.group(1) == null ? found.group() : found.group(1) + MASK));
    }

    /** Whether the value of this name is hidden as a whole. */
    public boolean hides(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(folded::contains);
    }

    private boolean hide(JsonNode tree) {
        boolean hidden = false;
        if (tree instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (hides(name)) {
                    object.put(name, MASK);
                    hidden = true;
                }
            }
        }
        for (JsonNode child : tree) {
            hidden |= hide(child);
        }
        return hidden;
    }

    private static String text(byte[] bytes) {
        String text = Utf8.text(bytes);
        return text == null ? bytes.length + " bytes that are no text" : text;
    }

    private static String brief(String text) {
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
    }
}
