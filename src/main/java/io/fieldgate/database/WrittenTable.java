package io.fieldgate.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A table that routes write to, by one set of writers after the other: its definition may change. The next ones begin when
 * those before have ended, so the messages of a key keep their order. Threads: any number.
 */
final class WrittenTable {
    private static final long LOOK_MILLIS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition exchanged = lock.newCondition();
    private volatile Work work;

    /** Writers, and what else is done for the table as it is defined. */
    record Work(TableWriters writers, Runnable end) {}

    WrittenTable(String name, Work work, MeterRegistry meters) {
        this.work = work;
        Gauge.builder("fieldgate.database.queued", this, table -> table.work.writers.queued())
                .tag("table", name)
                .description("Rows that wait for the table's writers")
                .register(meters);
    }

    TableWriters writers() {
        return work.writers;
    }

    /** Lets the writers end, then others begin. */
    void exchange(Supplier<Work> next) throws InterruptedException {
        close();
        Work begun = next.get();
        lock.lock();
        try {
            work = begun;
            exchanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until others have taken the place of writers that take no more.
     *
     * @param goOn asked while waiting
     * @return false when the caller may not go on
     */
    boolean awaitOthersThan(TableWriters closed, BooleanSupplier goOn) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (work.writers == closed) {
                if (!goOn.getAsBoolean()) {
                    return false;
                }
                var unused = exchanged.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link TableWriters#close}. */
    void close() throws InterruptedException {
        work.writers.close();
        work.end.run();
    }
}
