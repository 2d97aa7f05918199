package io.fieldgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Gives the records of a loop the headers that all of Fieldgate's have. */
public final class CommonHeaders implements ProducerInterceptor<byte[], byte[]> {
    /** The system property that asks for it. */
    static final String PROPERTY = "fieldgate.bench.headers";

    private static final byte[] SOURCE = "bench".getBytes(UTF_8);

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        record.headers()
                .add("fg.source", SOURCE)
                .add("fg.received-at", Long.toString(System.currentTimeMillis()).getBytes(UTF_8))
                .add("fg.route", SOURCE);
        return record;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        // The loop looks at its results itself.
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // It has none.
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
