package io.fieldgate.message;

/**
 * Finds where JSON values (RFC 8259, in UTF-8) end, and that they are within limits that every later reader can bear.
 * Builds nothing. Used by one thread.
 */
public final class JsonScanner {
    /** How deep arrays and objects may be nested; the reader that asks for more would need a stack for it. */
    public static final int MAX_DEPTH = 64;

    /** Characters of a number. */
    public static final int MAX_NUMBER = 100;

    /** From here on an exponent only serves to make a reader allocate. */
    private static final int MAX_EXPONENT_DIGITS = 3;

    private final byte[] bytes;
    private final int begin;
    private final int end;
    private int at;

    /** A byte order mark at the beginning is passed over. */
    public JsonScanner(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.begin = from;
        this.end = to;
        boolean marked = to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        this.at = marked ? from + 3 : from;
    }

    /** Passes over white space; true when something follows. */
    public boolean hasMore() {
        space();
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
        space();
        if (at < end && bytes[at] == wanted) {
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
     *     LIMIT_DEPTH, LIMIT_NUMBER
     */
    public void value(int depth) {
        space();
        if (at == end) {
            throw Failure.rejected("EMPTY", "The payload is empty, JSON is expected.", null);
        }
        // A bit for each level, set when it is an object; the lowest is the innermost.
        long objects = 0;
        int open = 0;
        while (true) {
            byte first = next();
            if (first == '{' || first == '[') {
                if (depth + ++open > MAX_DEPTH) {
                    throw rejected("LIMIT_DEPTH", "it is nested deeper than " + MAX_DEPTH + " levels");
                }
                at++;
                objects = objects << 1 | (first == '{' ? 1 : 0);
                if (next() != (first == '{' ? '}' : ']')) {
                    if (first == '{') {
                        name();
                    }
                    continue;
                }
                at++;
                objects >>>= 1;
                open--;
            } else {
                scalar(first);
            }
            while (open > 0) {
                boolean object = (objects & 1) != 0;
                byte after = next();
                at++;
                if (after == ',') {
                    if (object) {
                        name();
                    }
                    break;
                }
                if (after != (object ? '}' : ']')) {
                    at--;
                    throw unexpected(object ? "a comma or '}' is" : "a comma or ']' is");
                }
                objects >>>= 1;
                open--;
            }
            if (open == 0) {
                return;
            }
        }
    }

    private void name() {
        if (next() != '"') {
            throw unexpected("a name in quotes is");
        }
        string();
        if (next() != ':') {
            throw unexpected("a colon is");
        }
        at++;
    }

    /** The next byte after white space; there must be one. */
    private byte next() {
        space();
        if (at == end) {
            throw rejected("MALFORMED_JSON", "it ends too early");
        }
        return bytes[at];
    }

    private void space() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }

    private void scalar(byte first) {
        switch (first) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case 'N', 'I', '+' ->
                throw rejected("INVALID_NUMBER", "a number has digits; NaN, Infinity and a plus sign are none");
            case 0 -> throw rejected("INVALID_UTF8", "it has a zero byte, UTF-8 is expected");
            default -> throw unexpected("a value is");
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || bytes[at + i] != word.charAt(i)) {
                throw unexpected("a value is");
            }
        }
        at += word.length();
    }

    private void string() {
        int i = at + 1;
        while (i < end) {
            byte b = bytes[i];
            if (b == '"') {
                at = i + 1;
                return;
            }
            if (b == '\\') {
                i = escape(i + 1);
            } else if (b < 0) {
                i = Utf8.next(bytes, i, end);
                if (i < 0) {
                    at = ~i;
                    throw rejected("INVALID_UTF8", "a text is not UTF-8");
                }
            } else if (b < ' ') {
                at = i;
                throw rejected("MALFORMED_JSON", "a text has a control character that is not escaped");
            } else {
                i++;
            }
        }
        at = end;
        throw rejected("MALFORMED_JSON", "it ends within a text");
    }

    private int escape(int i) {
        int after = i + 1;
        if (i < end && bytes[i] == 'u') {
            while (after < i + 5 && after < end && Character.digit(bytes[after], 16) >= 0) {
                after++;
            }
            if (after == i + 5) {
                return after;
            }
        } else if (i < end && "\"\\/bfnrt".indexOf(bytes[i]) >= 0) {
            return after;
        }
        at = Math.min(i, end);
        throw rejected("MALFORMED_JSON", "a text has an escape that does not exist");
    }

    private void number() {
        int start = at;
        int i = bytes[start] == '-' ? start + 1 : start;
        int whole = digits(i);
        if (whole == i) {
            throw rejected("INVALID_NUMBER", "a number has no digits");
        }
        if (bytes[i] == '0' && whole > i + 1) {
            throw rejected("INVALID_NUMBER", "a number begins with a zero too many");
        }
        i = whole;
        boolean integer = true;
        if (i < end && bytes[i] == '.') {
            integer = false;
            i = part(i + 1);
        }
        int exponent = i;
        if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
            integer = false;
            i++;
            i = part(i < end && (bytes[i] == '+' || bytes[i] == '-') ? i + 1 : i);
        }
        if (i - start > MAX_NUMBER) {
            throw rejected("LIMIT_NUMBER", "a number is longer than " + MAX_NUMBER + " characters");
        }
        if (integer && i == start + 2 && bytes[start] == '-' && bytes[start + 1] == '0') {
            throw rejected("INVALID_NUMBER", "-0 is no integer");
        }
        if (exponent < i) {
            finite(start, exponent, i);
        }
        at = i;
    }

    private int part(int from) {
        int until = digits(from);
        if (until == from) {
            at = from;
            throw rejected("MALFORMED_JSON", "a number lacks a digit");
        }
        return until;
    }

    private int digits(int from) {
        int i = from;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }

    private void finite(int start, int exponent, int until) {
        int i = exponent + 1;
        while (i < until && (bytes[i] == '+' || bytes[i] == '-' || bytes[i] == '0')) {
            i++;
        }
        if (until - i > MAX_EXPONENT_DIGITS) {
            throw rejected("LIMIT_NUMBER", "the exponent of a number is too large");
        }
        if (!Double.isFinite(Double.parseDouble(text(start, until)))) {
            throw rejected("INVALID_NUMBER", "a number is larger than 64-bit floating point can hold");
        }
    }

    @SuppressWarnings("deprecation") // the bytes are ASCII
    private String text(int from, int until) {
        return new String(bytes, 0, from, until - from);
    }

    /** @param expected a sentence without its end */
    public Failure unexpected(String expected) {
        return at < end
                ? rejected("MALFORMED_JSON", expected + " expected")
                : rejected("MALFORMED_JSON", "it ends too early, " + expected + " expected");
    }

    private Failure rejected(String code, String problem) {
        int line = 1;
        int lineStart = begin;
        for (int i = begin; i < Math.min(at, end); i++) {
            if (bytes[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return Failure.rejected(
                code,
                "The payload is not acceptable JSON at line " + line + ", column " + (at - lineStart + 1) + ": "
                        + problem + ".",
                null);
    }
}
