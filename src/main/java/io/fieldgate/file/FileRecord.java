package io.fieldgate.file;

import io.fieldgate.lane.Passage;
import io.fieldgate.message.Failure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record of a file on its way. */
final class FileRecord extends Passage {
    private final ReadFile file;
    private final Piece piece;
    private final IntakeMeters meters;

    FileRecord(ReadFile file, Piece piece, IntakeMeters meters) {
        super(System.currentTimeMillis());
        this.file = file;
        this.piece = piece;
        this.meters = meters;
    }

    @Override
    public Map<String, Object> headers() {
        return file.headers(at(), piece.line());
    }

    @Override
    public Map<String, Object> ownHeaders() {
        return file.ownHeaders(at(), piece.line());
    }

    @Override
    public byte[] body() {
        return piece.body();
    }

    @Override
    protected byte[] raw() {
        return piece.raw();
    }

    /** File and line. */
    @Override
    protected String place() {
        return file.name() + ":" + piece.line();
    }

    @Override
    protected @Nullable Failure problem() {
        return piece.problem();
    }

    /** Its file is stored up to here. */
    @Override
    protected void settle() {
        file.stored(piece, isBuried());
        if (isBuried()) {
            meters.bad();
        }
    }
}
