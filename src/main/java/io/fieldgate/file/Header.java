package io.fieldgate.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of the columns, as the first row of a file or the route says them. */
final class Header {
    private static final int MOST_COLUMNS = 1000;

    private Header() {}

    /** @throws UnreadableFile when the row cannot be read */
    static List<String> names(char separator, Piece first) throws UnreadableFile {
        if (first.problem() != null) {
            throw new UnreadableFile(
                    "HEADER",
                    "The first line cannot name the columns: " + first.problem().getMessage());
        }
        return cells(separator, first.raw());
    }

    /**
     * @param typed columns that have a type
     * @throws UnreadableFile when the names cannot be those of columns
     */
    static void check(char separator, List<String> columns, Set<String> typed) throws UnreadableFile {
        if (columns.size() > MOST_COLUMNS) {
            throw new UnreadableFile(
                    "HEADER",
                    "The header has " + columns.size() + " columns, at most " + MOST_COLUMNS + " are allowed.");
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isBlank() || column.length() > 255 || !seen.add(column)) {
                throw new UnreadableFile(
                        "HEADER",
                        "The header names a column '" + column.substring(0, Math.min(column.length(), 255))
                                + "', allowed are names of 1 to 255 characters, each once.");
            }
        }
        if (columns.size() == 1 && separator != ';' && columns.get(0).indexOf(';') > 0) {
            throw new UnreadableFile(
                    "HEADER", "The header has no '" + separator + "' but ';', set separator=; in the route.");
        }
        for (String column : typed) {
            if (!seen.contains(column)) {
                throw new UnreadableFile(
                        "HEADER",
                        "The route gives column '" + column + "' a type, the header has only " + columns + ".");
            }
        }
    }

    private static List<String> cells(char separator, byte[] raw) throws UnreadableFile {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableFile(
                    "INVALID_UTF8", "The header is not UTF-8; allowed are UTF-8, and UTF-16 with a byte order mark.");
        }
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
}
