package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Where sinks and dead letters hand their records over: Kafka, or whoever tries a route without it. */
interface Sender {
    /**
     * Sends a record.
     *
     * @param running asked about once a second while it waits; when false the wait ends with a failure of kind TRANSIENT
     * @param done called exactly once: with where the record is stored with acks=all, or with the failure
     */
    void send(
            ProducerRecord<byte[], byte[]> record,
            BooleanSupplier running,
            BiConsumer<@Nullable RecordMetadata, @Nullable Failure> done);

    /** Has what was sent go to Kafka now, instead of a moment later with what comes meanwhile. Returns at once. Any thread. */
    void flush();

    /** Whether this thread tells results at the moment and hence must not block. */
    boolean onResultThread();

    /** Runs on a thread that may block, one task after the other. */
    void continueLater(Runnable task);
}
