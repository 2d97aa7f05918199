package io.fieldgate.observe.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One who looks. Of ticks only the newest waits for one who is slow, of events the newest few hundred, so nobody holds up
 * anything. One thread takes, any puts.
 */
public final class LiveListener implements AutoCloseable {
    private static final int MOST_EVENTS = 256;

    private final boolean ticks;
    private final boolean events;
    private final Consumer<LiveListener> whenClosed;
    private final Deque<LiveEvent> waiting = new ArrayDeque<>();
    private @Nullable Tick newest;
    private boolean closed;

    LiveListener(boolean ticks, boolean events, Consumer<LiveListener> whenClosed) {
        this.ticks = ticks;
        this.events = events;
        this.whenClosed = whenClosed;
    }

    synchronized void put(Tick tick) {
        if (ticks) {
            newest = tick;
            notifyAll();
        }
    }

    synchronized void put(List<LiveEvent> more) {
        if (events && !more.isEmpty()) {
            waiting.addAll(more);
            while (waiting.size() > MOST_EVENTS) {
                waiting.removeFirst();
            }
            notifyAll();
        }
    }

    /**
     * The next: events in their order, before a tick.
     *
     * @return null when there is none for so long, or it is closed
     */
    public synchronized @Nullable LiveItem next(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (waiting.isEmpty() && newest == null && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
        if (!waiting.isEmpty()) {
            return waiting.removeFirst();
        }
        Tick tick = newest;
        newest = null;
        return tick;
    }

    /** Whether nothing more comes. */
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        whenClosed.accept(this);
    }
}
