package io.fieldgate.message;

import io.fieldgate.message.JsonPointers.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values at some pointers, found while a document is read. Used by one thread. */
final class JsonFinds implements JsonVisitor {
    private final JsonPointers pointers;
    private final byte[] bytes;
    private final @Nullable String[] found;
    /** How many levels of each pointer lead to where reading is. */
    private final int[] matched;

    JsonFinds(JsonPointers pointers, byte[] bytes) {
        this.pointers = pointers;
        this.bytes = bytes;
        this.found = new String[pointers.count()];
        this.matched = new int[pointers.count()];
    }

    @Override
    public void member(int depth, int begin, int end, boolean escaped) {
        for (int p = 0; p < matched.length; p++) {
            Level level = level(p, depth);
            enter(p, depth, level != null && isNamed(level.name(), begin, end, escaped));
        }
    }

    @Override
    public void element(int depth, int element) {
        for (int p = 0; p < matched.length; p++) {
            Level level = level(p, depth);
            enter(p, depth, level != null && level.element() == element);
        }
    }

    private boolean isNamed(byte[] name, int begin, int end, boolean escaped) {
        return escaped
                ? Arrays.equals(name, unescaped(bytes, begin, end).getBytes(StandardCharsets.UTF_8))
                : Arrays.equals(bytes, begin, end, name, 0, name.length);
    }

    private @Nullable Level level(int pointer, int depth) {
        Level[] levels = pointers.levels(pointer);
        return depth > levels.length ? null : levels[depth - 1];
    }

    private void enter(int pointer, int depth, boolean matches) {
        if (matched[pointer] >= depth - 1) {
            matched[pointer] = matches ? depth : depth - 1;
        }
    }

    @Override
    public void text(int depth, int begin, int end, boolean escaped) {
        value(depth, begin, end, escaped);
    }

    @Override
    public void word(int depth, int begin, int end) {
        value(depth, begin, end, false);
    }

    @Override
    public void object(int depth) {
        // It is no text.
    }

    @Override
    public void array(int depth) {
        // It is no text.
    }

    /** Of repeated names the first counts. */
    private void value(int depth, int begin, int end, boolean escaped) {
        for (int p = 0; p < matched.length; p++) {
            if (matched[p] == depth && pointers.levels(p).length == depth && found[p] == null) {
                found[p] = escaped
                        ? unescaped(bytes, begin, end)
                        : new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
            }
        }
    }

    /** @param begin of a text whose escapes are known to be in order */
    static String unescaped(byte[] bytes, int begin, int end) {
        String text = new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escape = text.charAt(++i);
            if (escape == 'u') {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                int known = "bfnrt".indexOf(escape);
                plain.append(known < 0 ? escape : "\b\f\n\r\t".charAt(known));
            }
        }
        return plain.toString();
    }

    @Nullable
    String[] found() {
        return found;
    }
}
