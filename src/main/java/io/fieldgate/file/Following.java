package io.fieldgate.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the following of growing files is behind, and its speed over the last ten to twenty seconds. */
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();
    /** Less is what comes between two looks, and no news. */
    private static final long BEHIND_BYTES = 1024 * 1024;

    private final String route;
    /** What was read at the beginning of this period and of the one before. */
    private Mark current = new Mark(System.nanoTime(), 0, 0);

    private Mark before = current;
    /** Of files that are followed no more. */
    private long left;

    private long leftBytes;
    private volatile Progress progress = Progress.NONE;

    private record Mark(long at, long records, long bytes) {}

    Following(String route) {
        this.route = route;
    }

    /** A file is followed no more; what was read of it still counts. */
    void leave(FollowedFile file) {
        left += file.records();
        leftBytes += file.offset();
    }

    /** Looks how long the files are by now. */
    void look(Collection<FollowedFile> files) throws IOException {
        long records = left;
        long bytes = leftBytes;
        long size = leftBytes;
        String name = "";
        for (FollowedFile file : files) {
            records += file.records();
            bytes += file.offset();
            size += Math.max(file.size(), file.offset());
            name = file.name();
        }
        long now = System.nanoTime();
        progress = new Progress(
                files.size() > 1 ? files.size() + " files" : name,
                bytes,
                size,
                records - before.records,
                0,
                before.bytes,
                Duration.ofNanos(now - before.at),
                true);
        if (now - current.at > PERIOD_NANOS) {
            if (size - bytes > BEHIND_BYTES) {
                LOG.info("Route {}: {}: {}", route, progress.file(), progress.text());
            }
            before = current;
            current = new Mark(now, records, bytes);
        }
    }

    /** Any thread. */
    Progress progress() {
        return progress;
    }
}
