package io.fieldgate.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What comes from a neighbour that cannot be made to wait, and waits here for the route: when it is full, what comes is dropped and
 * counted. One thread puts in, one takes out.
 */
public final class Overflow<T> {
    private final ArrayBlockingQueue<T> waiting;
    private final AtomicLong dropped = new AtomicLong();
    private final long mostBytes;
    private final ToLongFunction<T> size;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean closed;

    /**
     * @param most that wait
     * @param mostBytes of them together; one may wait whatever its size
     * @param size of a message in bytes
     */
    public Overflow(int most, long mostBytes, ToLongFunction<T> size) {
        this.waiting = new ArrayBlockingQueue<>(most);
        this.mostBytes = mostBytes;
        this.size = size;
    }

    /** Never waits. */
    public void put(T message) {
        long more = size.applyAsLong(message);
        long all = bytes.addAndGet(more);
        // More than it alone: another waits.
        if (closed || (all > mostBytes && all > more) || !waiting.offer(message)) {
            bytes.addAndGet(-more);
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
            bytes.addAndGet(-taken.stream().mapToLong(size).sum());
        }
        return taken;
    }

    /** Nobody takes any more: what waits is dropped, and so is what still comes. */
    public void close() {
        closed = true;
        dropped.addAndGet(waiting.drainTo(new ArrayList<>()));
    }

    /** Since this was asked last. */
    public long dropped() {
        return dropped.getAndSet(0);
    }
}
