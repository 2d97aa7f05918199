package io.fieldgate.file;

import io.fieldgate.lane.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads whole files, one after the other, each from where it was left. Used by one thread, except {@link #progress()}. */
final class FileRun {
    private static final Logger LOG = LoggerFactory.getLogger(FileRun.class);
    private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int LOOK = 512;

    private final IntakeEndpoint endpoint;
    private final Folder folder;
    private final Lane lane;
    private final IntakeMeters meters;
    private final String route;
    private @Nullable ReadFile current;
    private volatile Progress progress = Progress.NONE;

    FileRun(IntakeEndpoint endpoint, Folder folder, Lane lane, IntakeMeters meters, String route) {
        this.endpoint = endpoint;
        this.folder = folder;
        this.lane = lane;
        this.meters = meters;
        this.route = route;
    }

    /**
     * Reads a file to its end and returns when all of it is stored or dead-lettered.
     *
     * @param left checkpoints of a process that has ended
     */
    void read(Folder.Found file, List<Checkpoint> left) throws IOException, UnreadableFile, InterruptedException {
        // After a failure some may still be on their way, and where to go on depends on them.
        lane.drain();
        ReadFile reading = begin(file, left);
        current = reading;
        long size = file.attributes().size();
        if (size > endpoint.maxFileBytes()) {
            throw new UnreadableFile(
                    "LIMIT_SIZE",
                    "The file has " + size + " bytes, at most " + endpoint.maxFileBytes()
                            + " are allowed (fieldgate.intake.max-file-size).");
        }
        try (RecordReader reader = reading.open(file.path(), endpoint.format(file.name()))) {
            send(reading, reader);
        } catch (UnreadableFile unreadable) {
            // What came before it counts.
            lane.drain();
            throw unreadable;
        }
        Progress last = progress;
        LOG.info(
                "Route {}: {} is done: {} records in {} s, {} bad.",
                route,
                reading.name(),
                last.records(),
                last.took().toMillis() / 1000.0,
                reading.bad());
    }

    private ReadFile begin(Folder.Found file, List<Checkpoint> left) throws IOException {
        String key = file.key();
        ReadFile before = current;
        Checkpoint from = before != null ? before.checkpoint() : Checkpoint.of(left, key);
        if (from != null && (!from.key().equals(key) || !from.fingerprint().matches(file.path()))) {
            from = null;
        }
        String name = folder.nameOf(file.below());
        if (from != null) {
            LOG.info("Route {}: {} goes on at line {}.", route, name, from.line());
        }
        return new ReadFile(
                name,
                key,
                Fingerprint.of(file.path()),
                from,
                endpoint.pattern().captures(),
                endpoint.pattern().match(file.below()));
    }

    private void send(ReadFile file, RecordReader reader) throws IOException, UnreadableFile, InterruptedException {
        long begun = System.nanoTime();
        long reported = begun;
        long first = reader.content().bytesRead();
        long records = 0;
        long bytes = 0;
        int unreported = 0;
        show(file, reader, 0, first, begun);
        for (Piece piece = reader.next(true); piece != null; piece = reader.next(true)) {
            lane.send(new FileRecord(file, piece, meters));
            records++;
            bytes += piece.raw().length;
            if (++unreported == LOOK) {
                meters.received(unreported, (double) bytes);
                unreported = 0;
                bytes = 0;
                show(file, reader, records, first, begun);
                if (System.nanoTime() - reported > REPORT_NANOS) {
                    reported = System.nanoTime();
                    LOG.info("Route {}: {}: {}", route, file.name(), progress.text());
                }
            }
        }
        meters.received(unreported, (double) bytes);
        lane.drain();
        show(file, reader, records, first, begun);
    }

    private void show(ReadFile file, RecordReader reader, long records, long first, long begun) throws IOException {
        progress = new Progress(
                file.name(),
                reader.content().bytesRead(),
                reader.content().size(),
                records,
                file.bad(),
                first,
                Duration.ofNanos(System.nanoTime() - begun),
                false);
    }

    /** The file has left; the next one may be anything. */
    void forget() {
        current = null;
        progress = Progress.NONE;
    }

    Progress progress() {
        return progress;
    }

    List<Checkpoint> checkpoints() {
        ReadFile reading = current;
        return reading == null ? List.of() : List.of(reading.checkpoint());
    }

    void close() {
        current = null;
    }
}
