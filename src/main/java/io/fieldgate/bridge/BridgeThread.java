package io.fieldgate.bridge;

import io.fieldgate.lane.Lane;
import io.fieldgate.message.Backoff;
import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import io.fieldgate.message.LogFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes messages from a neighbour, and also runs the route up to its first asynchronous step. It owns the
 * {@link Lane} and the {@link Inlet}, and makes a new one of these whenever a connection is lost.
 */
final class BridgeThread {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeThread.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** A connection that lived this long was sound; one that did not makes the next wait longer. */
    private static final long SOUND_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** How long to wait for messages while there is something to acknowledge, and while there is not. */
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(5);

    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final long CLOSED_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final BridgeEndpoint endpoint;
    private final String route;
    private final BridgeMeters meters;
    private final Lane lane;
    private final Thread thread;
    private final ReadSize size = new ReadSize();
    /** Released by the lane, and not acknowledged yet. */
    private final List<Arrival> released = new ArrayList<>();

    private volatile boolean running = true;
    private @Nullable Inlet inlet;
    private int failures;
    private volatile boolean connected;
    /** Why there is no connection, or was none until something has been asked of the new one. */
    private volatile @Nullable Throwable trouble;
    /** What the log says of the outage; null while there is none. */
    private @Nullable String told;
    /** Whether a connection was lost that had been opened, so that to open one proves nothing. */
    private boolean unsound;

    /** What the thread needs of its consumer. */
    interface Lanes {
        Lane make(Runnable tidy);
    }

    /** The connection did not take an acknowledgement. */
    private static final class Lost extends RuntimeException {
        Lost(Throwable cause) {
            super(cause);
        }
    }

    BridgeThread(BridgeEndpoint endpoint, String route, BridgeMeters meters, Lanes lanes) {
        this.endpoint = endpoint;
        this.route = route;
        this.meters = meters;
        this.lane = lanes.make(this::tidy);
        this.thread = new Thread(this::run, endpoint.transport() + "-lane-" + route);
    }

    void start() {
        thread.start();
    }

    /** Stops reading, and acknowledges what has ended by then. */
    void stop() {
        running = false;
        lane.close();
        thread.interrupt();
        awaitEnd();
    }

