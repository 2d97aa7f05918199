package io.fieldgate.bridge.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.LongString;
import io.fieldgate.bridge.LeavingHeaders;
import io.fieldgate.bridge.SentHeaders;
import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers that a message of RabbitMQ brings along, and those that it is sent with: only these. */
final class RabbitMqHeaders {
    static final String EXCHANGE = "rabbitmq.exchange";
    static final String ROUTING_KEY = "rabbitmq.routing-key";
    static final String REDELIVERED = "rabbitmq.redelivered";
    static final String MESSAGE_ID = "rabbitmq.message-id";
    static final String CORRELATION_ID = "rabbitmq.correlation-id";
    static final String REPLY_TO = "rabbitmq.reply-to";
    static final String TYPE = "rabbitmq.type";
    static final String APP_ID = "rabbitmq.app-id";
    static final String SENT_AT = "rabbitmq.timestamp";
    /** What the sender has set goes behind it. */
    static final String SENT = "rabbitmq.header.";

    private static final int PERSISTENT = 2;
    /** Bytes of a short string. */
    private static final int LONGEST = 255;

    private RabbitMqHeaders() {}

    static void read(Delivery delivery, Map<String, Object> headers) {
        headers.put(EXCHANGE, delivery.getEnvelope().getExchange());
        headers.put(ROUTING_KEY, delivery.getEnvelope().getRoutingKey());
        if (delivery.getEnvelope().isRedeliver()) {
            headers.put(REDELIVERED, true);
        }
        BasicProperties properties = delivery.getProperties();
        put(headers, RecordHeaders.CONTENT_TYPE, properties.getContentType());
        put(headers, MESSAGE_ID, properties.getMessageId());
        put(headers, CORRELATION_ID, properties.getCorrelationId());
        put(headers, REPLY_TO, properties.getReplyTo());
        put(headers, TYPE, properties.getType());
        put(headers, APP_ID, properties.getAppId());
        put(headers, SENT_AT, sentAt(properties));
        if (properties.getHeaders() != null) {
            Map<String, Object> sent = new HashMap<>();
            properties
                    .getHeaders()
                    .forEach((name, value) ->
                            sent.put(name, value instanceof LongString text ? text.toString() : value));
            SentHeaders.add(headers, SENT, sent);
        }
    }

    @SuppressWarnings("JavaUtilDate") // the client gives nothing better
    private static @Nullable Long sentAt(BasicProperties properties) {
        return properties.getTimestamp() == null
                ? null
                : properties.getTimestamp().getTime();
    }

    private static void put(Map<String, Object> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    /**
     * What a message is published with.
     *
     * @param otherwise its id, when it has none and comes from no topic
     * @throws Failure of kind RECORD when a header is too long
     */
    static BasicProperties write(Map<String, Object> headers, boolean persistent, String otherwise) {
        Map<String, Object> sent = LeavingHeaders.sent(headers, SENT);
        sent.keySet().forEach(name -> checkLength("The name of a header", name));
        String id = LeavingHeaders.id(headers, MESSAGE_ID, otherwise);
        checkLength("The message id", id);
        sent.replaceAll((name, value) -> value instanceof byte[] ? value : String.valueOf(value));
        return new BasicProperties.Builder()
                .deliveryMode(persistent ? PERSISTENT : 1)
                .contentType(shortText(headers, RecordHeaders.CONTENT_TYPE))
                .messageId(id)
                .correlationId(shortText(headers, CORRELATION_ID))
                .replyTo(shortText(headers, REPLY_TO))
                .type(shortText(headers, TYPE))
                .headers(sent)
                .build();
    }

    private static @Nullable String shortText(Map<String, Object> headers, String name) {
        String text = LeavingHeaders.text(headers, name);
        if (text != null) {
            checkLength("The header '" + name + "'", text);
        }
        return text;
    }

    /**
     * Of what is a short string in AMQP 0-9-1 (4.2.5.3).
     *
     * @throws Failure of kind RECORD when it is none
     */
    static void checkLength(String what, String text) {
        int length = text.getBytes(UTF_8).length;
        if (length > LONGEST) {
            throw Failure.rejected(
                    "TOO_LONG", what + " has " + length + " bytes; RabbitMQ takes " + LONGEST + ".", null);
        }
    }
}
