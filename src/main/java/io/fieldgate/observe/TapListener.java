package io.fieldgate.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One who looks at a route. Whoever runs the route only puts down what there is to see, and what finds no room is dropped and
 * counted: a listener that is slow, or gone, holds up nobody. Making texts of it is the listener's own work.
 */
public final class TapListener implements AutoCloseable {
    /** How long everything is shown, since it costs something; failures are for as long as somebody looks. */
    public static final Duration EVERYTHING = Duration.ofMinutes(15);

    private static final int ROOM = 1_000;
    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** As it was seen. */
    record Seen(
            long at,
            String step,
            boolean entering,
            String message,
            @Nullable String device,
            Map<String, Object> headers,
            @Nullable Object body,
            @Nullable String failure) {}

    private final TapWish wish;
    private final Masks masks;
    private final LongSupplier clock;
    private final Runnable whenClosed;
    private final long begun;
    private final ArrayBlockingQueue<Seen> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;
    /** Under this object's lock. */
    private long second;

    private int shown;

    /** @param clock in nanoseconds */
    TapListener(TapWish wish, Masks masks, LongSupplier clock, Runnable whenClosed) {
        this.wish = wish;
        this.masks = masks;
        this.clock = clock;
        this.whenClosed = whenClosed;
        this.begun = clock.getAsLong();
    }

    boolean looksAt(String route) {
        return wish.route().equals(route);
    }

    /** Whether there is room for it, and a wish. */
    boolean wants(String step, @Nullable String device, boolean failed) {
        if (wish.step() != null && !wish.step().equals(step)) {
            return false;
        }
        if (!wish.isOf(device)) {
            return false;
        }
        if (!failed && (wish.onlyFailed() || isOnlyForFailures() || !isWithinLimit())) {
            return false;
        }
        if (waiting.remainingCapacity() == 0) {
            dropped.incrementAndGet();
            return false;
        }
        return true;
    }

    private synchronized boolean isWithinLimit() {
        long now = clock.getAsLong();
        if (now - second >= SECOND) {
            second = now;
            shown = 0;
        }
        if (shown < wish.perSecond()) {
            shown++;
            return true;
        }
        dropped.incrementAndGet();
        return false;
    }

    void put(Seen seen) {
        if (!waiting.offer(seen)) {
            dropped.incrementAndGet();
        }
    }

    /** Whether the time is over in which everything is shown. */
    public boolean isOnlyForFailures() {
        return wish.onlyFailed() || clock.getAsLong() - begun > EVERYTHING.toNanos();
    }

    /**
     * The next, in the order in which they were seen.
     *
     * @return null when there is none for so long
     */
    public @Nullable TapEvent next(Duration patience) throws InterruptedException {
        Seen seen = poll(System.nanoTime() + patience.toNanos());
        return seen == null
                ? null
                : new TapEvent(
                        Instant.ofEpochMilli(seen.at),
                        seen.step,
                        seen.entering,
                        seen.message,
                        seen.device,
                        masks.headers(seen.headers),
                        masks.body(seen.body),
                        seen.failure == null ? null : masks.text(seen.failure));
    }

    /** Looks up now and then, whether it is closed. */
    private @Nullable Seen poll(long deadline) throws InterruptedException {
        while (true) {
            long left = Math.min(GLANCE, deadline - System.nanoTime());
            Seen seen = waiting.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
            if (seen != null || closed || left <= 0) {
                return seen;
            }
        }
    }

    /** How many were wanted and are not shown: beyond the limit, or too many at a time. */
    public long dropped() {
        return dropped.get();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        whenClosed.run();
    }
}
