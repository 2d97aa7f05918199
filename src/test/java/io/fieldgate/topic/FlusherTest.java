package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlusherTest {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final AtomicBoolean hangs = new AtomicBoolean();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final MockProducer<byte[], byte[]> producer = new MockProducer<>() {
        @Override
        public synchronized void flush() {
            begun.incrementAndGet();
            try {
                while (hangs.get()) {
                    Thread.sleep(10);
                }
            } catch (InterruptedException givenUp) {
                throw new InterruptException(givenUp);
            } finally {
                ended.incrementAndGet();
            }
        }
    };

    private Flusher flusher(Duration rest) {
        return new Flusher(() -> producer, executor, Duration.ofMillis(20), rest);
    }

    @AfterEach
    void stop() {
        hangs.set(false);
        executor.shutdownNow();
    }

    @Test
    void aFlushThatKafkaEndsIsFollowedByTheNext() {
        Flusher flusher = flusher(Duration.ofHours(1));

        await().until(() -> {
            flusher.flush();
            return ended.get() >= 3;
        });
    }

    @Test
    void aFlushThatKafkaDoesNotEndKeepsNobodyWaitingAndIsGivenUpForAWhile() {
        Flusher flusher = flusher(Duration.ofHours(1));
        hangs.set(true);

        await().until(() -> {
            flusher.flush();
            return ended.get() == 1;
        });
        hangs.set(false);
        flusher.flush();
        flusher.flush();

        assertThat(begun).hasValue(1);
    }

    @Test
    void afterItsRestItFlushesAgain() {
        Flusher flusher = flusher(Duration.ZERO);
        hangs.set(true);
        await().until(() -> {
            flusher.flush();
            return ended.get() == 1;
        });

        hangs.set(false);

        await().until(() -> {
            flusher.flush();
            return ended.get() >= 2;
        });
    }

    @Test
    void oneThatFindsNoThreadIsNotMissed() {
        AtomicBoolean refuses = new AtomicBoolean(true);
        Flusher late = new Flusher(
                () -> producer,
                task -> {
                    if (refuses.get()) {
                        throw new RejectedExecutionException();
                    }
                    task.run();
                },
                Duration.ofHours(1),
                Duration.ZERO);

        late.flush();
        assertThat(begun).hasValue(0);
        refuses.set(false);
        late.flush();

        assertThat(ended).hasValue(1);
    }
}
