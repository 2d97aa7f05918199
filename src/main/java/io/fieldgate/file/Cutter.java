package io.fieldgate.file;

import io.fieldgate.message.ByteSearch;
import io.fieldgate.message.Failure;
import io.fieldgate.message.RowEnd;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into lines, or into rows that may hold line ends between quotes. Its memory is the longest record
 * that is allowed, whatever the stream holds. A line ends with LF or CRLF. Used by one thread.
 *
 * <p>A row whose quotes do not match costs one line: that line is reported as malformed and cutting goes on after it.
 */
final class Cutter {
    /** No separator: lines are cut, quotes mean nothing. */
    static final int LINES = -1;

    private static final int READ = 128 * 1024;
    private final int most;
    private final int separator;
    /** How many cells a row has; 0 while unknown. */
    private int columns;

    private byte[] buffer = new byte[READ];
    /** The record that is being cut begins at {@code from}; what was read ends at {@code to}. */
    private int from;

    private int to;
    /** Where the search for an end goes on; lines only. */
    private int scanned;
    /** Of {@code buffer[from]} in the stream. */
    private long offset;

    private long line = 1;
    /** The beginning of a line that is too long, while its end is looked for. */
    private byte @Nullable [] overlong;

    private long overlongStart;

    /**
     * @param most bytes of one record
     * @param separator of the cells of a row, or {@link #LINES}
     */
    Cutter(int most, int separator) {
        this.most = most;
        this.separator = separator;
    }

    /** Says what stands at the beginning of the stream, when that is not its first byte. */
    void position(long newOffset, long newLine) {
        from = 0;
        to = 0;
        scanned = 0;
        overlong = null;
        offset = newOffset;
        line = newLine;
    }

    /** Rows with another number of cells are doubted when they span several lines: a lost quote looks like that. */
    void expect(int cells) {
        columns = cells;
    }

    /** Where the next record begins. */
    long offset() {
        return overlong == null ? offset : overlongStart;
    }

    /** Whether something has been read that is no complete record yet. */
    boolean holds() {
        return overlong != null || to > from;
    }

    /** Reads what fits; returns the number of bytes, negative at the end of the stream. */
    int fill(InputStream in) throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            scanned -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, (long) most + READ));
        }
        int count = in.read(buffer, to, buffer.length - to);
        to += Math.max(count, 0);
        return count;
    }

    /** Passes over what stands before an offset, some of which may be held already. */
    void skipTo(long wanted, Content content, long newLine) throws IOException, UnreadableFile {
        long read = offset + (to - from);
        if (wanted <= read) {
            drop(from + (int) (wanted - offset));
            line = newLine;
        } else {
            content.seek(read, wanted);
            position(wanted, newLine);
        }
    }

    /** The next complete record; null when its end has not been read yet. */
    @Nullable
    Piece next() {
        return cut(false);
    }

    /** What is left, as if the stream ended here; null when nothing is. */
    @Nullable
    Piece last() {
        return holds() ? cut(true) : null;
    }

    private @Nullable Piece cut(boolean ends) {
        if (overlong != null) {
            return skipToEndOfLine(ends);
        }
        int end = separator == LINES
                ? lineEnd(Math.max(scanned, from))
                : RowEnd.find(buffer, from, to, separator, columns, ends);
        boolean malformed = end == RowEnd.MALFORMED;
        if (malformed) {
            end = lineEnd(from);
        }
        if (end < 0 && ends) {
            end = to;
        }
        if (end < 0) {
            scanned = to;
            if (to - from > most) {
                if (separator == LINES || lineEnd(from) < 0) {
                    overlong = Arrays.copyOfRange(buffer, from, from + most);
                    overlongStart = offset;
                    drop(to);
                    return skipToEndOfLine(ends);
                }
                malformed = true;
                end = lineEnd(from);
            } else {
                return null;
            }
        }
        return piece(end, malformed);
    }

    private Piece piece(int end, boolean malformed) {
        int textEnd = end > from && end < to && buffer[end - 1] == '\r' ? end - 1 : end;
        int length = textEnd - from;
        byte[] raw = Arrays.copyOfRange(buffer, from, from + Math.min(length, most));
        long start = offset;
        long first = line;
        line += separator == LINES ? 1 : 1 + count(raw);
        drop(Math.min(end + 1, to));
        Piece piece = Piece.good(raw, first, start, offset, line);
        if (malformed) {
            return piece.bad(Failure.rejected(
                    "MALFORMED_CSV",
                    "The row at line " + first
                            + " has a quote that does not enclose a whole cell, or a cell whose quote"
                            + " is never closed.",
                    null));
        }
        return length > most ? piece.bad(tooLong(first)) : piece;
    }

    private @Nullable Piece skipToEndOfLine(boolean ends) {
        int end = lineEnd(from);
        if (end < 0 && !ends) {
            drop(to);
            return null;
        }
        drop(end < 0 ? to : end + 1);
        byte[] beginning = overlong == null ? new byte[0] : overlong;
        overlong = null;
        long first = line++;
        return Piece.good(beginning, first, overlongStart, offset, line).bad(tooLong(first));
    }

    private Failure tooLong(long first) {
        return Failure.rejected(
                "LIMIT_SIZE",
                "The record at line " + first + " is longer than maxRecordBytes, " + most
                        + ". The dead letter holds its beginning.",
                null);
    }

    private void drop(int until) {
        offset += until - from;
        from = until;
        scanned = until;
    }

    private int lineEnd(int begin) {
        return ByteSearch.find(buffer, begin, to, (byte) '\n');
    }

    private static int count(byte[] raw) {
        int lines = 0;
        int i = ByteSearch.find(raw, 0, raw.length, (byte) '\n');
        while (i >= 0) {
            lines++;
            i = ByteSearch.find(raw, i + 1, raw.length, (byte) '\n');
        }
        return lines;
    }
}
