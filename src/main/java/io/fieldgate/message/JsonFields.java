package io.fieldgate.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Places in JSON objects, each a way of names, whose values are read while the rest is passed over. Thread-safe. */
public final class JsonFields {
    /** Stands for an object, an array, or something on the way that has no members. */
    public static final Object OTHER = new Object();

    private final byte[][][] ways;

    /** @param ways the names that lead to each value, outermost first; one name at least */
    public JsonFields(List<List<String>> ways) {
        this.ways = ways.stream()
                .map(way -> way.stream()
                        .map(name -> name.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new))
                .toArray(byte[][][]::new);
    }

    /**
     * The values in the order of the ways: a {@link String}, {@link Double} or {@link Boolean}, {@link #OTHER}, or null
     * where there is nothing, or null stands. Null for all when the whole document must be read to tell: it is no object,
     * not acceptable to {@link JsonScanner}, or repeats a name that matters.
     */
    public @Nullable Object @Nullable [] read(byte[] json) {
        Finds finds = new Finds(ways, json);
        JsonScanner scanner = new JsonScanner(json, 0, json.length, finds);
        try {
            if (!scanner.hasMore() || scanner.peek() != '{') {
                return null;
            }
            scanner.document();
        } catch (Failure notAcceptable) {
            return null;
        }
        return finds.repeats ? null : finds.found;
    }

    private static final class Finds implements JsonVisitor {
        private final byte[][][] ways;
        private final byte[] bytes;
        private final @Nullable Object[] found;
        /** How many names of each way lead to where reading is. */
        private final int[] matched;
        /** How many names of each way have ever been met. */
        private final int[] met;

        private boolean repeats;

        private Finds(byte[][][] ways, byte[] bytes) {
            this.ways = ways;
            this.bytes = bytes;
            this.found = new Object[ways.length];
            this.matched = new int[ways.length];
            this.met = new int[ways.length];
        }

        @Override
        public void member(int depth, int begin, int end, boolean escaped) {
            for (int w = 0; w < matched.length; w++) {
                byte[][] way = ways[w];
                if (depth > way.length || matched[w] < depth - 1) {
                    continue;
                }
                matched[w] = depth - 1;
                if (isNamed(way[depth - 1], begin, end, escaped)) {
                    repeats |= met[w] >= depth;
                    met[w] = depth;
                    matched[w] = depth;
                }
            }
        }

        private boolean isNamed(byte[] name, int begin, int end, boolean escaped) {
            if (escaped) {
                return Arrays.equals(
                        name, JsonFinds.unescaped(bytes, begin, end).getBytes(StandardCharsets.UTF_8));
            }
            return end - begin == name.length
                    && bytes[begin] == name[0]
                    && Arrays.equals(bytes, begin, end, name, 0, name.length);
        }

        @Override
        public void element(int depth, int element) {
            // Names lead into no array.
        }

        @Override
        public void text(int depth, int begin, int end, boolean escaped) {
            if (isWanted(depth)) {
                put(
                        depth,
                        escaped
                                ? JsonFinds.unescaped(bytes, begin, end)
                                : new String(bytes, begin, end - begin, StandardCharsets.UTF_8));
            }
        }

        @Override
        public void word(int depth, int begin, int end) {
            if (isWanted(depth)) {
                byte first = bytes[begin];
                put(
                        depth,
                        first == 't' || first == 'f'
                                ? Boolean.valueOf(first == 't')
                                : Double.valueOf(JsonNumber.value(bytes, begin, end)));
            }
        }

        private boolean isWanted(int depth) {
            for (int deep : matched) {
                if (deep == depth) {
                    return true;
                }
            }
            return false;
        }

        private void put(int depth, Object value) {
            for (int w = 0; w < matched.length; w++) {
                if (matched[w] == depth) {
                    found[w] = ways[w].length == depth ? value : OTHER;
                }
            }
        }

        @Override
        public void object(int depth) {
            for (int w = 0; w < matched.length; w++) {
                if (depth > 0 && matched[w] == depth && ways[w].length == depth) {
                    found[w] = OTHER;
                }
            }
        }

        @Override
        public void array(int depth) {
            put(depth, OTHER);
        }
    }
}
