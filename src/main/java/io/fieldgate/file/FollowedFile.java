package io.fieldgate.file;

import io.fieldgate.lane.Lane;
import io.fieldgate.message.LogFields;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file that is followed while it grows. Used by one thread. */
final class FollowedFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);
    /** How many records are read before the next file has its turn. */
    private static final int TURN = 10_000;

    private final ReadFile file;
    private final RecordReader reader;
    private final String route;
    private final Lane lane;
    private final IntakeMeters meters;
    private long lastRead = System.nanoTime();
    private long records;
    private boolean gone;

    FollowedFile(ReadFile file, RecordReader reader, String route, Lane lane, IntakeMeters meters) {
        this.file = file;
        this.reader = reader;
        this.route = route;
        this.lane = lane;
        this.meters = meters;
    }

    /**
     * Sends what is complete.
     *
     * @param ends whether what stands after the last line end is complete too
     * @return how many records
     */
    int send(boolean ends) throws IOException, UnreadableFile, InterruptedException {
        int sent = 0;
        long bytes = 0;
        Piece piece = reader.next(ends);
        while (piece != null) {
            lane.send(new FileRecord(file, piece, meters));
            sent++;
            bytes += piece.raw().length;
            piece = sent < TURN ? reader.next(ends) : null;
        }
        meters.received(sent, (double) bytes);
        records += sent;
        if (sent > 0 || ends) {
            lastRead = System.nanoTime();
        }
        return sent;
    }

    /** Goes back to the beginning of a file that is shorter than it was or begins otherwise. */
    void checkTruncation() throws IOException, UnreadableFile, InterruptedException {
        Content content = reader.content();
        Fingerprint before = file.fingerprint();
        if (content.size() < content.bytesRead() || !content.begins(before)) {
            lane.drain();
            meters.truncated();
            LOG.atError()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log(
                            "Route {}: {} was truncated and is read from its beginning; what was written to it between the"
                                    + " last look and then is lost. Let it be renamed instead (logrotate: create, not"
                                    + " copytruncate).",
                            route,
                            file.name());
            file.restart(content.fingerprint(), 0);
            reader.restart();
        } else if (before.isShort() && content.size() > before.bytes()) {
            file.fingerprint(content.fingerprint());
        }
    }

    /** Whether bytes are read that are no complete record yet. */
    boolean holds() {
        return reader.holds();
    }

    /** For how long nothing has come. */
    long silentNanos() {
        return System.nanoTime() - lastRead;
    }

    /** No pattern finds it any more. */
    void setGone(boolean gone) {
        this.gone = gone;
    }

    boolean isGone() {
        return gone;
    }

    /** Records that were sent. */
    long records() {
        return records;
    }

    /** Bytes that were sent, from the beginning of the file. */
    long offset() {
        return reader.offset();
    }

    /** Bytes of the file, at present. */
    long size() throws IOException {
        return reader.content().size();
    }

    String name() {
        return file.name();
    }

    Checkpoint checkpoint() {
        return file.checkpoint();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
