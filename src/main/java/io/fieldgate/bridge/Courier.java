package io.fieldgate.bridge;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The thread that gives the messages of a sink to a neighbour: in the order of {@link #take}, as many together as wait. Those
 * that had not arrived when the connection was lost leave again on the next, before any other.
 *
 * <p>What waits here is bounded by the windows of the sources that it came from, so {@link #take} never waits.
 */
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    private static final long STOP_MILLIS = 10_000;
    private static final int MOST_TOGETHER = 500;
    /** With so many bytes together they leave, however few they are. */
    private static final long MANY_BYTES = 8L * 1024 * 1024;

    private final BridgeEndpoint endpoint;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    /** Under the lock. */
    private final ArrayDeque<Departure> waiting = new ArrayDeque<>();
    /**
     * Why nothing is taken; under the lock. What comes after messages that were refused must not arrive before them, so until
     * there is a connection again all are refused, and their sources begin anew with the first.
     */
    private @Nullable Failure closed;

    private volatile boolean running = true;
    /** Why there is no connection, or was none until something has been given by the new one. */
    private volatile @Nullable Throwable trouble;
    /** The connection at the moment. */
    private volatile @Nullable Outlet present;
    /** What the log says of the outage; null while there is none. */
    private @Nullable String told;
    /** Whether a connection was lost that had been opened, so that to open one proves nothing. */
    private boolean unsound;

    Courier(BridgeEndpoint endpoint) {
        this.endpoint = endpoint;
        this.thread = new Thread(this::run, endpoint.transport() + "-courier-" + endpoint.place());
    }

    void start() {
        thread.start();
    }

    /** Any thread; never waits. */
    void take(Departure departure) {
        Failure why;
        lock.lock();
        try {
            why = closed;
            if (why == null) {
                waiting.addLast(departure);
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
        if (why != null) {
            departure.refuse(why);
        }
    }

    /** What keeps messages from leaving; null when nothing does. Any thread. */
    @Nullable
    Throwable trouble() {
        Throwable lost = trouble;
        Outlet open = present;
        return lost == null && open != null ? open.held() : lost;
    }

    /** How many messages wait for others to leave. Any thread. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        int failures = 0;
        while (running) {
            Outlet outlet = null;
            boolean opened = false;
            try {
                // Also what a connection is made of may be away, such as a certificate that is being renewed.
                outlet = endpoint.newOutlet();
                outlet.open();
                opened = true;
                present = outlet;
                reopen();
                if (!unsound) {
                    wellAgain();
                }
                while (running) {
                    give(outlet);
                    failures = 0;
                    if (unsound) {
                        wellAgain();
                    }
                }
            } catch (InterruptedException stop) {
                // running tells whether it was meant.
            } catch (Throwable failed) {
                // Errors too: a client's fault, such as a class that it lacks, must not end the thread without a word.
                failures++;
                unsound |= opened;
                lost(failed);
            } finally {
                present = null;
                Connections.end(outlet);
            }
            rest(failures);
        }
        refuseAll(stopping());
    }

    private void wellAgain() {
        unsound = false;
        told = null;
        trouble = null;
        LOG.info("{} at {}: connected", endpoint.place(), endpoint.address());
    }

    private void reopen() {
        lock.lock();
        try {
            closed = null;
        } finally {
            lock.unlock();
        }
    }

    private void give(Outlet outlet) throws Exception {
        List<Departure> leaving = next();
        try {
            outlet.send(List.copyOf(leaving));
            leaving.forEach(Departure::arrived);
        } finally {
            comeBack(leaving);
        }
    }

    /** Waits for messages. */
    private List<Departure> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                arrived.await();
            }
            List<Departure> leaving = new ArrayList<>(Math.min(MOST_TOGETHER, waiting.size()));
            long bytes = 0;
            while (!waiting.isEmpty() && leaving.size() < MOST_TOGETHER && bytes < MANY_BYTES) {
                Departure next = waiting.removeFirst();
                bytes += next.body().length;
                leaving.add(next);
            }
            return leaving;
        } finally {
            lock.unlock();
        }
    }

    /** Those without a fate are the next again. */
    private void comeBack(List<Departure> left) {
        lock.lock();
        try {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (!left.get(i).isOver()) {
                    waiting.addFirst(left.get(i));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** What time helps is waited for here; what waits for a person, the sources of the messages report. */
    private void lost(Throwable cause) {
        Failure failure = Failure.in(cause);
        trouble = failure == null ? Failure.temporary(cause.toString(), cause) : failure;
        if (failure != null && failure.kind() == FailureKind.SYSTEMIC) {
            refuseAll(failure);
        }
        String reason = failure == null ? cause.toString() : String.valueOf(failure.getMessage());
        if (!reason.equals(told)) {
            told = reason;
            boolean fault = failure == null && cause instanceof Error;
            LOG.atLevel(fault ? Level.ERROR : Level.WARN)
                    .setCause(fault ? cause : null)
                    .log(
                            "{} at {}: {}. Messages wait, nothing is lost. {}",
                            endpoint.place(),
                            endpoint.address(),
                            reason,
                            failure == null || failure.cure() == null ? "" : failure.cure());
        }
        LOG.debug("{} at {}", endpoint.place(), endpoint.address(), cause);
    }

    private void refuseAll(Failure why) {
        List<Departure> all;
        lock.lock();
        try {
            closed = why;
            all = new ArrayList<>(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(departure -> departure.refuse(why));
    }

    private void rest(int failures) {
        if (!running || failures == 0) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(BACKOFF.after(failures).toMillis());
        } catch (InterruptedException stop) {
            // running tells whether it was meant.
        }
    }

    private static Failure stopping() {
        return Failure.temporary("The route stops before its message was taken.", null);
    }

    /** Ends the connection; what has not arrived fails for the time being, so that its source keeps it. */
    void stop() throws InterruptedException {
        running = false;
        thread.interrupt();
        thread.join(STOP_MILLIS);
    }
}
