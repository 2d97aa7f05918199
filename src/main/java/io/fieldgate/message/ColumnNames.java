package io.fieldgate.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of the columns of CSV. */
final class ColumnNames {
    private static final int MOST_COLUMNS = 1000;

    private ColumnNames() {}

    /**
     * Checks names.
     *
     * @param typed columns that must be among them
     * @throws Failure of kind RECORD and code HEADER when they cannot name columns
     */
    static void check(char separator, List<String> columns, Set<String> typed) {
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
        for (String column : typed) {
            if (!seen.contains(column)) {
                throw unnamed("The route gives column '" + column + "' a type, the header has only " + columns + ".");
            }
        }
    }

    /**
     * The names in a first row.
     *
     * @param raw its bytes, whose quotes are in order
     * @throws Failure of kind RECORD and code INVALID_UTF8
     */
    static List<String> of(char separator, byte[] raw) {
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
}
