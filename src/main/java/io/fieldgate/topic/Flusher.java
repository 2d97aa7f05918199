package io.fieldgate.topic;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes a producer for those who must not wait for it. Kafka's client waits until all is stored, and meanwhile sends the
 * records of every route at once instead of many together; so a flush that Kafka does not end soon is given up, and the next
 * begins later. Any thread.
 */
final class Flusher {
    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

    private final Supplier<? extends @Nullable Producer<?, ?>> producer;
    private final Executor executor;
    private final long longest;
    private final long rest;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long begun;
    private volatile @Nullable Thread waiting;
    /** Not before this, once a flush was given up. */
    private volatile @Nullable Long again;

    /**
     * Makes one.
     *
     * @param producer the one in use at the moment
     * @param executor for one task at a time, which may wait; one that it refuses is not missed
     * @param longest after which a flush is given up
     * @param rest from then until the next
     */
    Flusher(Supplier<? extends @Nullable Producer<?, ?>> producer, Executor executor, Duration longest, Duration rest) {
        this.producer = producer;
        this.executor = executor;
        this.longest = longest.toNanos();
        this.rest = rest.toNanos();
    }

    /** Returns at once. */
    void flush() {
        long now = System.nanoTime();
        if (busy.compareAndSet(false, true)) {
            begun = now;
            if (isResting(now) || !isTaken()) {
                busy.set(false);
            }
        } else if (now - begun > longest) {
            giveUp();
        }
    }

    private boolean isResting(long now) {
        Long until = again;
        return until != null && now - until < 0;
    }

    private boolean isTaken() {
        try {
            executor.execute(this::flushNow);
            return true;
        } catch (RuntimeException | OutOfMemoryError refused) {
            // The gateway stops, or there is no thread; what was sent goes a moment later by itself.
            return false;
        }
    }

    private synchronized void giveUp() {
        Thread flushing = waiting;
        if (flushing != null) {
            again = System.nanoTime() + rest;
            flushing.interrupt();
            waiting = null;
        }
    }

    private void flushNow() {
        waiting = Thread.currentThread();
        try {
            Producer<?, ?> current = producer.get();
            if (current != null) {
                current.flush();
            }
        } catch (KafkaException | IllegalStateException ended) {
            LOG.debug("A flush that was given up, or that the end of its producer has ended", ended);
        } finally {
            end();
        }
    }

    private synchronized void end() {
        waiting = null;
        // Of this flush, should it have come too late.
        boolean unused = Thread.interrupted();
        busy.set(false);
    }
}
