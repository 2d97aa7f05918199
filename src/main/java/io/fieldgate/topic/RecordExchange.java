package io.fieldgate.topic;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes the Camel message, and when it fails the dead letter, of a Kafka record. */
final class RecordExchange {
    private RecordExchange() {}

    /** Body as bytes (null for a tombstone), carried headers, captures, and Kafka's coordinates. */
    static void fill(ConsumerRecord<byte[], byte[]> fetched, Exchange exchange) {
        Message message = exchange.getIn();
        message.setBody(fetched.value());
        Map<String, Object> headers = message.getHeaders();
        HeaderMapping.addCarriedAndCaptures(fetched.headers(), headers);
        headers.put(KafkaConstants.TOPIC, fetched.topic());
        headers.put(KafkaConstants.PARTITION, fetched.partition());
        headers.put(KafkaConstants.OFFSET, fetched.offset());
        headers.put(
                KafkaConstants.TIMESTAMP,
                headers.get(RecordHeaders.EVENT_TIME) instanceof Long event && event > 0 ? event : fetched.timestamp());
        if (fetched.key() != null) {
            headers.put(KafkaConstants.KEY, fetched.key());
            headers.putIfAbsent(RecordHeaders.DEVICE, new String(fetched.key(), StandardCharsets.UTF_8));
        }
    }

    /** @param attempts how often the route has tried it */
    static DeadLetter deadLetter(String route, ConsumerRecord<byte[], byte[]> fetched, Throwable cause, int attempts) {
        return new DeadLetter(
                route,
                fetched.topic(),
                fetched.key(),
                fetched.value(),
                HeaderMapping.carried(fetched.headers()),
                fetched.timestamp(),
                place(fetched),
                cause,
                attempts);
    }

    /** Where the record lies, for example {@code telemetry-3@1234}. */
    static String place(ConsumerRecord<byte[], byte[]> fetched) {
        return RecordPlace.of(fetched).toString();
    }
}
