package io.fieldgate.topic;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.DeviceWatch;
import io.fieldgate.message.Failure;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of {@code topic:} without Kafka: records as a consumer would read them, and those that the sinks and the dead
 * letters would write. Nothing is sent. One thread at a time.
 */
public final class TopicTrial {
    private final TopicComponent component;
    private final DeadLetters deadLetters;
    private final Map<String, Long> offsets = new LinkedHashMap<>();

    /**
     * A record that would be stored.
     *
     * @param key as text; null without one
     * @param value its bytes; null for a tombstone
     * @param timestamp in milliseconds since 1970
     * @param headers as text; those that are no text, as {@code bytes(LENGTH)}
     */
    public record Stored(
            String topic, @Nullable String key, byte @Nullable [] value, long timestamp, Map<String, String> headers) {}

    /** @param stored is told of each record, on the thread that stores it */
    public TopicTrial(KafkaProperties kafka, TopicsProperties topics, Consumer<Stored> stored) {
        KafkaClients clients = new KafkaClients(kafka);
        component = new TopicComponent(
                clients,
                new TopicProvisioner(clients, topics, new KafkaState("nobody")),
                new Recorder(stored),
                topics,
                new TopicMeters(null),
                DeviceWatch.NONE);
        deadLetters = new DeadLetters(component);
    }

    /** What is to be known as {@code topic}. */
    public Component component() {
        return component;
    }

    /** Where sources put what can never succeed. */
    public DeadLetterQueue deadLetters() {
        return deadLetters;
    }

    /** Whether routes can read from it as {@link #read} does. */
    public static boolean isSource(Endpoint endpoint) {
        return endpoint instanceof TopicEndpoint;
    }

    /**
     * A record as the source of a route reads it.
     *
     * @param source of the route
     * @param key null: none
     * @param value null: a tombstone
     * @param timestamp in milliseconds since 1970
     */
    public Message read(
            Endpoint source,
            @Nullable String key,
            byte @Nullable [] value,
            long timestamp,
            Map<String, String> headers) {
        String topic = ((TopicEndpoint) source).getName();
        Headers recordHeaders = new RecordHeaders();
        headers.forEach((name, text) -> DeadLetterHeaders.text(recordHeaders, name, text));
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return new Message(new ConsumerRecord<>(
                topic,
                0,
                offsets.merge(topic, 1L, Long::sum) - 1,
                timestamp,
                TimestampType.CREATE_TIME,
                keyBytes == null ? ConsumerRecord.NULL_SIZE : keyBytes.length,
                value == null ? ConsumerRecord.NULL_SIZE : value.length,
                keyBytes,
                value,
                recordHeaders,
                Optional.empty()));
    }

    /** A record that was read. */
    public static final class Message {
        private final ConsumerRecord<byte[], byte[]> fetched;

        private Message(ConsumerRecord<byte[], byte[]> fetched) {
            this.fetched = fetched;
        }

        /** Makes it the message of an exchange. */
        public void fill(Exchange exchange) {
            RecordExchange.fill(fetched, exchange);
        }

        /** What becomes of it when it can never succeed. */
        public DeadLetter deadLetter(String route, Throwable cause) {
            return RecordExchange.deadLetter(route, fetched, cause, 1);
        }
    }

    private record Recorder(Consumer<Stored> stored) implements Sender {
        @Override
        public void send(
                ProducerRecord<byte[], byte[]> record,
                BooleanSupplier running,
                BiConsumer<@Nullable RecordMetadata, @Nullable Failure> done) {
            Map<String, String> headers = new LinkedHashMap<>();
            HeaderMapping.texts(record.headers()).forEach((name, value) -> headers.put(name, text(value)));
            byte[] key = record.key();
            stored.accept(new Stored(
                    record.topic(),
                    key == null ? null : new String(key, StandardCharsets.UTF_8),
                    record.value(),
                    record.timestamp(),
                    headers));
            done.accept(
                    new RecordMetadata(new TopicPartition(record.topic(), 0), 0, 0, record.timestamp(), 0, 0), null);
        }

        private static String text(Object value) {
            return value instanceof byte[] bytes ? "bytes(" + bytes.length + ")" : value.toString();
        }

        @Override
        public void flush() {
            // Nothing waits here.
        }

        @Override
        public boolean onResultThread() {
            return false;
        }

        @Override
        public void continueLater(Runnable task) {
            task.run();
        }
    }
}
