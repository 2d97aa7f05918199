package io.fieldgate.topic;

import io.fieldgate.message.Batch;
import io.fieldgate.message.FailureKind;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Counts what became of the entries of a {@link Batch} until the last is told. Safe for use by many threads. */
final class BatchResult {
    private final Batch batch;
    private final Exchange exchange;
    private final IntConsumer done;
    private final AtomicInteger open;
    private final AtomicInteger failed = new AtomicInteger();
    private volatile @Nullable Throwable first;
    private volatile @Nullable Throwable obstacle;

    /** @param done called once, after the last: with how many were stored */
    BatchResult(Batch batch, Exchange exchange, IntConsumer done) {
        this.batch = batch;
        this.exchange = exchange;
        this.done = done;
        this.open = new AtomicInteger(batch.size());
    }

    /** What the entries wait for; null while each has its own fate. */
    @Nullable
    Throwable obstacle() {
        return obstacle;
    }

    void stored(Batch.Entry entry) {
        entry.stored();
        countDown();
    }

    void failed(Batch.Entry entry, Throwable cause) {
        if (FailureKind.of(cause) != FailureKind.RECORD) {
            obstacle = cause;
        }
        if (first == null) {
            first = cause;
        }
        failed.incrementAndGet();
        batch.failed(entry, cause);
        countDown();
    }

    private void countDown() {
        if (open.decrementAndGet() == 0) {
            if (first != null) {
                exchange.setException(first);
            }
            done.accept(batch.size() - failed.get());
        }
    }
}
