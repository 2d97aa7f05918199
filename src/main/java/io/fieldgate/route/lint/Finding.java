package io.fieldgate.route.lint;

import java.util.Comparator;

/**
 * What is wrong at a place of a file.
 *
 * @param file as it was named on the command line
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, what is allowed, and what may have been meant
 */
public record Finding(String file, int line, int column, Code code, String message) implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparing(Finding::line)
            .thenComparing(Finding::column)
            .thenComparing(Finding::code)
            .thenComparing(Finding::message);

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column: error FG202 message} */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + code.severity() + " " + code + " " + message;
    }
}
