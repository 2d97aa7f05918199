package io.fieldgate.file;

import io.fieldgate.message.Failure;
import org.jspecify.annotations.Nullable;

/**
 * One record of a file: a line, a row, or several lines that belong together.
 *
 * @param raw its bytes as they stand in the file, without the end of the line; of one that is too long only the beginning
 * @param body what goes through the route; the same array as {@code raw} unless the format makes something else of it
 * @param line number of its first line, from 1
 * @param start where it begins, in bytes of the content: of the file, or of what a compressed or UTF-16 file becomes
 * @param end where the next one begins
 * @param nextLine number of the line at {@code end}
 * @param problem why it can never succeed; null for a good one
 */
record Piece(
        byte[] raw,
        byte[] body,
        long line,
        long start,
        long end,
        long nextLine,
        @Nullable Failure problem) {
    static Piece good(byte[] raw, long line, long start, long end, long nextLine) {
        return new Piece(raw, raw, line, start, end, nextLine, null);
    }

    Piece bad(Failure why) {
        return new Piece(raw, raw, line, start, end, nextLine, why);
    }

    Piece withBody(byte[] made) {
        return new Piece(raw, made, line, start, end, nextLine, problem);
    }
}
