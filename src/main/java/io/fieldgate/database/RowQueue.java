package io.fieldgate.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The rows that wait for a table's writer; who adds to a full queue waits. Threads: many add, one takes. */
final class RowQueue {
    /** How often a waiting caller looks whether it was stopped. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int capacity;
    private final ArrayDeque<Row> rows = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private boolean closed;

    RowQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds a row, waiting for room. A writer's own thread never waits: it runs the rest of a route after its commit, and
     * would wait for itself when that rest writes to the same table again.
     *
     * @param goOn asked while waiting
     * @return false when the queue was closed or the caller may not go on; then the row was not added
     */
    boolean put(Row row, BooleanSupplier goOn) throws InterruptedException {
        boolean patient = !(Thread.currentThread() instanceof TableWriter.WriterThread);
        lock.lockInterruptibly();
        try {
            while (!closed && patient && rows.size() >= capacity) {
                if (!goOn.getAsBoolean()) {
                    return false;
                }
                long unused = room.awaitNanos(LOOK_NANOS);
            }
            if (closed) {
                return false;
            }
            rows.addLast(row);
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for rows and removes up to {@code most}; empty only when the queue is closed and drained. */
    List<Row> take(int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (rows.isEmpty() && !closed) {
                work.await();
            }
            return remove(most);
        } finally {
            lock.unlock();
        }
    }

    /** Removes what is there, without waiting. */
    List<Row> drain() {
        lock.lock();
        try {
            return remove(rows.size());
        } finally {
            lock.unlock();
        }
    }

    private List<Row> remove(int most) {
        List<Row> taken = new ArrayList<>(Math.min(most, rows.size()));
        while (taken.size() < most && !rows.isEmpty()) {
            taken.add(rows.removeFirst());
        }
        room.signalAll();
        return taken;
    }

    /** Refuses what comes from now on; what is queued can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return rows.size();
        } finally {
            lock.unlock();
        }
    }
}
