package io.fieldgate.command;

import java.io.PrintWriter;
import java.util.List;

/** What became of a test, as {@code test} and {@code alerts test} print it. */
final class TestLines {
    private TestLines() {}

    /**
     * One line, and a few more when it has failed.
     *
     * @param place {@code file:line}
     * @param differences why it has failed; none when it has passed
     */
    static void print(PrintWriter out, String place, String name, List<String> differences) {
        out.println(differences.isEmpty() ? " √ " + name : " x " + place + ": " + name);
        differences.forEach(difference -> out.println(difference.indent(3).stripTrailing()));
    }
}
