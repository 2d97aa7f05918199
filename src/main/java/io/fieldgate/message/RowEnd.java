package io.fieldgate.message;

/**
 * Where a row of RFC 4180 ends: a quoted cell may hold separators, line ends and doubled quotes. A row of several lines that
 * has not as many cells as the others is malformed, for a lost quote looks like that.
 */
public final class RowEnd {
    public static final int INCOMPLETE = -1;
    public static final int MALFORMED = -2;

    private RowEnd() {}

    /**
     * Looks for the end of the row that begins at {@code from}.
     *
     * @param to where the bytes end that are there
     * @param columns how many cells a row has; 0 while unknown
     * @param ends whether no more bytes will come
     * @return where its line end stands, or {@code to} when it has none and no more will come; else {@link #INCOMPLETE} or
     *     {@link #MALFORMED}
     */
    public static int find(byte[] bytes, int from, int to, int separator, int columns, boolean ends) {
        int line = ByteSearch.find(bytes, from, to, (byte) '\n');
        int lineEnd = line < 0 ? to : line;
        if (ByteSearch.find(bytes, from, lineEnd, (byte) '"') < 0) {
            return line < 0 && !ends ? INCOMPLETE : lineEnd;
        }
        return findQuoted(bytes, from, to, separator, columns, ends);
    }

    private static int findQuoted(byte[] bytes, int from, int to, int separator, int columns, boolean ends) {
        int cells = 1;
        boolean spans = false;
        boolean atStart = true;
        int i = from;
        while (i < to) {
            byte b = bytes[i];
            if (b == '\n') {
                return spans && columns > 0 && cells != columns ? MALFORMED : i;
            }
            if (b == '"') {
                int close = atStart ? closingQuote(bytes, i + 1, to) : MALFORMED;
                if (close < 0) {
                    return close == INCOMPLETE && ends ? MALFORMED : close;
                }
                spans |= ByteSearch.find(bytes, i + 1, close, (byte) '\n') >= 0;
                i = close + 1;
                if (i == to) {
                    return ends ? i : INCOMPLETE;
                }
                if (bytes[i] == '\r') {
                    if (i + 1 == to) {
                        return ends ? i : INCOMPLETE;
                    }
                    if (bytes[i + 1] != '\n') {
                        return MALFORMED;
                    }
                    i++;
                } else if (bytes[i] != separator && bytes[i] != '\n') {
                    return MALFORMED;
                }
                atStart = false;
                continue;
            }
            atStart = b == separator;
            if (atStart) {
                cells++;
            }
            i++;
        }
        if (!ends) {
            return INCOMPLETE;
        }
        return spans && columns > 0 && cells != columns ? MALFORMED : i;
    }

    private static int closingQuote(byte[] bytes, int begin, int to) {
        int i = begin;
        while (i < to) {
            if (bytes[i] == '"') {
                if (i + 1 == to || bytes[i + 1] != '"') {
                    return i;
                }
                i++;
            }
            i++;
        }
        return INCOMPLETE;
    }
}
