package io.fieldgate.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What comes from a neighbour that cannot be made to wait, and waits here for the route: when it is full, what comes is dropped and
 * counted. One thread puts in, one takes out.
 */
public final class Overflow<T> {
    private final ArrayBlockingQueue<T> waiting;
    private final AtomicLong dropped = new AtomicLong();

    /** @param most that wait */
    public Overflow(int most) {
        this.waiting = new ArrayBlockingQueue<>(most);
    }

    /** Never waits. */
    public void put(T message) {
        if (!waiting.offer(message)) {
            dropped.incrementAndGet();
        }
    }

    /**
     * In the order in which they came.
     *
     * @param most at least 1
     * @param patience the longest wait for the first
     */
    public List<T> take(int most, Duration patience) throws InterruptedException {
        List<T> taken = new ArrayList<>();
        T first = waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            taken.add(first);
            waiting.drainTo(taken, most - 1);
        }
        return taken;
    }

    /** Since this was asked last. */
    public long dropped() {
        return dropped.getAndSet(0);
    }
}
