package io.fieldgate.message;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values (RFC 8259, in UTF-8): finds where they end, that they are within limits that every later reader can
 * bear, and what stands at some {@link JsonPointers}. Builds nothing else. Used by one thread.
 */
public final class JsonScanner extends JsonTokens {
    /** How deep arrays and objects may be nested; the reader that asks for more would need a stack for it. */
    public static final int MAX_DEPTH = 64;

    private final @Nullable JsonVisitor visitor;
    private int at;

    /** A byte order mark at the beginning is passed over. */
    public JsonScanner(byte[] bytes, int from, int to) {
        this(bytes, from, to, null);
    }

    JsonScanner(byte[] bytes, int from, int to, @Nullable JsonVisitor visitor) {
        super(bytes, from, to);
        this.visitor = visitor;
        boolean marked = to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        this.at = marked ? from + 3 : from;
    }

    /**
     * Reads a document that is one value.
     *
     * @return the text of each value that is wanted, in the order of the pointers; null where there is no text, number or
     *     boolean; of repeated names the first counts
     * @throws Failure as {@link #value} does
     */
    public static @Nullable String[] document(byte[] json, JsonPointers wanted) {
        JsonFinds finds = new JsonFinds(wanted, json);
        JsonScanner scanner = new JsonScanner(json, 0, json.length, wanted.count() == 0 ? null : finds);
        scanner.document();
        return finds.found();
    }

    /** Passes over a document that is one value. */
    void document() {
        value(0);
        if (hasMore()) {
            throw unexpected("the end is");
        }
    }

    /** Passes over white space; true when something follows. */
    public boolean hasMore() {
        at = blank(at);
        return at < end;
    }

    /** Where it stands. */
    public int position() {
        return at;
    }

    /** The byte that comes next; 0 at the end. */
    public byte peek() {
        return at < end ? bytes[at] : 0;
    }

    /** Passes over the byte if it comes next, after white space. */
    public boolean skip(char wanted) {
        at = blank(at);
        if (is(at, wanted)) {
            at++;
            return true;
        }
        return false;
    }

    /**
     * Passes over one value.
     *
     * @param depth how deep it is nested already
     * @throws Failure of kind RECORD with one of the codes EMPTY, INVALID_UTF8, MALFORMED_JSON, INVALID_NUMBER,
     *     LIMIT_DEPTH, LIMIT_NUMBER, LIMIT_SIZE
     */
    public void value(int depth) {
        if (!hasMore()) {
            throw Failure.rejected("EMPTY", "The payload is empty, JSON is expected.", null);
        }
        at = value(at, depth);
    }

    private int value(int from, int depth) {
        byte first = from < end ? bytes[from] : 0;
        return switch (first) {
            case '{' -> object(from, depth + 1);
            case '[' -> array(from, depth + 1);
            case '"' -> quoted(from, depth);
            case 't' -> found(depth, from, literal(from, "true"));
            case 'f' -> found(depth, from, literal(from, "false"));
            case 'n' -> literal(from, "null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> found(depth, from, number(from));
            case 'N', 'I', '+' ->
                throw rejected(from, "INVALID_NUMBER", "a number has digits; NaN, Infinity and a plus sign are none");
            default -> throw unexpected(from, "a value is");
        };
    }

    private int quoted(int from, int depth) {
        int close = text(from + 1, MAX_TEXT);
        if (visitor != null) {
            visitor.text(depth, from + 1, close, escaped);
        }
        return close + 1;
    }

    private int found(int depth, int from, int until) {
        if (visitor != null) {
            visitor.word(depth, from, until);
        }
        return until;
    }

    private int object(int from, int depth) {
        checkDepth(from, depth);
        if (visitor != null) {
            visitor.object(depth - 1);
        }
        int i = blank(from + 1);
        if (is(i, '}')) {
            return i + 1;
        }
        while (true) {
            if (!is(i, '"')) {
                throw unexpected(i, "a name in quotes is");
            }
            int close = text(i + 1, MAX_NAME);
            if (visitor != null) {
                visitor.member(depth, i + 1, close, escaped);
            }
            i = blank(close + 1);
            if (!is(i, ':')) {
                throw unexpected(i, "a colon is");
            }
            i = blank(value(blank(i + 1), depth));
            if (is(i, '}')) {
                return i + 1;
            }
            if (!is(i, ',')) {
                throw unexpected(i, "a comma or '}' is");
            }
            i = blank(i + 1);
        }
    }

    private int array(int from, int depth) {
        checkDepth(from, depth);
        if (visitor != null) {
            visitor.array(depth - 1);
        }
        int i = blank(from + 1);
        if (is(i, ']')) {
            return i + 1;
        }
        for (int element = 0; true; element++) {
            if (visitor != null) {
                visitor.element(depth, element);
            }
            i = blank(value(i, depth));
            if (is(i, ']')) {
                return i + 1;
            }
            if (!is(i, ',')) {
                throw unexpected(i, "a comma or ']' is");
            }
            i = blank(i + 1);
        }
    }

    private void checkDepth(int from, int depth) {
        if (depth > MAX_DEPTH) {
            throw rejected(from, "LIMIT_DEPTH", "it is nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    /**
     * What to throw when something else stands here.
     *
     * @param expected a sentence without its end
     */
    public Failure unexpected(String expected) {
        return unexpected(at, expected);
    }
}
