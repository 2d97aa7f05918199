package io.fieldgate.message;

/**
 * The texts, numbers and words of JSON (RFC 8259), and what to say when something else stands there. Methods take where a
 * token begins and return where it ends.
 */
abstract class JsonTokens {
    /** Characters of a number. */
    static final int MAX_NUMBER = 100;

    /** Bytes of a name and of a text: as many characters Jackson reads. */
    static final int MAX_NAME = 50_000;

    static final int MAX_TEXT = 20_000_000;
    /** From here on an exponent only serves to make a reader allocate. */
    private static final int MAX_EXPONENT_DIGITS = 3;

    /** In which a zero byte means UTF-16 or UTF-32. */
    private static final int HEAD = 4;

    final byte[] bytes;
    final int begin;
    final int end;
    /** Whether the last text holds a backslash. */
    boolean escaped;

    JsonTokens(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.begin = from;
        this.end = to;
    }

    final boolean is(int i, char wanted) {
        return i < end && bytes[i] == wanted;
    }

    final int blank(int from) {
        int i = from;
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    final int literal(int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!is(from + i, word.charAt(i))) {
                throw unexpected(from, "a value is");
            }
        }
        return from + word.length();
    }

    /** Where the quote stands that ends a text. */
    final int text(int from, int most) {
        escaped = false;
        int i = ByteSearch.unplain(bytes, from, end);
        while (i < end) {
            byte b = bytes[i];
            if (b == '"') {
                if (i - from > most) {
                    throw rejected(from, "LIMIT_SIZE", "a name or text is longer than " + most + " bytes");
                }
                return i;
            }
            if (b == '\\') {
                escaped = true;
                i = escape(i + 1);
            } else if (b < 0) {
                i = Utf8.next(bytes, i, end);
                if (i < 0) {
                    throw rejected(~i, "INVALID_UTF8", "a text is not UTF-8");
                }
            } else {
                throw isForeign(i)
                        ? unexpected(i, "")
                        : rejected(i, "MALFORMED_JSON", "a text has a control character that is not escaped");
            }
            i = ByteSearch.unplain(bytes, i, end);
        }
        throw rejected(end, "MALFORMED_JSON", "it ends within a text");
    }

    private int escape(int i) {
        int after = i + 1;
        if (is(i, 'u')) {
            while (after < i + 5 && after < end && Character.digit(bytes[after], 16) >= 0) {
                after++;
            }
            if (after == i + 5) {
                return after;
            }
        } else if (i < end && "\"\\/bfnrt".indexOf(bytes[i]) >= 0) {
            return after;
        }
        throw rejected(Math.min(i, end), "MALFORMED_JSON", "a text has an escape that does not exist");
    }

    final int number(int from) {
        int i = is(from, '-') ? from + 1 : from;
        int whole = digits(i);
        if (whole == i) {
            throw rejected(from, "INVALID_NUMBER", "a number has no digits");
        }
        if (bytes[i] == '0' && whole > i + 1) {
            throw rejected(from, "INVALID_NUMBER", "a number begins with a zero too many");
        }
        int until = whole;
        if (is(whole, '.')) {
            until = digitsAt(whole + 1);
        } else if (i > from && bytes[i] == '0' && !is(whole, 'e') && !is(whole, 'E')) {
            throw rejected(from, "INVALID_NUMBER", "-0 is no integer");
        }
        if (is(until, 'e') || is(until, 'E')) {
            int exponent = until;
            until = digitsAt(is(exponent + 1, '+') || is(exponent + 1, '-') ? exponent + 2 : exponent + 1);
            checkLength(from, until);
            checkExponent(from, exponent, until);
        }
        checkLength(from, until);
        return until;
    }

    private void checkLength(int from, int until) {
        if (until - from > MAX_NUMBER) {
            throw rejected(from, "LIMIT_NUMBER", "a number is longer than " + MAX_NUMBER + " characters");
        }
    }

    private int digitsAt(int from) {
        int until = digits(from);
        if (until == from) {
            throw rejected(from, "MALFORMED_JSON", "a number lacks a digit");
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

    @SuppressWarnings("deprecation") // the bytes are ASCII
    private void checkExponent(int from, int exponent, int until) {
        int i = exponent + 1;
        while (i < until && (bytes[i] == '+' || bytes[i] == '-' || bytes[i] == '0')) {
            i++;
        }
        if (until - i > MAX_EXPONENT_DIGITS) {
            throw rejected(from, "LIMIT_NUMBER", "the exponent of a number is too large");
        }
        if (!Double.isFinite(Double.parseDouble(new String(bytes, 0, from, until - from)))) {
            throw rejected(from, "INVALID_NUMBER", "a number is larger than 64-bit floating point can hold");
        }
    }

    final Failure unexpected(int place, String expected) {
        if (place >= end) {
            return rejected(end, "MALFORMED_JSON", "it ends too early, " + expected + " expected");
        }
        return isForeign(place)
                ? rejected(place, "INVALID_UTF8", "it is not UTF-8, which is expected")
                : rejected(place, "MALFORMED_JSON", expected + " expected");
    }

    /** Whether this byte or a zero among the first shows that it is no UTF-8. */
    private boolean isForeign(int place) {
        for (int i = begin; i < Math.min(begin + HEAD, end); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return bytes[place] < 0 && Utf8.next(bytes, place, end) < 0;
    }

    final Failure rejected(int place, String code, String problem) {
        int line = 1;
        int lineStart = begin;
        for (int i = begin; i < Math.min(place, end); i++) {
            if (bytes[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return Failure.rejected(
                code,
                "The payload is not acceptable JSON at line " + line + ", column " + (place - lineStart + 1) + ": "
                        + problem + ".",
                null);
    }
}
