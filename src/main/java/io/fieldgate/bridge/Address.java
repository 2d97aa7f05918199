package io.fieldgate.bridge;

import io.fieldgate.message.CaptureNames;
import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Utf8;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A name of words, such as a routing key, in which some have names of their own: of {@code plant.{line}.{device}} a source
 * makes the headers {@code line} and {@code device}, and a sink takes them for it. Safe for use by many threads.
 */
public final class Address {
    private static final CaptureNames NAMES = new CaptureNames();
    private static final String ANY = "*";

    private final String text;
    private final String separator;
    private final Pattern between;
    private final List<String> words;
    private final boolean hasNames;
    /** What no header may put into it. */
    private final List<String> forbidden;

    private Address(String text, String separator, List<String> special) {
        this.text = text;
        this.separator = separator;
        this.forbidden = Stream.concat(Stream.of(separator), special.stream()).toList();
        this.between = Pattern.compile(separator, Pattern.LITERAL);
        this.words = split(text);
        this.hasNames = words.stream().anyMatch(Address::isNamed);
    }

    /**
     * Reads one.
     *
     * @param separator of its words
     * @throws IllegalArgumentException in a sentence that says what is allowed
     */
    public static Address parse(String text, String separator) {
        return parse(text, separator, List.of());
    }

    /**
     * Reads one of a neighbour to whom more than the separator means something.
     *
     * @param separator of its words
     * @param special what no header may put into it, or whoever sends could choose another place
     * @throws IllegalArgumentException in a sentence that says what is allowed
     */
    public static Address parse(String text, String separator, List<String> special) {
        Address address = new Address(text, separator, special);
        List<String> names = address.words.stream()
                .filter(Address::isNamed)
                .map(Address::name)
                .toList();
        for (String name : names) {
            if (!NAMES.allows(name)) {
                throw new IllegalArgumentException("'" + text + "': '{" + name + "}' is no name, " + NAMES.allowed());
            }
        }
        if (CaptureNames.hasTwins(names)) {
            throw new IllegalArgumentException("'" + text + "': a name stands there twice");
        }
        if (address.words.stream().filter(word -> !isNamed(word)).anyMatch(word -> word.contains("{"))) {
            throw new IllegalArgumentException(
                    "'" + text + "': a name in braces is a whole word between '" + separator + "', or there is none");
        }
        return address;
    }

    /** Sets what the words with a name are in this one, each as {@code name} and as {@code fg.name}; nothing unless it fits. */
    public void capture(String actual, Map<String, Object> headers) {
        if (!hasNames) {
            return;
        }
        List<String> values = split(actual);
        if (!fits(values)) {
            return;
        }
        for (int i = 0; i < words.size(); i++) {
            if (isNamed(words.get(i))) {
                headers.put(name(words.get(i)), values.get(i));
                headers.put(RecordHeaders.PREFIX + name(words.get(i)), values.get(i));
            }
        }
    }

    private boolean fits(List<String> values) {
        if (values.size() != words.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.equals(ANY) && !(isNamed(word) ? !values.get(i).isEmpty() : word.equals(values.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Whether words of it have names of their own. */
    public boolean hasNames() {
        return hasNames;
    }

    /**
     * The one for a message.
     *
     * @throws Failure of kind RECORD when a header is missing or no text, would change the number of words or holds what is special
     */
    public String fill(Map<String, Object> headers) {
        if (!hasNames) {
            return text;
        }
        return String.join(
                separator,
                words.stream()
                        .map(word -> isNamed(word) ? value(name(word), headers) : word)
                        .toList());
    }

    private String value(String name, Map<String, Object> headers) {
        String word = word(headers.get(name));
        boolean whole = !word.isEmpty()
                && forbidden.stream().noneMatch(word::contains)
                && word.chars().noneMatch(character -> Character.isISOControl(character));
        if (!whole) {
            throw Failure.rejected(
                    "INVALID_ADDRESS",
                    "The header '" + name + "' for '" + text + "' is missing or no text, or holds '"
                            + String.join("', '", forbidden) + "' or a control character.",
                    null);
        }
        return word;
    }

    /** Empty when it is none. */
    private static String word(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return Objects.requireNonNullElse(Utf8.text(bytes), "");
        }
        return value == null ? "" : value.toString();
    }

    private List<String> split(String whole) {
        return List.of(between.split(whole, -1));
    }

    private static boolean isNamed(String word) {
        return word.length() > 2 && word.startsWith("{") && word.endsWith("}");
    }

    private static String name(String word) {
        return word.substring(1, word.length() - 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
