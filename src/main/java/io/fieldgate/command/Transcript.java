package io.fieldgate.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a person reads while something starts: a line per step with its time, boxes, tables. No colours, no cursor tricks. */
public final class Transcript {
    private final PrintStream out;

    public Transcript(PrintStream out) {
        this.out = out;
    }

    /** A notice that nobody should miss. */
    public synchronized void box(String... lines) {
        int width = Stream.of(lines).mapToInt(String::length).max().orElse(0);
        String edge = "+" + "-".repeat(width + 2) + "+";
        out.println(edge);
        for (String line : lines) {
            out.println("| " + line + " ".repeat(width - line.length()) + " |");
        }
        out.println(edge);
    }

    /** A step that has succeeded. */
    public synchronized void done(String step, String result, Duration took) {
        out.printf(Locale.ROOT, " √ %-18s %-58s %5.1f s%n", step, result, took.toMillis() / 1000.0);
    }

    /** Something odd that does no harm yet. */
    public synchronized void odd(String step, String what) {
        out.printf(Locale.ROOT, " ~ %-18s %s%n", step, what);
    }

    public synchronized void line(String text) {
        out.println(text);
    }

    /** Rows under headings, columns as wide as their widest cell. */
    public synchronized void table(List<String> headings, List<List<String>> rows) {
        Table.lines(headings, rows).forEach(out::println);
    }
}
