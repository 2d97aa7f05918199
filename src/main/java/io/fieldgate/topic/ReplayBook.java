package io.fieldgate.topic;

import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import io.fieldgate.topic.TopicSpec.CleanupPolicy;
import io.fieldgate.topic.TopicSpec.Format;
import io.fieldgate.topic.TopicSpec.Ordering;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The compacted topic in which replays stand, the last word of each. All gateways read and write it; each writes only the
 * replays that it does, and for others that they shall stop. Any thread.
 */
final class ReplayBook {
    static final String TOPIC = "fieldgate.replays";
    private static final String STOP = "/stop";
    private static final long GLANCE_MS = 200;
    /** It is read from its beginning, so what was overwritten is to go soon. */
    private static final DataSize SEGMENT = DataSize.ofMegabytes(8);

    private static final Map<String, String> COMPACTION =
            Map.of("segment.ms", "3600000", "min.cleanable.dirty.ratio", "0.1");

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final TopicComponent component;
    private final AtomicLong written = new AtomicLong();
    private final SharedAnswers<Long, Page> pages = new SharedAnswers<>(FRESH, 1);

    ReplayBook(TopicComponent component) {
        this.component = component;
    }

    /**
     * What it says at the moment.
     *
     * @param jobs by id, those that were written first come first
     * @param stops who has asked a replay to stop, by its id
     */
    record Page(Map<String, ReplayJob> jobs, Map<String, String> stops) {}

    /** @throws Failure of kind TRANSIENT when it cannot be read */
    static Page read(LetterReader reader) {
        Map<String, byte[]> last = new LinkedHashMap<>();
        reader.read(reader.ranges(TOPIC::equals), record -> {
            if (record.key() != null) {
                last.put(new String(record.key(), StandardCharsets.UTF_8), record.value());
            }
        });
        Map<String, ReplayJob> jobs = new LinkedHashMap<>();
        Map<String, String> stops = new HashMap<>();
        last.forEach((key, value) -> {
            if (value == null) {
                return;
            }
            if (key.endsWith(STOP)) {
                stops.put(key.substring(0, key.length() - STOP.length()), new String(value, StandardCharsets.UTF_8));
                return;
            }
            ReplayJob job = ReplayCodec.job(key, value);
            if (job != null) {
                jobs.put(key, job);
            }
        });
        return new Page(jobs, stops);
    }

    /**
     * What it says, or has said two seconds ago, for all who only look. What was written here is in it.
     *
     * @throws Failure of kind TRANSIENT when it cannot be read
     */
    Page lately() {
        return pages.of(written.get(), any -> LetterReader.answer(component.clients(), PATIENCE, ReplayBook::read));
    }

    /**
     * Returns when it is stored.
     *
     * @param running asked at least once a second whether to go on waiting for Kafka
     * @throws Failure when it is not, or not yet; then it may be stored later, but before what is written after it
     */
    void write(ReplayJob job, BooleanSupplier running) throws InterruptedException {
        write(job.id(), ReplayCodec.bytes(job), running);
    }

    /** @param by who asks; null takes the request back */
    void requestStop(String id, @Nullable String by, BooleanSupplier running) throws InterruptedException {
        write(id + STOP, by == null ? null : by.getBytes(StandardCharsets.UTF_8), running);
    }

    private void write(String key, byte @Nullable [] value, BooleanSupplier running) throws InterruptedException {
        component
                .provisioner()
                .expect(new TopicSpec(
                        TOPIC,
                        1,
                        (short) -1,
                        null,
                        null,
                        SEGMENT,
                        CleanupPolicy.COMPACT,
                        Ordering.GLOBAL,
                        Format.BYTES,
                        false,
                        COMPACTION));
        CompletableFuture<Void> stored = new CompletableFuture<>();
        component
                .producer()
                .send(
                        new ProducerRecord<>(TOPIC, key.getBytes(StandardCharsets.UTF_8), value),
                        running,
                        (at, failure) -> {
                            if (failure == null) {
                                stored.complete(null);
                            } else {
                                stored.completeExceptionally(failure);
                            }
                        });
        while (true) {
            try {
                stored.get(GLANCE_MS, TimeUnit.MILLISECONDS);
                written.incrementAndGet();
                return;
            } catch (ExecutionException failed) {
                throw Failure.temporary(
                        "The topic '" + TOPIC + "' cannot be written: "
                                + Causes.root(failed).getMessage(),
                        failed.getCause());
            } catch (TimeoutException late) {
                // Kafka may hold a write back for minutes; who asks, or a gateway that stops, does not wait as long.
                if (!running.getAsBoolean()) {
                    throw Failure.temporary("The topic '" + TOPIC + "' was not written in time.", late);
                }
            }
        }
    }

    /** Looks for requests that come while a replay is done. */
    static final class Stops {
        private final LetterReader reader;
        private final byte[] key;
        private long seen;

        Stops(LetterReader reader, String id) {
            this.reader = reader;
            this.key = (id + STOP).getBytes(StandardCharsets.UTF_8);
        }

        /** Who has asked; null when nobody has. */
        @Nullable
        String by() {
            Map<TopicPartition, LetterReader.Range> news = new HashMap<>();
            reader.ranges(TOPIC::equals)
                    .forEach((partition, range) ->
                            news.put(partition, new LetterReader.Range(Math.max(seen, range.from()), range.end())));
            String[] by = {null};
            reader.read(news, record -> {
                if (Arrays.equals(key, record.key())) {
                    by[0] = record.value() == null ? null : new String(record.value(), StandardCharsets.UTF_8);
                }
                seen = Math.max(seen, record.offset() + 1);
            });
            return by[0];
        }
    }
}
