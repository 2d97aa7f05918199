package io.fieldgate.file;

import io.fieldgate.lane.Lane;
import io.fieldgate.message.CheckpointFile;
import io.fieldgate.message.Failure;
import io.fieldgate.message.LogFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads the files of a route, and also runs the route up to its first asynchronous step. It owns the files,
 * the {@link Lane} and the {@link Checkpoints}.
 */
final class IntakeThread {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeThread.class);
    private static final long STOP_MILLIS = 10_000;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final IntakeEndpoint endpoint;
    private final String route;
    private final IntakeMeters meters;
    private final Lane lane;
    private final Thread thread;
    private volatile @Nullable Reading reading;
    /** Why files cannot be read at the moment. */
    private volatile @Nullable Throwable trouble;

    private @Nullable Checkpoints checkpoints;
    private long nextSave = System.nanoTime();
    private long nextRefresh = System.nanoTime();

    /** What the thread needs of its consumer. */
    interface Lanes {
        Lane make(Runnable tidy);
    }

    IntakeThread(IntakeEndpoint endpoint, String route, IntakeMeters meters, Lanes lanes) {
        this.endpoint = endpoint;
        this.route = route;
        this.meters = meters;
        this.lane = lanes.make(this::tidy);
        this.thread = new Thread(this::run, "intake-lane-" + route);
    }

    void start() {
        thread.start();
    }

    /** Stops reading; what is inside the route counts only if it has ended by then. */
    void stop() throws InterruptedException {
        lane.close();
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }

    private void run() {
        try {
            Reading open = open();
            while (true) {
                boolean busy = round(open);
                lane.depart();
                lane.attend();
                tidy();
                if (!busy || !lane.isOpen()) {
                    rest();
                }
            }
        } catch (InterruptedException stopped) {
            // The thread ends; and an interrupted one could not save its checkpoints, channels would close at once.
            LOG.debug("Route {} stops", route);
        } catch (RuntimeException | Error unexpected) {
            LOG.atError()
                    .addKeyValue(LogFields.ROUTE, route)
                    .setCause(unexpected)
                    .log("Route {}: reading has ended unexpectedly. Nothing is lost. Restart the route.", route);
            trouble =
                    Failure.systemic("Reading has ended unexpectedly: " + unexpected, "Restart the route.", unexpected);
        } finally {
            var unused = Thread.interrupted();
            lane.release();
            close();
        }
    }

    private boolean round(Reading open) throws InterruptedException {
        try {
            boolean busy = open.round();
            trouble = null;
            return busy;
        } catch (ClosedByInterruptException stopped) {
            throw new InterruptedException();
        } catch (IOException | UncheckedIOException failed) {
            report(failed);
            return false;
        }
    }

    private void rest() throws InterruptedException {
        long poll = endpoint.getPoll().toNanos();
        long end = System.nanoTime() + poll;
        do {
            Lane.nap(Math.min(NAP_NANOS, poll));
            lane.attend();
            tidy();
        } while (System.nanoTime() < end || !lane.isOpen());
    }

    private Reading open() throws InterruptedException {
        while (true) {
            try {
                Checkpoints opened = Checkpoints.open(endpoint.properties().checkpoints(), route);
                Reading made;
                try {
                    made = read(opened);
                } catch (IOException | CheckpointFile.InUse | RuntimeException failed) {
                    opened.close();
                    throw failed;
                }
                checkpoints = opened;
                reading = made;
                trouble = null;
                return made;
            } catch (CheckpointFile.InUse inUse) {
                report(Failure.systemic(
                        String.valueOf(inUse.getMessage()),
                        "Stop it, or give each gateway its own fieldgate.intake.checkpoints and fieldgate.intake.instance.",
                        inUse));
            } catch (IOException | UncheckedIOException failed) {
                report(failed);
            }
            Lane.nap(AGAIN_NANOS);
        }
    }

    private Reading read(Checkpoints opened) throws IOException, CheckpointFile.InUse {
        Path only = endpoint.only();
        if (only != null) {
            return new SingleFile(only, new FileRun(endpoint, endpoint.folder(), lane, meters, route), opened.saved());
        }
        return endpoint.isTail()
                ? new TailedFiles(endpoint, route, lane, meters, opened.saved(), opened.exist())
                : DropFolder.open(endpoint, route, instance(), lane, meters, opened.saved());
    }

    private String instance() throws UnknownHostException {
        String named = endpoint.properties().instance();
        return named == null ? InetAddress.getLocalHost().getHostName() : named;
    }

    private void report(Throwable failure) {
        if (failure instanceof ClosedByInterruptException) {
            // The route stops; the thread's next wait says so.
            return;
        }
        if (trouble == null) {
            LOG.atWarn()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log("Route {}: files wait, nothing is lost: {}", route, failure.toString());
        }
        trouble = failure;
    }

    /** Saves how far everything is stored, and looks how far it is read, when it is time. */
    private void tidy() {
        Checkpoints open = checkpoints;
        Reading current = reading;
        if (open == null || current == null) {
            return;
        }
        long now = System.nanoTime();
        try {
            if (now - nextSave >= 0) {
                nextSave = now + endpoint.properties().checkpointInterval().toNanos();
                open.save(current.checkpoints());
            }
            if (now - nextRefresh >= 0) {
                nextRefresh = now + REFRESH_NANOS;
                current.refresh();
            }
        } catch (IOException failed) {
            report(failed);
        }
    }

    private void close() {
        try {
            if (checkpoints != null && reading != null) {
                checkpoints.save(reading.checkpoints());
            }
        } catch (IOException unsaved) {
            LOG.atWarn()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log(
                            "Route {}: how far its files are stored could not be kept. Nothing is lost; what was stored last is"
                                    + " stored again: {}",
                            route,
                            unsaved.toString());
        }
        try {
            if (checkpoints != null) {
                checkpoints.close();
                checkpoints = null;
            }
            if (reading != null) {
                reading.close();
                reading = null;
            }
        } catch (IOException unclosed) {
            LOG.atWarn()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log("Route {}: a file could not be closed, nothing is lost: {}", route, unclosed.toString());
        }
    }

    Lane lane() {
        return lane;
    }

    /** What is being read, once its folder is open. Any thread. */
    @Nullable
    Reading reading() {
        return reading;
    }

    /** Any thread. */
    Progress progress() {
        Reading current = reading;
        return current == null ? Progress.NONE : current.progress();
    }

    /** Files that wait. Any thread. */
    int waiting() {
        Reading current = reading;
        return current == null ? 0 : current.waiting();
    }

    /** What files or records wait for; null while all goes well. Any thread. */
    @Nullable
    Throwable trouble() {
        Throwable own = trouble;
        return own == null ? lane.trouble() : own;
    }
}
