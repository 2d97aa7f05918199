package io.fieldgate.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a person reads while something starts: a line per step with its time, boxes, tables. No colours, no cursor tricks. */
public final class Transcript {
    private static final int BOX_WIDTH = 74;

    private final PrintStream out;

    public Transcript(PrintStream out) {
        this.out = out;
    }

    /** A notice that nobody should miss. */
    public void box(String... lines) {
        String edge = "+" + "-".repeat(BOX_WIDTH) + "+";
        out.println(edge);
        for (String line : lines) {
            out.printf(Locale.ROOT, "| %-" + (BOX_WIDTH - 2) + "s |%n", line);
        }
        out.println(edge);
    }

    /** A step that has succeeded. */
    public synchronized void done(String step, String result, Duration took) {
        out.printf(Locale.ROOT, " √ %-16s %-52s %5.1f s%n", step, result, took.toMillis() / 1000.0);
    }

    /** Something odd that does no harm yet. */
    public synchronized void odd(String step, String what) {
        out.printf(Locale.ROOT, " ~ %-16s %s%n", step, what);
    }

    public synchronized void line(String text) {
        out.println(text);
    }

    /** Rows under headings, columns as wide as their widest cell. */
    public synchronized void table(List<String> headings, List<List<String>> rows) {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = headings.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        row(headings, widths);
        rows.forEach(row -> row(row, widths));
    }

    private void row(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("   ");
        for (int column = 0; column < widths.length; column++) {
            line.append(cells.get(column));
            line.append(" ".repeat(widths[column] - cells.get(column).length() + 2));
        }
        out.println(line.toString().stripTrailing());
    }
}
