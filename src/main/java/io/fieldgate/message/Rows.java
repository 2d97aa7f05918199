package io.fieldgate.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a JSON object of each row, its members named by the header. A cell becomes what its column's type says; columns
 * without a type are numbers, true, false and null where the cell reads like that in JSON, else text. An empty cell without
 * quotes is null. Used by one thread.
 */
public final class Rows {
    /** What a column holds. */
    public enum Type {
        /** Whatever the cell looks like. */
        AUTO,
        TEXT,
        NUMBER,
        BOOLEAN;

        /** Null when there is no such type. */
        public static @Nullable Type named(String name) {
            return switch (name) {
                case "text" -> TEXT;
                case "number" -> NUMBER;
                case "boolean" -> BOOLEAN;
                default -> null;
            };
        }
    }

    private static final int MOST_COLUMNS = 1000;
    /** More digits do not survive in a 64-bit number, so a cell with more is an identifier. */
    private static final int MOST_DIGITS = 17;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte separator;
    private final byte[][] names;
    private final Type[] types;
    private final String[] columns;
    private final Output out = new Output();

    private Rows(char separator, List<String> columns, Map<String, Type> types) {
        this.separator = (byte) separator;
        this.columns = columns.toArray(String[]::new);
        this.names = new byte[columns.size()][];
        this.types = new Type[columns.size()];
        for (int i = 0; i < names.length; i++) {
            byte[] name = columns.get(i).getBytes(StandardCharsets.UTF_8);
            out.reset();
            out.write(i == 0 ? '{' : ',');
            text(name, 0, name.length, false);
            out.write(':');
            names[i] = out.toByteArray();
            this.types[i] = types.getOrDefault(columns.get(i), Type.AUTO);
        }
    }

    /**
     * @param header the bytes of the first row, whose quotes are in order
     * @throws Failure of kind RECORD and code HEADER or INVALID_UTF8 when it cannot name columns
     */
    public static Rows of(char separator, byte[] header, Map<String, Type> types) {
        return of(separator, cells(separator, header), types);
    }

