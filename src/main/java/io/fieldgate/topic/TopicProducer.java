package io.fieldgate.topic;

import com.fasterxml.jackson.core.JsonPointer;
import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Submission;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of each message. Its exchange completes when Kafka has stored the record with acks=all, never before,
 * on Kafka's I/O thread. That thread serves all routes: steps after this one must be quick. (Another {@code topic:} step
 * is, it moves to a thread of its own.)
 *
 * <p>Nothing in a message chooses the topic: headers such as {@code kafka.OVERRIDE_TOPIC} are not looked at.
 */
final class TopicProducer extends DefaultAsyncProducer {
    /** What Kafka adds to key, value and headers, rounded up. */
    private static final int OVERHEAD = 100;

    private static final int HEADER_OVERHEAD = 10;
    private static final @Nullable String[] NOTHING = {};

    private final TargetTopic target;
    private final Set<String> jsonTopics;
    private final Sender producer;
    private final TopicMeters meters;
    private final long maxBytes;
    private final RecordField key;
    private final RecordField timestamp;
    private final JsonCheck check;
    /** Whether key or timestamp stand in the payload. */
    private final boolean checksJson;

    private final RecentHeaders recent = new RecentHeaders();

    TopicProducer(TopicEndpoint endpoint, TopicComponent component) {
        super(endpoint);
        this.target = endpoint.target();
        this.jsonTopics = component.topics().json();
        this.producer = component.producer();
        this.meters = component.meters();
        this.maxBytes = component.clients().properties().maxRecordSize().toBytes();
        this.key = RecordField.of(endpoint.getKey(), endpoint.getCamelContext());
        this.timestamp = RecordField.of(endpoint.getTimestamp(), endpoint.getCamelContext());
        JsonPointer[] pointers = Stream.of(key.pointer(), timestamp.pointer())
                .flatMap(Optional::stream)
                .toArray(JsonPointer[]::new);
        this.checksJson = pointers.length > 0;
        this.check = new JsonCheck(pointers);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (producer.onResultThread()) {
            producer.continueLater(() -> store(exchange, callback));
        } else {
            store(exchange, callback);
        }
        return false;
    }

    private void store(Exchange exchange, AsyncCallback callback) {
        ProducerRecord<byte[], byte[]> kafkaRecord;
        try {
            kafkaRecord = kafkaRecord(exchange);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(false);
            return;
        }
        if (exchange.getProperty(Submission.PROPERTY) instanceof Submission submission) {
            submission.ready(() -> send(kafkaRecord, exchange, callback, submission), refused -> {
                exchange.setException(refused);
                callback.done(false);
            });
        } else {
            send(kafkaRecord, exchange, callback, null);
        }
    }

    private void send(
            ProducerRecord<byte[], byte[]> kafkaRecord,
            Exchange exchange,
            AsyncCallback callback,
            @Nullable Submission submission) {
        String route = exchange.getFromRouteId();
        producer.send(kafkaRecord, this::isRunAllowed, (at, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            } else {
                meters.sent(route == null ? "none" : route);
                if (submission != null && at != null) {
                    submission.stored(at.topic(), at.partition(), at.offset());
                }
            }
            callback.done(false);
        });
    }

    private ProducerRecord<byte[], byte[]> kafkaRecord(Exchange exchange) throws CamelExchangeException {
        Message message = exchange.getMessage();
        byte[] value = message.getBody(byte[].class);
        if (value == null) {
            if (message.getBody() != null) {
                throw Failure.rejected(
                        "UNCONVERTIBLE",
                        "A body of type " + message.getBody().getClass().getName() + " cannot become bytes.",
                        null);
            }
            throw Failure.rejected("EMPTY", "The message has no payload.", null);
        }
        String topic = target.name(message::getHeader);
        @Nullable String[] values = checksJson || jsonTopics.contains(topic) ? check.check(value) : NOTHING;
        long time = time(exchange, values);
        byte[] recordKey = key(exchange, values);
        List<Header> headers = HeaderMapping.toRecord(message.getHeaders(), exchange.getFromRouteId(), recent);
        checkSize(value, recordKey, headers);
        return new ProducerRecord<>(topic, null, time, recordKey, value, headers);
    }

    private byte @Nullable [] key(Exchange exchange, @Nullable String[] values) {
        Object value = exchange.getMessage().getHeader(RecordHeaders.DEVICE);
        if (key.pointer().isPresent()) {
            value = values[0];
            if (value == null) {
                throw Failure.rejected(
                        "NO_KEY",
                        "The payload has no text or number at " + key.pointer().get() + " to be the record's key.",
                        null);
            }
        } else if (key.isSet()) {
            value = key.evaluate(exchange, String.class);
        }
        if (value == null) {
            return null;
        }
        return value instanceof byte[] bytes ? bytes : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private long time(Exchange exchange, @Nullable String[] values) {
        if (timestamp.pointer().isPresent()) {
            return EventTime.of(values[values.length - 1]);
        }
        if (timestamp.isSet()) {
            return EventTime.of(timestamp.evaluate(exchange, Object.class));
        }
        return exchange.getMessage().getHeader(RecordHeaders.RECEIVED_AT) instanceof Long received && received > 0
                ? received
                : System.currentTimeMillis();
    }

    private void checkSize(byte[] value, byte @Nullable [] recordKey, List<Header> headers) {
        long size = OVERHEAD + (long) value.length + (recordKey == null ? 0 : recordKey.length);
        for (Header header : headers) {
            size += HEADER_OVERHEAD + header.key().length() + header.value().length;
        }
        if (size > maxBytes) {
            throw Failure.rejected(
                    "TOO_LARGE",
                    "The record of " + size + " bytes is larger than fieldgate.kafka.max-record-size, " + maxBytes
                            + " bytes.",
                    null);
        }
    }
}
