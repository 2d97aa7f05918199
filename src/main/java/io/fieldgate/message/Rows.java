package io.fieldgate.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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

    /** More digits do not survive in a 64-bit number, so a cell with more is an identifier. */
    private static final int MOST_DIGITS = 17;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final byte separator;
    private final byte[][] names;
    private final Type[] types;
    private final String[] columns;
    private final JsonOutput out = new JsonOutput();

    private Rows(char separator, List<String> columns, Map<String, Type> types) {
        this.separator = (byte) separator;
        this.columns = columns.toArray(String[]::new);
        this.names = new byte[columns.size()][];
        this.types = new Type[columns.size()];
        for (int i = 0; i < names.length; i++) {
            byte[] name = columns.get(i).getBytes(StandardCharsets.UTF_8);
            out.reset();
            out.write(i == 0 ? '{' : ',');
            out.text(name, 0, name.length, false);
            out.write(':');
            names[i] = out.toByteArray();
            this.types[i] = types.getOrDefault(columns.get(i), Type.AUTO);
        }
    }

    /**
     * Rows under a header.
     *
     * @param header the bytes of the first row, whose quotes are in order
     * @throws Failure of kind RECORD and code HEADER or INVALID_UTF8 when it cannot name columns
     */
    public static Rows of(char separator, byte[] header, Map<String, Type> types) {
        return of(separator, ColumnNames.of(separator, header), types);
    }

    /**
     * Rows of named columns.
     *
     * @throws Failure of kind RECORD and code HEADER when they cannot name columns
     */
    public static Rows of(char separator, List<String> columns, Map<String, Type> types) {
        ColumnNames.check(separator, columns, types.keySet());
        return new Rows(separator, columns, types);
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
                int found = ByteSearch.find(raw, begin, to, separator);
                end = found < 0 ? to : found;
                i = end + 1;
            }
            out.write(names[column]);
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
            out.write(NULL);
            return;
        }
        boolean literal = switch (type) {
            case TEXT -> false;
            case AUTO ->
                !quoted && (Literals.isNumber(raw, begin, end, MOST_DIGITS) || Literals.isBoolean(raw, begin, end));
            case NUMBER -> Literals.isNumber(raw, begin, end, 100);
            case BOOLEAN -> Literals.isBoolean(raw, begin, end);
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
            out.text(raw, begin, end, quoted);
        }
    }

    private Failure ragged(long line, String found) {
        return Failure.rejected(
                "MALFORMED_CSV",
                "The row at line " + line + " has " + found + " cells where the header has " + names.length + ".",
                null);
    }
}
