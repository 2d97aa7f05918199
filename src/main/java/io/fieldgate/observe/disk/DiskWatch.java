package io.fieldgate.observe.disk;

import io.fieldgate.message.Failure;
import io.fieldgate.message.InputGate;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the gate before the disk is full: a full disk ends the embedded broker, and the gateway with it, at a moment that
 * nobody chooses. What is closed waits where it is, with its device, its broker or in its file, and comes when there is room
 * again. Sinks go on.
 */
public final class DiskWatch implements InputGate, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);
    /** Opens with a tenth more than what closed it, or it would flutter. */
    private static final double OPENS_AT = 1.1;

    private static final double MEGABYTE = 1_000_000;

    private final DiskProperties properties;
    private final DiskLook look;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fieldgate-disk");
        thread.setDaemon(true);
        return thread;
    });
    private volatile DiskSpace space = new DiskSpace(0, 0);
    private volatile @Nullable Closed closed;

    /** Why the gate is closed, and since when. */
    record Closed(Failure failure, Instant since) {}

    DiskWatch(DiskProperties properties, DiskLook look) {
        this.properties = properties;
        this.look = look;
    }

    void start() {
        check();
        long nanos = properties.interval().toNanos();
        var unused = timer.scheduleWithFixedDelay(this::check, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Looks once. */
    void check() {
        DiskSpace now;
        try {
            now = look.now();
        } catch (IOException | RuntimeException unknown) {
            log.debug("How full the disk is cannot be found out", unknown);
            return;
        }
        space = now;
        long least = properties.least(now.total());
        Closed before = closed;
        if (now.free() < least) {
            Failure failure = failure(now, least);
            closed = new Closed(failure, before == null ? Instant.now() : before.since());
            if (before == null) {
                log.error("{} {}", failure.getMessage(), failure.cure());
            }
        } else if (before != null && now.free() >= least * OPENS_AT) {
            closed = null;
            log.info("The disk of {} has room again, input is taken.", properties.folder());
        }
    }

    private Failure failure(DiskSpace now, long least) {
        return Failure.systemic(
                "DISK_FULL",
                String.format(
                        Locale.ROOT,
                        "The disk of %s has %,.0f MB free, less than %,.0f MB: no input is taken, messages wait where they"
                                + " are.",
                        properties.folder().toAbsolutePath(),
                        now.free() / MEGABYTE,
                        least / MEGABYTE),
                "Make room on it, shorten retention in config/topics.yaml, or lower fieldgate.disk.min-free and"
                        + " min-free-percent. The gateway goes on by itself.",
                null);
    }

    @Override
    public @Nullable Failure closed() {
        Closed now = closed;
        return now == null ? null : now.failure();
    }

    /** Null while the gate is open. */
    @Nullable
    Closed current() {
        return closed;
    }

    /** As it was when it was looked at last. */
    public DiskSpace space() {
        return space;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
