package io.fieldgate.bridge;

import java.util.Arrays;
import java.util.List;

/**
 * What stands behind the scheme of an address: a word of a few, a colon, and a name, as in {@code redis:stream:readings}.
 *
 * @param kind whose {@code toString} is the word
 */
public record KindAndName<K extends Enum<K>>(K kind, String name) {
    /**
     * Reads it.
     *
     * @param name what the name is called, such as "a key"
     * @throws IllegalArgumentException in a sentence that says what is allowed
     */
    public static <K extends Enum<K>> KindAndName<K> parse(String scheme, String path, Class<K> kinds, String name) {
        int colon = path.indexOf(':');
        String word = colon < 0 ? path : path.substring(0, colon);
        K kind = Arrays.stream(kinds.getEnumConstants())
                .filter(one -> one.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        scheme + ":" + path + ": '" + word + "' is none of " + allOf(kinds)));
        if (colon < 0 || colon == path.length() - 1) {
            throw new IllegalArgumentException(
                    scheme + ":" + path + ": " + name + " is needed, as in " + scheme + ":" + kind + ":readings");
        }
        return new KindAndName<>(kind, path.substring(colon + 1));
    }

    private static <K extends Enum<K>> String allOf(Class<K> kinds) {
        List<String> words =
                Arrays.stream(kinds.getEnumConstants()).map(Enum::toString).toList();
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}