    /** @throws Failure of kind RECORD and code HEADER when they cannot name columns */
    public static Rows of(char separator, List<String> columns, Map<String, Type> types) {
        if (columns.size() > MOST_COLUMNS) {
            throw unnamed("The header has " + columns.size() + " columns, at most " + MOST_COLUMNS + " are allowed.");
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isBlank() || column.length() > 255 || !seen.add(column)) {
                throw unnamed("The header names a column '" + column.substring(0, Math.min(column.length(), 255))
                        + "', allowed are names of 1 to 255 characters, each once.");
            }
        }
        if (columns.size() == 1 && separator != ';' && columns.get(0).indexOf(';') > 0) {
            throw unnamed("The header has no '" + separator + "' but ';', set separator=; in the route.");
        }
        for (String typed : types.keySet()) {
            if (!seen.contains(typed)) {
                throw unnamed("The route gives column '" + typed + "' a type, the header has only " + columns + ".");
            }
        }
        return new Rows(separator, columns, types);
    }

    private static List<String> cells(char separator, byte[] raw) {
        if (!Utf8.isValid(raw, 0, raw.length)) {
            throw Failure.rejected(
                    "INVALID_UTF8",
                    "The header is not UTF-8; allowed are UTF-8, and UTF-16 with a byte order mark.",
                    null);
        }
        String text = new String(raw, StandardCharsets.UTF_8);
        List<String> cells = new ArrayList<>();
        int i = 0;
        while (i <= text.length()) {
            int end;
            if (i < text.length() && text.charAt(i) == '"') {
                end = i + 1;
                while (text.charAt(end) != '"' || (end + 1 < text.length() && text.charAt(end + 1) == '"')) {
                    end += text.charAt(end) == '"' ? 2 : 1;
                }
                cells.add(text.substring(i + 1, end).replace("\"\"", "\"").strip());
                end++;
            } else {
                int found = text.indexOf(separator, i);
                end = found < 0 ? text.length() : found;
                cells.add(text.substring(i, end).strip());
            }
            i = end + 1;
        }
        return cells;
    }

    private static Failure unnamed(String message) {
        return Failure.rejected("HEADER", message, null);
    }

    /** How many cells a row has. */
    public int columns() {
        return columns.length;
    }

    /**
     * The row as JSON.
     *
     * @param from where it begins in {@code raw}; its quotes are in order
     * @param to where it ends, without the end of the line
     * @param line its number, for the failure
     * @throws Failure of kind RECORD and code MALFORMED_CSV, TYPE or INVALID_UTF8
     */
    public byte[] json(byte[] raw, int from, int to, long line) {
        if (!Utf8.isValid(raw, from, to)) {
            throw Failure.rejected("INVALID_UTF8", "The row at line " + line + " is not UTF-8.", null);
        }
        out.reset();
        int column = 0;
        int i = from;
        while (i <= to) {
            if (column == names.length) {
                throw ragged(line, "more");
            }
            boolean quoted = i < to && raw[i] == '"';
            int begin = quoted ? i + 1 : i;
            int end = begin;
            if (quoted) {
                // Whoever cut the row has seen that it is closed, and what follows it.
                while (raw[end] != '"' || (end + 1 < to && raw[end + 1] == '"')) {
                    end += raw[end] == '"' ? 2 : 1;
                }
                i = end + 2;
            } else {
                while (end < to && raw[end] != separator) {
                    end++;
                }
                i = end + 1;
            }
            out.writeBytes(names[column]);
            cell(raw, begin, end, quoted, column, line);
            column++;
        }
        if (column < names.length) {
            throw ragged(line, "only " + column);
        }
        out.write('}');
        return out.toByteArray();
    }

    private void cell(byte[] raw, int begin, int end, boolean quoted, int column, long line) {
        Type type = types[column];
        if (begin == end && !quoted && type != Type.TEXT) {
            out.writeBytes(NULL);
            return;
        }
        boolean literal = switch (type) {
            case TEXT -> false;
            case AUTO -> !quoted && (isNumber(raw, begin, end, MOST_DIGITS) || isBoolean(raw, begin, end));
            case NUMBER -> isNumber(raw, begin, end, 100);
            case BOOLEAN -> isBoolean(raw, begin, end);
        };
        if (literal) {
            out.write(raw, begin, end - begin);
        } else if (type == Type.NUMBER || type == Type.BOOLEAN) {
            throw Failure.rejected(
                    "TYPE",
                    "The row at line " + line + " has no " + (type == Type.NUMBER ? "JSON number" : "true or false")
                            + " in column '" + columns[column] + "'.",
                    null);
        } else {
            text(raw, begin, end, quoted);
        }
    }

    private void text(byte[] raw, int begin, int end, boolean quoted) {
        out.write('"');
        for (int i = begin; i < end; i++) {
            byte b = raw[i];
            if (b == '"' || b == '\\') {
                out.write('\\');
                out.write(b);
                if (b == '"' && quoted) {
                    i++;
                }
            } else if (b >= 0 && b < ' ') {
                control(b);
            } else {
                out.write(b);
            }
        }
        out.write('"');
    }

    private void control(byte b) {
        out.write('\\');
        switch (b) {
            case '\n' -> out.write('n');
            case '\r' -> out.write('r');
            case '\t' -> out.write('t');
            default -> {
                out.write('u');
                out.write('0');
                out.write('0');
                out.write(HEX[b >> 4]);
                out.write(HEX[b & 15]);
            }
        }
    }

    private Failure ragged(long line, String found) {
        return Failure.rejected(
                "MALFORMED_CSV",
                "The row at line " + line + " has " + found + " cells where the header has " + names.length + ".",
                null);
    }

    private static boolean isBoolean(byte[] raw, int begin, int end) {
        return equal(raw, begin, end, TRUE) || equal(raw, begin, end, FALSE);
    }

    private static boolean equal(byte[] raw, int begin, int end, byte[] word) {
        return end - begin == word.length && Arrays.equals(raw, begin, end, word, 0, word.length);
    }

    /** A number as JSON writes it (RFC 8259, 6): 007 and 1. and .5 and NaN are text, and so is -0. */
    private static boolean isNumber(byte[] raw, int begin, int end, int mostDigits) {
        int i = begin < end && raw[begin] == '-' ? begin + 1 : begin;
        int whole = digits(raw, i, end);
        if (whole == i || (raw[i] == '0' && whole > i + 1) || whole - i > mostDigits) {
            return false;
        }
        boolean negativeZero = i > begin && raw[i] == '0' && whole == end;
        i = whole;
        if (i < end && raw[i] == '.') {
            int fraction = digits(raw, i + 1, end);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < end && (raw[i] == 'e' || raw[i] == 'E')) {
            int sign = i + 1 < end && (raw[i + 1] == '-' || raw[i + 1] == '+') ? i + 2 : i + 1;
            int exponent = digits(raw, sign, end);
            if (exponent == sign || exponent - sign > 2) {
                return false;
            }
            i = exponent;
        }
        return i == end && !negativeZero && end - begin <= mostDigits + 8;
    }

    private static int digits(byte[] raw, int begin, int end) {
        int i = begin;
        while (i < end && raw[i] >= '0' && raw[i] <= '9') {
            i++;
        }
        return i;
    }

    /** Without the locks of its superclass, which would cost more than the bytes. */
    private static final class Output extends ByteArrayOutputStream {
        Output() {
            super(1024);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one thread
        public void write(int b) {
            if (count == buf.length) {
                buf = Arrays.copyOf(buf, 2 * count);
            }
            buf[count++] = (byte) b;
        }
    }
}
