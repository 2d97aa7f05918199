package io.fieldgate.notify;

import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;

/**
 * What of a message is POSTed. Whatever a device has put into a header, no value ends its line: what is no printable ASCII is
 * written as in a URL.
 *
 * @param body its bytes; none for a tombstone
 * @param headers besides those that HTTP needs
 */
record WebhookRequest(byte[] body, ContentType type, Map<String, String> headers) {
    /** The same for each attempt, so that a receiver can tell a repetition. That of our own {@code ingest:}. */
    static final String KEY = "Idempotency-Key";

    static final String TOPIC = "X-Fieldgate-Topic";
    static final String DEVICE = "X-Fieldgate-Device";
    static final String TIMESTAMP = "X-Fieldgate-Timestamp";

    /**
     * Of what a route sends.
     *
     * @param otherwise its type when the message does not say
     * @throws Failure when its body cannot become bytes
     */
    static WebhookRequest of(Message message, String otherwise) {
        byte[] body = message.getBody(byte[].class);
        if (body == null && message.getBody() != null) {
            throw Failure.rejected(
                    "UNCONVERTIBLE",
                    "A body of type " + message.getBody().getClass().getName() + " cannot become bytes.",
                    null);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        String topic = message.getHeader(KafkaConstants.TOPIC, String.class);
        Integer partition = message.getHeader(KafkaConstants.PARTITION, Integer.class);
        Long offset = message.getHeader(KafkaConstants.OFFSET, Long.class);
        if (topic != null && partition != null && offset != null) {
            headers.put(KEY, topic + "-" + partition + "-" + offset + part(message, body));
        }
        put(headers, TOPIC, topic);
        put(headers, DEVICE, message.getHeader(RecordHeaders.DEVICE, String.class));
        Long timestamp = message.getHeader(KafkaConstants.TIMESTAMP, Long.class);
        if (timestamp != null) {
            headers.put(TIMESTAMP, Instant.ofEpochMilli(timestamp).toString());
        }
        put(headers, RecordHeaders.TRACEPARENT, message.getHeader(RecordHeaders.TRACEPARENT, String.class));
        put(headers, RecordHeaders.TRACESTATE, message.getHeader(RecordHeaders.TRACESTATE, String.class));
        return new WebhookRequest(
                body == null ? new byte[0] : body,
                type(message.getHeader(RecordHeaders.CONTENT_TYPE, String.class), otherwise),
                headers);
    }

    /** Parts of one record differ in their keys, or a receiver that remembers keys would take the first alone. */
    private static String part(Message message, byte @Nullable [] body) {
        Exchange exchange = message.getExchange();
        Object index = exchange == null ? null : exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX);
        return index == null
                ? ""
                : "-" + index + "-"
                        + Sha256.hex(body == null ? new byte[0] : body).substring(0, 16);
    }

    /** What a device calls a type may be none. */
    private static ContentType type(@Nullable String given, String otherwise) {
        if (given != null && given.equals(printable(given))) {
            try {
                ContentType parsed = ContentType.parse(given);
                if (parsed != null) {
                    return parsed;
                }
            } catch (IllegalArgumentException none) {
                return ContentType.parse(otherwise);
            }
        }
        return ContentType.parse(otherwise);
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, printable(value));
        }
    }

    private static String printable(String value) {
        StringBuilder text = new StringBuilder();
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            if (each < 0x20 || each == 0x7F) {
                text.append(String.format("%%%02X", each & 0xFF));
            } else {
                text.append((char) each);
            }
        }
        return text.toString();
    }
}
