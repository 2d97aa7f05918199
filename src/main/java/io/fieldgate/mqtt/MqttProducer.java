package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes each message; its exchange completes when the broker has acknowledged it (QoS 0: when it was sent), on the
 * thread that reads the socket. That thread serves all routes: steps after this one must be quick.
 *
 * <p>Headers become MQTT 5 properties: {@code content-type}, {@code mqtt.response-topic}, {@code mqtt.correlation-data},
 * {@code mqtt.user.*}, {@code traceparent} and {@code tracestate}; no other crosses.
 */
final class MqttProducer extends DefaultAsyncProducer {
    private static final int LONGEST_TOPIC = 65_535;

    private final MqttEndpoint endpoint;
    private final TopicTemplate topic;
    private @Nullable Outlet publisher;

    MqttProducer(MqttEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.topic = new TopicTemplate(endpoint.filter());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        publisher = endpoint.publisher();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Objects.requireNonNull(publisher, "not started").publish(publication(exchange, failure -> {
                if (failure != null) {
                    exchange.setException(failure);
                }
                callback.done(false);
            }));
            return false;
        } catch (Failure refused) {
            exchange.setException(refused);
            callback.done(true);
            return true;
        }
    }

    private Publication publication(Exchange exchange, Consumer<@Nullable Failure> done) {
        Message message = exchange.getMessage();
        byte[] payload = message.getBody(byte[].class);
        if (payload == null && message.getBody() != null) {
            throw Failure.rejected(
                    "UNCONVERTIBLE",
                    "A body of type " + message.getBody().getClass().getName() + " cannot become bytes.",
                    null);
        }
        String name = topic.topic(message::getHeader);
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_TOPIC) {
            throw Failure.rejected("INVALID_TOPIC", "The topic is longer than 65,535 bytes.", null);
        }
        return new Publication(
                name,
                payload == null ? new byte[0] : payload,
                qos(message),
                message.getHeader(
                        RecordHeaders.MQTT_RETAIN, endpoint.getConfiguration().isRetained(), Boolean.class),
                properties(message),
                deadline(message),
                done);
    }

    /** At most 1: into a Kafka-fed sink nothing is gained by 2, since the record may be read twice. */
    private int qos(Message message) {
        Integer wanted = message.getHeader(RecordHeaders.MQTT_QOS, Integer.class);
        return Math.min(
                1, Math.max(0, wanted == null ? endpoint.getConfiguration().getQos() : wanted));
    }

    /** Counted from when the message was written to Kafka, or from now. */
    private long deadline(Message message) {
        Long seconds = message.getHeader(RecordHeaders.MQTT_MESSAGE_EXPIRY, Long.class);
        Duration expiry = seconds == null ? endpoint.messageExpiry() : Duration.ofSeconds(seconds);
        if (expiry == null) {
            return Long.MAX_VALUE;
        }
        Long written = message.getHeader(KafkaConstants.TIMESTAMP, Long.class);
        return (written == null ? System.currentTimeMillis() : written) + expiry.toMillis();
    }

    static MqttProperties properties(Message message) {
        MqttProperties properties = new MqttProperties();
        text(properties, MqttPropertyType.CONTENT_TYPE, message, RecordHeaders.CONTENT_TYPE);
        text(properties, MqttPropertyType.RESPONSE_TOPIC, message, RecordHeaders.MQTT_RESPONSE_TOPIC);
        byte[] correlation = message.getHeader(RecordHeaders.MQTT_CORRELATION_DATA, byte[].class);
        if (correlation != null) {
            properties.add(new BinaryProperty(MqttPropertyType.CORRELATION_DATA.value(), correlation));
        }
        if ("1".equals(message.getHeader(MqttHeaders.PAYLOAD_FORMAT, String.class))) {
            properties.add(new IntegerProperty(MqttPropertyType.PAYLOAD_FORMAT_INDICATOR.value(), 1));
        }
        UserProperties user = new UserProperties();
        message.getHeaders().forEach((header, value) -> {
            String folded = header.toLowerCase(Locale.ROOT);
            if (folded.equals(RecordHeaders.TRACEPARENT) || folded.equals(RecordHeaders.TRACESTATE)) {
                user.add(folded, String.valueOf(value));
            } else if (folded.startsWith(RecordHeaders.MQTT_USER_PREFIX)) {
                user.add(header.substring(RecordHeaders.MQTT_USER_PREFIX.length()), String.valueOf(value));
            }
        });
        if (!user.value().isEmpty()) {
            properties.add(user);
        }
        return properties;
    }

    private static void text(MqttProperties properties, MqttPropertyType type, Message message, String header) {
        String value = message.getHeader(header, String.class);
        if (value != null) {
            properties.add(new StringProperty(type.value(), value));
        }
    }
}
