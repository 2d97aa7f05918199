package io.fieldgate.message;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Places in JSON documents (RFC 6901) whose values a {@link JsonScanner} takes out. Safe for use by many threads. */
public final class JsonPointers {
    static final JsonPointers NONE = new JsonPointers(new Level[0][]);

    private static final Pattern ELEMENT = Pattern.compile("0|[1-9]\\d{0,8}");
    private static final Pattern ESCAPE = Pattern.compile("~(?![01])");

    /** One level of a pointer: the name of a member, which may also be the number of an element; -1: it is none. */
    record Level(byte[] name, int element) {}

    private final Level[][] levels;

    private JsonPointers(Level[][] levels) {
        this.levels = levels;
    }

    /**
     * Reads pointers such as {@code /sensor/id}.
     *
     * @throws IllegalArgumentException in a sentence that says what is allowed
     */
    public static JsonPointers of(String... pointers) {
        Level[][] all = new Level[pointers.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = levels(pointers[i]);
        }
        return new JsonPointers(all);
    }

    private static Level[] levels(String pointer) {
        if (!pointer.startsWith("/") || ESCAPE.matcher(pointer).find()) {
            throw new IllegalArgumentException("'" + pointer
                    + "' is no JSON pointer: one begins with a slash, and in its names ~ is written ~0 and / is ~1");
        }
        String[] names = pointer.substring(1).split("/", -1);
        Level[] levels = new Level[names.length];
        for (int i = 0; i < levels.length; i++) {
            String name = names[i].replace("~1", "/").replace("~0", "~");
            int element = ELEMENT.matcher(name).matches() ? Integer.parseInt(name) : -1;
            levels[i] = new Level(name.getBytes(StandardCharsets.UTF_8), element);
        }
        return levels;
    }

    int count() {
        return levels.length;
    }

    /** The levels of one pointer, outermost first. */
    Level[] levels(int pointer) {
        return levels[pointer];
    }
}
