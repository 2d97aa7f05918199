package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.message.JsonPointers;
import io.fieldgate.message.JsonScanner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes what people tell devices to do into the topic of a route that brings it there: so it is kept, comes in order, and
 * can be read again by whoever wants to know who has sent it. Any thread; some seconds at most.
 */
public final class CommandDesk {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TopicComponent component;

    CommandDesk(TopicComponent component) {
        this.component = component;
    }

    /**
     * Returns when Kafka has stored it.
     *
     * @param headers those that are carried
     * @throws Failure of kind RECORD when the topic does not take it, and TRANSIENT when Kafka does not answer in time; it may
     *     be stored even so
     */
    public RecordPlace send(String topic, String device, byte[] value, Map<String, Object> headers) {
        if (component.isJson(topic)) {
            JsonScanner.document(value, JsonPointers.of());
        }
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic,
                null,
                System.currentTimeMillis(),
                device.getBytes(StandardCharsets.UTF_8),
                value,
                HeaderMapping.toRecord(headers, null, new RecentHeaders()));
        AtomicBoolean waits = new AtomicBoolean(true);
        CompletableFuture<RecordPlace> stored = new CompletableFuture<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        component.producer().send(record, () -> waits.get() && System.nanoTime() < deadline, (at, failure) -> {
            if (at == null) {
                stored.completeExceptionally(
                        failure == null ? Failure.temporary("Kafka has not said where it is.", null) : failure);
            } else {
                stored.complete(new RecordPlace(at.topic(), at.partition(), at.offset()));
            }
        });
        try {
            return stored.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw Failure.temporary("Kafka has not taken the command.", failed);
        } catch (TimeoutException late) {
            throw Failure.temporary(
                    "Kafka has not said within " + PATIENCE.toSeconds()
                            + " s that it has stored the command; it may have.",
                    late);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.temporary("The gateway stops.", stop);
        } finally {
            waits.set(false);
        }
    }
}
