package io.fieldgate.file;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.fieldgate.message.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a JSON object of each row, its members named by the header. A cell becomes what its column's type says; columns
 * without a type are numbers, true, false and null where the cell reads like that in JSON, else text. An empty cell without
 * quotes is null. Used by one thread.
 */
final class Rows {
    /** What a column holds. */
    enum Type {
        /** Whatever the cell looks like. */
        AUTO,
        TEXT,
        NUMBER,
        BOOLEAN;

        /** Null when there is no such type. */
        static @Nullable Type named(String name) {
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
            String member = (i == 0 ? "{\"" : ",\"")
                    + new String(JsonStringEncoder.getInstance().quoteAsString(columns.get(i))) + "\":";
            names[i] = member.getBytes(StandardCharsets.UTF_8);
            this.types[i] = types.getOrDefault(columns.get(i), Type.AUTO);
        }
    }

    /**
     * @param header the first row of the file
     * @throws UnreadableFile when it cannot name columns
     */
    static Rows of(char separator, Piece header, Map<String, Type> types) throws UnreadableFile {
        return of(separator, Header.names(separator, header), types);
    }

    static Rows of(char separator, List<String> columns, Map<String, Type> types) throws UnreadableFile {
        Header.check(separator, columns, types.keySet());
        return new Rows(separator, columns, types);
    }

    /** How many cells a row has. */
    int columns() {
        return columns.length;
    }

    /** The row as JSON, or with its problem: of kind RECORD with code MALFORMED_CSV, TYPE or INVALID_UTF8. */
    Piece json(Piece row) {
        if (row.problem() != null) {
            return row;
        }
        try {
            return row.withBody(json(row.raw(), row.line()));
        } catch (Failure malformed) {
            return row.bad(malformed);
        }
    }

    private byte[] json(byte[] raw, long line) {
        checkUtf8(raw, line);
        out.reset();
        int column = 0;
        int i = 0;
        while (i <= raw.length) {
            if (column == names.length) {
                throw ragged(line, "more");
            }
            boolean quoted = i < raw.length && raw[i] == '"';
            int begin = quoted ? i + 1 : i;
            int end = begin;
            if (quoted) {
                // The cutter has seen that it is closed, and what follows it.
                while (raw[end] != '"' || (end + 1 < raw.length && raw[end + 1] == '"')) {
                    end += raw[end] == '"' ? 2 : 1;
                }
                i = end + 2;
            } else {
                int found = Bytes.find(raw, end, raw.length, separator);
                end = found < 0 ? raw.length : found;
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
            case AUTO ->
                !quoted
                        && (JsonLiteral.isNumber(raw, begin, end, MOST_DIGITS)
                                || JsonLiteral.isBoolean(raw, begin, end));
            case NUMBER -> JsonLiteral.isNumber(raw, begin, end, 100);
            case BOOLEAN -> JsonLiteral.isBoolean(raw, begin, end);
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

    private static void checkUtf8(byte[] raw, long line) {
        if (Bytes.isAscii(raw)) {
            return;
        }
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw));
        } catch (CharacterCodingException e) {
            throw Failure.rejected("INVALID_UTF8", "The row at line " + line + " is not UTF-8.", null);
        }
    }
}
