package io.fieldgate.topic;

import com.fasterxml.jackson.core.JsonPointer;
import io.fieldgate.message.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as devices write it, in a fraction of the time of a parser that can tell what is wrong. It takes a document
 * only when that is an object or an array without anything unusual; then it finds in it what a parser would. All else,
 * and all that is wrong, it leaves to {@link JsonCheck}, so whether a document is acceptable is decided there. Safe for use
 * by many threads.
 */
final class JsonScan {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER = 100;
    /** Jackson takes no longer names. */
    private static final int MAX_TEXT = 50_000;

    private static final int REFUSED = -1;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long EACH = 0x0101010101010101L;
    private static final long TOP = 0x8080808080808080L;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    /** One level of a pointer: the name of a member, which may also be the number of an element; -1: it is none. */
    private record Level(byte[] name, int element) {}

    private final Level[][] wanted;

    /** @param wanted where values stand that are to be found */
    JsonScan(JsonPointer... wanted) {
        this.wanted = new Level[wanted.length][];
        for (int i = 0; i < wanted.length; i++) {
            List<Level> levels = new ArrayList<>();
            for (JsonPointer rest = wanted[i]; !rest.matches(); rest = rest.tail()) {
                levels.add(new Level(
                        rest.getMatchingProperty().getBytes(StandardCharsets.UTF_8), rest.getMatchingIndex()));
            }
            this.wanted[i] = levels.toArray(Level[]::new);
        }
    }

    /**
     * Looks through a document.
     *
     * @return the text of each value in the order of the pointers, null where there is no text, number or boolean; or null
     *     when the document is not for it
     */
    @Nullable
    String @Nullable [] scan(byte[] json) {
        Document document = new Document(json);
        return document.isTaken() ? document.found : null;
    }

    /** A document that is being read. Its methods return where reading goes on, or {@link #REFUSED}. */
    private final class Document {
        private final byte[] json;
        private final @Nullable String[] found = new String[wanted.length];
        /** How many levels of each pointer lead to where reading is. */
        private final int[] matched = new int[wanted.length];
        /** Whether the last text holds a backslash. */
        private boolean escaped;

        private boolean foreign;

        Document(byte[] json) {
            this.json = json;
        }

        boolean isTaken() {
            int begin = blank(0);
            if (begin == json.length || (json[begin] != '{' && json[begin] != '[')) {
                return false;
            }
            int end = value(begin, 0);
            return end >= 0 && blank(end) == json.length && (!foreign || Utf8.isValid(json, 0, json.length));
        }

        private int blank(int at) {
            int i = at;
            while (i < json.length && (json[i] == ' ' || json[i] == '\n' || json[i] == '\r' || json[i] == '\t')) {
                i++;
            }
            return i;
        }

        private int value(int at, int depth) {
            if (at == json.length) {
                return REFUSED;
            }
            return switch (json[at]) {
                case '{' -> depth == MAX_DEPTH ? REFUSED : object(blank(at + 1), depth + 1);
                case '[' -> depth == MAX_DEPTH ? REFUSED : array(blank(at + 1), depth + 1);
                case '"' -> {
                    int end = text(at + 1);
                    yield end < 0 || !take(depth, at + 1, end, escaped) ? REFUSED : end + 1;
                }
                case 't' -> literal(at, TRUE, depth);
                case 'f' -> literal(at, FALSE, depth);
                case 'n' -> literal(at, NULL, -1);
                default -> number(at, depth);
            };
        }

        private int object(int at, int depth) {
            if (is(at, '}')) {
                return at + 1;
            }
            int i = at;
            while (is(i, '"')) {
                int end = text(i + 1);
                if (end < 0 || escaped) {
                    return REFUSED;
                }
                for (int p = 0; p < wanted.length; p++) {
                    Level level = level(p, depth);
                    enter(p, depth, level != null && Arrays.equals(json, i + 1, end, level.name, 0, level.name.length));
                }
                int colon = blank(end + 1);
                if (!is(colon, ':')) {
                    return REFUSED;
                }
                i = value(blank(colon + 1), depth);
                if (i < 0) {
                    return REFUSED;
                }
                i = blank(i);
                if (is(i, '}')) {
                    return i + 1;
                }
                if (!is(i, ',')) {
                    return REFUSED;
                }
                i = blank(i + 1);
            }
            return REFUSED;
        }

