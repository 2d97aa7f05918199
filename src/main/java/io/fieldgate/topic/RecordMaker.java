package io.fieldgate.topic;

import io.fieldgate.message.Batch;
import io.fieldgate.message.Failure;
import io.fieldgate.message.JsonPointers;
import io.fieldgate.message.JsonScanner;
import io.fieldgate.message.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Makes the record of a message: its topic, key, time and headers. Safe for use by many threads. */
final class RecordMaker {
    /** What Kafka adds to key, value and headers, rounded up. */
    private static final int OVERHEAD = 100;

    private static final int HEADER_OVERHEAD = 10;
    private static final @Nullable String[] NOTHING = {};

    private final TargetTopic target;
    private final TopicComponent component;
    private final long maxBytes;
    private final RecordField key;
    private final RecordField timestamp;
    private final JsonPointers pointers;
    /** Whether key or timestamp stand in the payload. */
    private final boolean checksJson;

    private final RecentHeaders recent = new RecentHeaders();

    RecordMaker(TopicEndpoint endpoint, TopicComponent component) {
        this.target = endpoint.target();
        this.component = component;
        this.maxBytes = component.clients().properties().maxRecordSize().toBytes();
        this.key = RecordField.of(endpoint.getKey(), endpoint.getCamelContext());
        this.timestamp = RecordField.of(endpoint.getTimestamp(), endpoint.getCamelContext());
        String[] wanted = Stream.of(key.pointer(), timestamp.pointer())
                .flatMap(Optional::stream)
                .toArray(String[]::new);
        this.checksJson = wanted.length > 0;
        this.pointers = JsonPointers.of(wanted);
    }

    /** Whether the time of a record is when its event happened, rather than when the gateway received it. */
    boolean timesEvents() {
        return timestamp.isSet() || timestamp.pointer().isPresent();
    }

    /** @throws Failure of kind RECORD when it can be none */
    ProducerRecord<byte[], byte[]> make(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] value = message.getBody(byte[].class);
        if (value == null && message.getBody() != null) {
            throw Failure.rejected(
                    "UNCONVERTIBLE",
                    "A body of type " + message.getBody().getClass().getName() + " cannot become bytes.",
                    null);
        }
        return make(value, message.getHeaders(), exchange.getFromRouteId(), exchange);
    }

    /**
     * The record of one that came with others.
     *
     * @throws Failure of kind RECORD when it can be none
     */
    ProducerRecord<byte[], byte[]> make(Batch.Entry entry, @Nullable String route) {
        return make(entry.body(), entry.headers(), route, null);
    }

    private ProducerRecord<byte[], byte[]> make(
            byte @Nullable [] value, Map<String, Object> with, @Nullable String route, @Nullable Exchange exchange) {
        if (value == null) {
            throw Failure.rejected("EMPTY", "The message has no payload.", null);
        }
        String topic = target.name(with::get);
        @Nullable
        String[] values = checksJson || component.isJson(topic) ? JsonScanner.document(value, pointers) : NOTHING;
        long time = time(with, exchange, values);
        byte[] recordKey = key(with, exchange, values);
        Headers headers = HeaderMapping.toRecord(with, route, recent);
        if (timestamp.isSet() || timestamp.pointer().isPresent()) {
            // That of an earlier topic.
            headers.remove(RecordHeaders.EVENT_TIME);
        }
        checkSize(value, recordKey, headers);
        return new ProducerRecord<>(topic, null, time, recordKey, value, headers);
    }

    private byte @Nullable [] key(Map<String, Object> headers, @Nullable Exchange exchange, @Nullable String[] values) {
        Object value;
        if (key.pointer().isPresent()) {
            value = values[0];
            if (value == null) {
                throw Failure.rejected(
                        "NO_KEY",
                        "The payload has no text or number at " + key.pointer().get() + " to be the record's key.",
                        null);
            }
        } else if (key.isSet()) {
            value = key.text(headers, exchange);
        } else {
            value = headers.get(RecordHeaders.DEVICE);
        }
        if (value == null) {
            return null;
        }
        return value instanceof byte[] bytes ? bytes : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private long time(Map<String, Object> headers, @Nullable Exchange exchange, @Nullable String[] values) {
        if (timestamp.pointer().isPresent()) {
            return EventTime.of(values[values.length - 1]);
        }
        if (timestamp.isSet()) {
            return EventTime.of(timestamp.value(headers, exchange));
        }
        return headers.get(RecordHeaders.RECEIVED_AT) instanceof Long received && received > 0
                ? received
                : System.currentTimeMillis();
    }

    private void checkSize(byte[] value, byte @Nullable [] recordKey, Headers headers) {
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
