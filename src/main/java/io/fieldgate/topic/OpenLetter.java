package io.fieldgate.topic;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter and all that it holds.
 *
 * @param key null without one
 * @param value null for a tombstone
 * @param headers all of them in their order; of repeated names each
 */
public record OpenLetter(Letter letter, byte @Nullable [] key, byte @Nullable [] value, List<Entry> headers) {
    /** One header; its value is null when it has none. */
    public record Entry(String name, byte @Nullable [] value) {
        /** What Spring Kafka writes as a number in binary; null for all others. */
        public @Nullable Long number() {
            if (value == null || !name.startsWith("kafka_dlt-original-")) {
                return null;
            }
            try {
                return switch (name.substring("kafka_dlt-original-".length())) {
                    case "partition" -> (long) ByteBuffer.wrap(value).getInt();
                    case "offset", "timestamp" -> ByteBuffer.wrap(value).getLong();
                    default -> null;
                };
            } catch (BufferUnderflowException foreign) {
                return null;
            }
        }
    }

    /** How headers begin that say of a dead letter why it is one. */
    private static final List<String> FAILURE = List.of(DeadLetterHeaders.PREFIX, "__connect.errors.", "kafka_dlt-");

    /** Whether a header says why it is a dead letter, and is none of the message that it was. */
    public static boolean isOfFailure(String header) {
        return FAILURE.stream().anyMatch(header::startsWith);
    }

    static OpenLetter of(ConsumerRecord<byte[], byte[]> record) {
        List<Entry> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new Entry(header.key(), header.value()));
        }
        return new OpenLetter(Letter.of(record), record.key(), record.value(), headers);
    }

    /** Where the record was that failed; null when it came from elsewhere than Kafka. */
    public @Nullable RecordPlace original() {
        return letter.atIntake() ? null : RecordPlace.parse(letter.origin());
    }
}