        private int array(int at, int depth) {
            if (is(at, ']')) {
                return at + 1;
            }
            int i = at;
            for (int element = 0; true; element++) {
                for (int p = 0; p < wanted.length; p++) {
                    Level level = level(p, depth);
                    enter(p, depth, level != null && level.element == element);
                }
                i = value(i, depth);
                if (i < 0) {
                    return REFUSED;
                }
                i = blank(i);
                if (is(i, ']')) {
                    return i + 1;
                }
                if (!is(i, ',')) {
                    return REFUSED;
                }
                i = blank(i + 1);
            }
        }

        private boolean is(int at, char wantedByte) {
            return at < json.length && json[at] == wantedByte;
        }

        private @Nullable Level level(int pointer, int depth) {
            Level[] levels = wanted[pointer];
            return depth > levels.length ? null : levels[depth - 1];
        }

        /** Goes to a member or an element of what is open at a depth. */
        private void enter(int pointer, int depth, boolean matches) {
            if (matched[pointer] >= depth - 1) {
                matched[pointer] = matches ? depth : depth - 1;
            }
        }

        /** False when the value is wanted and cannot be taken as it stands. */
        private boolean take(int depth, int begin, int end, boolean altered) {
            for (int p = 0; p < matched.length; p++) {
                if (matched[p] == depth && wanted[p].length == depth && found[p] == null) {
                    if (altered) {
                        return false;
                    }
                    found[p] = new String(json, begin, end - begin, StandardCharsets.UTF_8);
                }
            }
            return true;
        }

        private int literal(int at, byte[] word, int depth) {
            int end = at + word.length;
            if (end > json.length || !Arrays.equals(json, at, end, word, 0, word.length)) {
                return REFUSED;
            }
            return depth < 0 || take(depth, at, end, false) ? end : REFUSED;
        }

        /** A number without exponent; the rules for exponents are not repeated here. */
        private int number(int at, int depth) {
            int i = is(at, '-') ? at + 1 : at;
            int whole = digits(i);
            if (whole == i || (json[i] == '0' && whole > i + 1)) {
                return REFUSED;
            }
            int end = whole;
            if (is(whole, '.')) {
                end = digits(whole + 1);
                if (end == whole + 1) {
                    return REFUSED;
                }
            } else if (i > at && json[i] == '0') {
                return REFUSED;
            }
            boolean unusual = end - at > MAX_NUMBER || is(end, 'e') || is(end, 'E');
            return !unusual && take(depth, at, end, false) ? end : REFUSED;
        }

        private int digits(int at) {
            int i = at;
            while (i < json.length && json[i] >= '0' && json[i] <= '9') {
                i++;
            }
            return i;
        }

        /** Where the quote stands that ends a text. */
        private int text(int at) {
            escaped = false;
            int i = plainUntil(at);
            while (i < json.length && i - at <= MAX_TEXT) {
                byte b = json[i];
                if (b == '"') {
                    return i;
                }
                if (b == '\\') {
                    escaped = true;
                    i = escape(i + 1);
                    if (i < 0) {
                        return REFUSED;
                    }
                } else if (b < 0) {
                    foreign = true;
                    i++;
                } else {
                    // A control character.
                    return REFUSED;
                }
                i = plainUntil(i);
            }
            return REFUSED;
        }

        private int escape(int at) {
            if (at == json.length) {
                return REFUSED;
            }
            return switch (json[at]) {
                case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
                case 'u' -> {
                    int end = at + 5;
                    for (int i = at + 1; i < end; i++) {
                        if (i >= json.length || Character.digit(json[i], 16) < 0) {
                            yield REFUSED;
                        }
                    }
                    yield end;
                }
                default -> REFUSED;
            };
        }

        /** The next quote, backslash, control character or byte beyond ASCII; eight bytes at a time. */
        private int plainUntil(int at) {
            int i = at;
            for (; i + Long.BYTES <= json.length; i += Long.BYTES) {
                long eight = (long) EIGHT.get(json, i);
                long quote = eight ^ (EACH * '"');
                long backslash = eight ^ (EACH * '\\');
                // The top bits of the bytes that are zero, zero, below a space, and beyond ASCII; above the first of
                // them
                // there may be others that mean nothing.
                long odd =
                        (((quote - EACH) & ~quote) | ((backslash - EACH) & ~backslash) | (eight - (EACH * ' ')) | eight)
                                & TOP;
                if (odd != 0) {
                    return i + (Long.numberOfTrailingZeros(odd) >> 3);
                }
            }
            while (i < json.length && json[i] >= ' ' && json[i] != '"' && json[i] != '\\') {
                i++;
            }
            return i;
        }
    }
}
