package io.fieldgate.file;

import io.fieldgate.message.Failure;
import io.fieldgate.message.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the records of one file, in order, in constant memory. Used by one thread. */
final class RecordReader implements AutoCloseable {
    private final RecordFormat format;
    private final Content content;
    private final Cutter cutter;
    /** The columns, once they are known; always null for lines. */
    private @Nullable Rows rows;

    private @Nullable Joined joined;

    private RecordReader(RecordFormat format, Content content, Cutter cutter) {
        this.format = format;
        this.content = content;
        this.cutter = cutter;
    }

    /**
     * Opens a file at a place where a record begins.
     *
     * @param offset as {@link Piece#end()} gave it, or 0
     * @param line number of the line there
     * @throws UnreadableFile when nobody could read it
     */
    static RecordReader open(Path file, RecordFormat format, long offset, long line)
            throws IOException, UnreadableFile {
        Content content = Content.open(file);
        try {
            return open(content, format, offset, line);
        } catch (Content.BrokenFile broken) {
            content.close();
            throw broken.asUnreadable();
        } catch (IOException | UnreadableFile | RuntimeException failed) {
            content.close();
            throw failed;
        }
    }

    private static RecordReader open(Content content, RecordFormat format, long offset, long line)
            throws IOException, UnreadableFile {
        Cutter cutter = new Cutter(format.maxRecordBytes(), format.separator());
        RecordReader reader = new RecordReader(format, content, cutter);
        reader.restart();
        if (offset > cutter.offset()) {
            if (reader.rows == null && !format.isLines()) {
                reader.readHeader();
            }
            reader.goTo(offset, line);
        }
        return reader;
    }

    /** Goes back to the beginning of a plain file; one that was truncated holds something else there. */
    void restart() throws IOException, UnreadableFile {
        joined = null;
        rows = null;
        long beginning = content.beginning();
        content.seek(0, beginning);
        cutter.position(beginning, 1);
        if (!format.header().isEmpty()) {
            name(columns(() -> Rows.of((char) format.separator(), format.header(), format.types())));
        }
    }

    private void name(Piece header) throws UnreadableFile {
        Failure problem = header.problem();
        if (problem != null) {
            throw new UnreadableFile("HEADER", "The first line cannot name the columns: " + problem.getMessage());
        }
        name(columns(() -> Rows.of((char) format.separator(), header.raw(), format.types())));
    }

    private static Rows columns(Supplier<Rows> named) throws UnreadableFile {
        try {
            return named.get();
        } catch (Failure unnamed) {
            throw new UnreadableFile(unnamed.code(), String.valueOf(unnamed.getMessage()));
        }
    }

    /** The first row names the columns, also of those that are read later. */
    private void readHeader() throws IOException, UnreadableFile {
        Piece header = cutter.next();
        while (header == null && cutter.fill(content.stream()) >= 0) {
            header = cutter.next();
        }
        if (header == null) {
            throw new UnreadableFile("CHANGED", "The file was read before and has lost its header since.");
        }
        name(header);
    }

    private void name(Rows columns) {
        rows = columns;
        cutter.expect(columns.columns());
    }

    private void goTo(long offset, long line) throws IOException, UnreadableFile {
        long here = cutter.offset();
        if (content.isPlain()) {
            content.seek(here, offset);
            cutter.position(offset, line);
            return;
        }
        cutter.skipTo(offset, content, line);
    }

    /**
     * The next record.
     *
     * @param ends whether the file will not grow: then what stands after the last line end is a record too
     * @return null when there is none, at present or at all
     * @throws IOException when it cannot be read now
     * @throws UnreadableFile when it never can
     */
    @Nullable
    Piece next(boolean ends) throws IOException, UnreadableFile {
        try {
            while (true) {
                Piece piece = cutter.next();
                if (piece == null && cutter.fill(content.stream()) < 0) {
                    piece = ends ? cutter.last() : null;
                    if (piece == null) {
                        return ends ? release() : null;
                    }
                }
                Piece complete = piece == null ? null : take(piece);
                if (complete != null) {
                    return complete;
                }
            }
        } catch (Content.BrokenFile broken) {
            throw broken.asUnreadable();
        }
    }

    private @Nullable Piece take(Piece piece) throws UnreadableFile {
        Pattern begin = format.multiline();
        if (begin != null) {
            return join(piece, begin);
        }
        if (piece.raw().length == 0) {
            return null;
        }
        if (format.isLines()) {
            return piece;
        }
        if (rows == null) {
            name(piece);
            return null;
        }
        return json(rows, piece);
    }

    private static Piece json(Rows rows, Piece row) {
        if (row.problem() != null) {
            return row;
        }
        try {
            return row.withBody(rows.json(row.raw(), 0, row.raw().length, row.line()));
        } catch (Failure malformed) {
            return row.bad(malformed);
        }
    }

    private @Nullable Piece join(Piece piece, Pattern begin) {
        Joined before = joined;
        if (before != null
                && piece.problem() == null
                && before.fits(piece, format)
                && !begin.matcher(new String(piece.raw(), StandardCharsets.UTF_8))
                        .lookingAt()) {
            before.add(piece);
            return null;
        }
        if (before == null && piece.raw().length == 0) {
            return null;
        }
        joined = new Joined(piece);
        return before == null ? null : before.piece();
    }

    private @Nullable Piece release() {
        Joined last = joined;
        joined = null;
        return last == null ? null : last.piece();
    }

    /** Whether bytes are read that are no complete record yet. */
    boolean holds() {
        return cutter.holds() || joined != null;
    }

    /** Where the next record begins. */
    long offset() {
        return joined == null ? cutter.offset() : joined.first.start();
    }

    Content content() {
        return content;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /** Lines that make one record. */
    private static final class Joined {
        private final Piece first;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Piece last;
        private int lines = 1;

        Joined(Piece first) {
            this.first = first;
            this.last = first;
            bytes.writeBytes(first.raw());
        }

        boolean fits(Piece piece, RecordFormat format) {
            return first.problem() == null
                    && lines < format.maxLines()
                    && bytes.size() + 1 + piece.raw().length <= format.maxRecordBytes();
        }

        void add(Piece piece) {
            bytes.write('\n');
            bytes.writeBytes(piece.raw());
            last = piece;
            lines++;
        }

        Piece piece() {
            Failure problem = first.problem();
            Piece whole = Piece.good(bytes.toByteArray(), first.line(), first.start(), last.end(), last.nextLine());
            return problem == null ? whole : whole.bad(problem);
        }
    }
}
