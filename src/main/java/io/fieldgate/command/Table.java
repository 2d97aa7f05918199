package io.fieldgate.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows under headings, columns as wide as their widest cell. */
final class Table {
    /** Controls, C1 among them, and what turns the direction of text or breaks its lines. */
    private static final Pattern MOVES = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private Table() {}

    /** @param none what is said when there is no row */
    static void print(PrintWriter out, List<String> headings, List<List<String>> rows, String none) {
        if (rows.isEmpty()) {
            out.println(none);
        } else {
            lines(headings, rows).forEach(out::println);
        }
    }

    static List<String> lines(List<String> headings, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(headings);
        rows.forEach(row -> all.add(row.stream().map(Table::plain).toList()));
        int[] widths = new int[headings.size()];
        for (List<String> row : all) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("   ");
        for (int column = 0; column < widths.length; column++) {
            line.append(cells.get(column));
            line.append(" ".repeat(widths[column] - cells.get(column).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    /** What devices call themselves must not move the terminal's cursor. */
    static String plain(String text) {
        return MOVES.matcher(text).replaceAll("?");
    }
}
