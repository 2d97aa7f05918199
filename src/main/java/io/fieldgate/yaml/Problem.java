package io.fieldgate.yaml;

/**
 * What is wrong at a place of a file.
 *
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, and what is allowed
 * @param excerpt the line, or the line of the expression when that stands in a block
 * @param caret where in the excerpt, from 1
 */
public record Problem(String file, int line, int column, String message, String excerpt, int caret) {
    /** {@code file:line:column: message}. */
    public String place() {
        return file + ":" + line + ":" + column + ": " + message;
    }

    /** {@code file:line:column: message}, and below it the line with a caret. */
    @Override
    public String toString() {
        return place() + "\n  | " + excerpt.replace('\t', ' ') + "\n  | " + " ".repeat(Math.max(0, caret - 1)) + "^";
    }
}