    /** Camel interrupts whoever stops a route when its time is over, which must not cut off the goodbye and what is counted then. */
    private void awaitEnd() {
        long end = System.nanoTime() + STOP_NANOS;
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
            } catch (InterruptedException late) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            // Not the interrupt alone: what a client throws when it is interrupted may not say so.
            while (running) {
                serve();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("Route {} stops", route);
        } finally {
            countLost();
        }
    }

    /** One connection from beginning to end. */
    private void serve() throws InterruptedException {
        long begun = System.nanoTime();
        Inlet opening = null;
        try {
            // Also what a connection is made of may be away, such as a certificate that is being renewed.
            opening = endpoint.newInlet(route);
            inlet = opening;
            opening.open();
            connected();
            while (running) {
                turn(opening);
                trouble = null;
                if (System.nanoTime() - begun > SOUND_NANOS) {
                    sound();
                }
            }
            goodbye();
        } catch (InterruptedException stopped) {
            // Clients end their waits and sends when they are interrupted, and the goodbye must not be cut off.
            var unused = Thread.interrupted();
            goodbye();
            throw stopped;
        } catch (Throwable failed) {
            // Errors too: a client's fault, such as a class that it lacks, must not end the thread without a word.
            lost(failed instanceof Lost ? Causes.of(failed).get(1) : failed);
        } finally {
            connected = false;
            inlet = null;
            Connections.end(opening);
            countDropped(opening);
        }
        if (opening != null && opening.bringsAgain()) {
            lane.forget();
            released.clear();
        }
        failures = System.nanoTime() - begun > SOUND_NANOS ? 1 : failures + 1;
        rest(BACKOFF.after(failures).toNanos());
    }

    private void turn(Inlet open) throws Exception {
        lane.attend();
        tidy();
        int room = lane.isOpen() ? lane.room() : 0;
        if (room == 0) {
            if (lane.isOpen()) {
                lane.awaitStored();
            } else {
                Lane.nap(CLOSED_NAP_NANOS);
            }
            return;
        }
        List<Arrival> came = open.bringsAgain() ? read(open, room) : readOnceOnly(open, room);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!came.isEmpty()) {
            meters.received(came.size());
            size.came(came);
        }
        for (Arrival arrival : came) {
            arrival.comes(endpoint.transport(), released);
            lane.send(arrival);
        }
        lane.depart();
    }

    private List<Arrival> read(Inlet open, int room) throws Exception {
        return open.read(size.of(room, lane.roomBytes()), lane.isEmpty() ? PATIENCE : SHORT_PATIENCE);
    }

    /** What comes is the lane's, whatever happens next. */
    private List<Arrival> readOnceOnly(Inlet open, int room) throws Exception {
        List<Arrival> came = List.of();
        if (!lane.takes()) {
            return came;
        }
        try {
            came = read(open, room);
        } finally {
            lane.took(came.size());
        }
        return came;
    }

    private void rest(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (running && System.nanoTime() < end) {
            Lane.nap(CLOSED_NAP_NANOS);
            lane.attend();
        }
    }

    /** Called by the lane too, while it waits. */
    private void tidy() {
        countDropped(inlet);
        acknowledge();
    }

    private void countDropped(@Nullable Inlet by) {
        if (by != null) {
            meters.dropped(by.dropped());
        }
    }

    /** Acknowledges what the lane has released. */
    private void acknowledge() {
        Inlet open = inlet;
        if (released.isEmpty() || open == null) {
            return;
        }
        try {
            open.acknowledge(List.copyOf(released));
            meters.acknowledged(released.size());
            released.clear();
            sound();
        } catch (Throwable failed) {
            if (failed instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new Lost(failed);
        }
    }

    private void goodbye() {
        try {
            lane.release();
            acknowledge();
        } catch (Lost unheard) {
            LOG.atWarn()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log(
                            "Route {}: what was stored last could not be acknowledged to {}. Nothing is lost; it is stored again:"
                                    + " {}",
                            route,
                            endpoint.address(),
                            unheard.getCause());
        }
    }

    /** Of what comes once only, that for which the route had no time any more. */
    private void countLost() {
        lane.release();
        int lost = lane.lost();
        if (lost > 0) {
            meters.dropped(lost);
            LOG.atError()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log(
                            "Route {}: messages from {} are lost, {} in all: they were taken, could not be stored before the"
                                    + " route had to stop, and do not come again",
                            route,
                            endpoint.address(),
                            lost);
        }
    }

    private void connected() {
        connected = true;
        if (!unsound) {
            wellAgain();
        }
    }

    /** The connection has done what it is for, or has lived for long. */
    private void sound() {
        if (unsound) {
            wellAgain();
        }
    }

    private void wellAgain() {
        unsound = false;
        told = null;
        trouble = null;
        LOG.info("Route {}: takes from {} at {}", route, endpoint.place(), endpoint.address());
    }

    /** Says so once per outage, not once per attempt. */
    private void lost(Throwable cause) {
        Failure failure = Failure.in(cause);
        Throwable now = failure == null ? Failure.temporary(cause.toString(), cause) : failure;
        trouble = now;
        if (connected) {
            meters.reconnect();
            unsound = true;
        }
        String message = String.valueOf(now.getMessage());
        if (message.equals(told)) {
            return;
        }
        told = message;
        String cure = failure == null ? null : failure.cure();
        if (failure == null && cause instanceof Error) {
            LOG.atError()
                    .addKeyValue(LogFields.ROUTE, route)
                    .setCause(cause)
                    .log(
                            "Route {}: the connection to {} ended by a fault of a program: {}. Going on trying, nothing is lost"
                                    + " here.",
                            route,
                            endpoint.address(),
                            message);
        } else if (cure != null) {
            LOG.atError()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log("Route {}: {} at {}. {}", route, message, endpoint.address(), cure);
        } else {
            LOG.atWarn()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log(
                            "Route {}: no connection to {}: {}. Going on trying, nothing is lost here.",
                            route,
                            endpoint.address(),
                            message);
        }
        LOG.debug("Route {}: no connection to {}", route, endpoint.address(), cause);
    }

    Lane lane() {
        return lane;
    }

    /** Any thread. */
    boolean isConnected() {
        return connected;
    }

    /** Why there is no connection, or what messages wait for; null while all goes well. Any thread. */
    @Nullable
    Throwable trouble() {
        Throwable own = trouble;
        return own == null ? lane.trouble() : own;
    }

    /** Messages received and not yet acknowledged. Any thread. */
    int unacknowledged() {
        return lane.inside();
    }

    /** Age of the oldest un-acknowledged message in seconds; 0 when there is none. Any thread. */
    double oldestSeconds() {
        long oldest = lane.oldest();
        return oldest == 0 ? 0 : (System.currentTimeMillis() - oldest) / 1000.0;
    }
}
