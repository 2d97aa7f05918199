package io.fieldgate.file;

import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of a route on one thread, which also runs the route up to its first asynchronous step. That thread owns
 * the files, the {@link Lane} and the {@link Checkpoints}; whoever completes an exchange only marks it.
 */
final class IntakeConsumer extends DefaultConsumer implements Suspendable, ShutdownAware, Lane.Route {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeConsumer.class);
    private static final long STOP_MILLIS = 10_000;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final IntakeEndpoint endpoint;
    private @Nullable Thread thread;
    private @Nullable Lane lane;
    private @Nullable IntakeMeters meters;
    private volatile @Nullable Reading reading;
    /** Why files cannot be read at the moment. */
    private volatile @Nullable Throwable trouble;

    private @Nullable Checkpoints checkpoints;
    private long nextSave = System.nanoTime();

    IntakeConsumer(IntakeEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String route = Objects.requireNonNull(getRouteId(), "an intake: consumer belongs to a route");
        DeadLetterQueue deadLetters =
                CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), DeadLetterQueue.class);
        MeterRegistry registry = endpoint.getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        IntakeMeters counts = new IntakeMeters(registry == null ? new SimpleMeterRegistry() : registry, route);
        Lane newLane = new Lane(
                this, deadLetters, counts, endpoint.getMaxInFlight(), endpoint.getMaxInFlightBytes(), this::tidy);
        meters = counts;
        lane = newLane;
        counts.progress(
                () -> reading == null ? 0 : reading.waiting(),
                () -> progress().size() - progress().bytes(),
                () -> progress().left().toSeconds());
        setHealthCheck(
                new IntakeHealthCheck(route, endpoint.getPath(), this::progress, this::trouble, newLane::oldest));
        Thread started = new Thread(() -> run(newLane, counts, route), "intake-lane-" + route);
        thread = started;
        started.start();
    }

    private void run(Lane running, IntakeMeters counts, String route) {
        try {
            Reading open = open(running, counts, route);
            while (true) {
                boolean busy = false;
                try {
                    busy = open.round();
                    trouble = null;
                } catch (ClosedByInterruptException stopped) {
                    throw new InterruptedException();
                } catch (IOException | UncheckedIOException failed) {
                    report(failed);
                }
                running.release();
                tidy();
                if (!busy || !running.isOpen()) {
                    rest(running);
                }
            }
        } catch (InterruptedException stopped) {
            // The thread ends; and an interrupted one could not save its checkpoints, channels would close at once.
            LOG.debug("Route {} stops", route);
        } catch (RuntimeException | Error unexpected) {
            LOG.error("Route {}: reading has ended unexpectedly", route, unexpected);
            trouble =
                    Failure.systemic("Reading has ended unexpectedly: " + unexpected, "Restart the route.", unexpected);
        } finally {
            var unused = Thread.interrupted();
            running.release();
            close(route);
        }
    }

    private void rest(Lane running) throws InterruptedException {
        long end = System.nanoTime() + endpoint.getPoll().toNanos();
        do {
            Lane.nap(Math.min(
                    TimeUnit.MILLISECONDS.toNanos(20), endpoint.getPoll().toNanos()));
            running.release();
            tidy();
        } while (System.nanoTime() < end || !running.isOpen());
    }

    private Reading open(Lane running, IntakeMeters counts, String route) throws InterruptedException {
        while (true) {
            try {
                Checkpoints opened = Checkpoints.open(endpoint.properties().checkpoints(), route);
                Reading made;
                try {
                    made = read(running, counts, route, opened);
                } catch (IOException | Checkpoints.InUse | RuntimeException failed) {
                    opened.close();
                    throw failed;
                }
                checkpoints = opened;
                reading = made;
                trouble = null;
                return made;
            } catch (Checkpoints.InUse inUse) {
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

    private Reading read(Lane running, IntakeMeters counts, String route, Checkpoints opened)
            throws IOException, Checkpoints.InUse {
        Path only = endpoint.only();
        if (only != null) {
            return new SingleFile(
                    only, new FileRun(endpoint, endpoint.folder(), running, counts, route), opened.saved());
        }
        return endpoint.isTail()
                ? new TailedFiles(endpoint, route, running, counts, opened.saved(), opened.exist())
                : DropFolder.open(endpoint, route, instance(), running, counts, opened.saved());
    }

    /** What is being read, once its folder is open. */
    @Nullable
    Reading reading() {
        return reading;
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
            LOG.warn("Route {}: files wait: {}", getRouteId(), failure.toString());
        }
        trouble = failure;
    }

    /** Saves how far everything is stored when it is time. */
    private void tidy() {
        Checkpoints open = checkpoints;
        if (open != null && System.nanoTime() - nextSave >= 0) {
            save(open);
            nextSave = System.nanoTime()
                    + endpoint.properties().checkpointInterval().toNanos();
        }
    }

    private void save(Checkpoints open) {
        Reading current = reading;
        if (current == null) {
            return;
        }
        try {
            open.save(current.checkpoints());
        } catch (IOException unsaved) {
            report(unsaved);
        }
    }

    private void close(String route) {
        try {
            if (checkpoints != null) {
                save(checkpoints);
                checkpoints.close();
                checkpoints = null;
            }
            if (reading != null) {
                reading.close();
                reading = null;
            }
        } catch (IOException unclosed) {
            LOG.warn("Route {}: {}", route, unclosed.toString());
        }
    }

    private Progress progress() {
        Reading current = reading;
        return current == null ? Progress.NONE : current.progress();
    }

    /** What files or records wait for; null while all goes well. */
    @Nullable
    Throwable trouble() {
        Throwable own = trouble;
        return own != null || lane == null ? own : lane.trouble();
    }

    @Override
    public String id() {
        return getRouteId();
    }

    @Override
    public Exchange newExchange() {
        return createExchange(true);
    }

    @Override
    public AsyncProcessor processor() {
        return getAsyncProcessor();
    }

    @Override
    protected void doSuspend() {
        closeLane();
    }

    @Override
    protected void doResume() {
        if (lane != null) {
            lane.reopen();
        }
    }

    @Override
    protected void doStop() throws Exception {
        closeLane();
        if (thread != null) {
            thread.interrupt();
            thread.join(STOP_MILLIS);
            thread = null;
        }
        if (meters != null) {
            meters.close();
        }
        super.doStop();
    }

    private void closeLane() {
        if (lane != null) {
            lane.close();
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        // False: suspend this consumer first and let what is inside the route finish, so that it counts as stored.
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return lane == null ? 0 : lane.inside();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        closeLane();
    }
}
