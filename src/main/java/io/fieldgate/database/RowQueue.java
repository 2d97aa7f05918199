package io.fieldgate.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The rows that wait for a table's writer, bounded in number and in bytes. Threads: many add, one takes. */
final class RowQueue {
    /** How often a waiting caller looks whether it was stopped. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int mostRows;
    private final long mostBytes;
    private final ArrayDeque<Row> rows = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private long bytes;
    private boolean closed;

    RowQueue(int mostRows, long mostBytes) {
        this.mostRows = mostRows;
        this.mostBytes = mostBytes;
    }

    /**
     * Adds all rows of a message or none, waiting for room. One message may go beyond the bounds, or a large one would
     * wait for ever. A writer's own thread never waits: it runs the rest of a route after its commit, and
     * would wait for itself when that rest writes to the same table again.
     *
     * @param goOn asked while waiting
     * @return false when the queue was closed or the caller may not go on; then no row was added
     */
    boolean put(List<Row> message, BooleanSupplier goOn) throws InterruptedException {
        boolean patient = !(Thread.currentThread() instanceof TableWriter.WriterThread);
        lock.lockInterruptibly();
        try {
            while (!closed && patient && (rows.size() >= mostRows || bytes >= mostBytes)) {
                if (!goOn.getAsBoolean()) {
                    return false;
                }
                long unused = room.awaitNanos(LOOK_NANOS);
            }
            if (closed) {
                return false;
            }
            for (Row row : message) {
                rows.addLast(row);
                bytes += row.bytes();
            }
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for rows and removes up to so many; empty only when the queue is closed and drained.
     *
     * @param bytesInAll where it ends, but not before the first row
     */
    List<Row> take(int most, long bytesInAll) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (rows.isEmpty() && !closed) {
                work.await();
            }
            return remove(most, bytesInAll);
        } finally {
            lock.unlock();
        }
    }

    /** Removes what is there, without waiting. */
    List<Row> drain() {
        lock.lock();
        try {
            return remove(rows.size(), Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    private List<Row> remove(int most, long bytesInAll) {
        List<Row> taken = new ArrayList<>(Math.min(most, rows.size()));
        long size = 0;
        while (taken.size() < most && size < bytesInAll && !rows.isEmpty()) {
            Row row = rows.removeFirst();
            size += row.bytes();
            taken.add(row);
        }
        bytes -= size;
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

    boolean isOpen() {
        lock.lock();
        try {
            return !closed;
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
