package io.fieldgate.mqtt;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.TopicFilter;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;

/**
 * Both ends of {@code mqtt:} without a broker: messages as one would deliver them, and those that the sinks would publish.
 * Nothing is sent. One thread at a time.
 */
public final class MqttTrial {
    private static final List<String> HEADERS = List.of(
            RecordHeaders.CONTENT_TYPE,
            RecordHeaders.MQTT_QOS,
            RecordHeaders.MQTT_RETAIN,
            RecordHeaders.MQTT_RESPONSE_TOPIC,
            RecordHeaders.MQTT_CORRELATION_DATA,
            RecordHeaders.MQTT_MESSAGE_EXPIRY,
            MqttHeaders.PAYLOAD_FORMAT,
            RecordHeaders.TRACEPARENT,
            RecordHeaders.TRACESTATE,
            RecordHeaders.MQTT_USER_PREFIX + "NAME");

    private MqttTrial() {}

    /**
     * A message that would be published.
     *
     * @param headers its MQTT 5 properties under the names that {@code mqtt:} gives them
     */
    public record Published(String topic, byte[] payload, int qos, boolean retained, Map<String, String> headers) {}

    /**
     * What is to be known as {@code mqtt}.
     *
     * @param clock the time at the broker, in milliseconds since 1970
     * @param published is told of each message
     */
    public static Component component(LongSupplier clock, Consumer<Published> published) {
        Publisherless outlet = new Publisherless(clock, published);
        return new MqttComponent(MqttComponent.losslessDefaults(), MqttComponent::defaultTls, outlet);
    }

    /** Whether routes can take messages from it as {@link #receive} does. */
    public static boolean isSource(Endpoint endpoint) {
        return endpoint instanceof MqttEndpoint;
    }

    /**
     * A message as the source of a route takes it.
     *
     * @param source of the route
     * @param topic that it was published to
     * @param headers its properties, under the names that {@code mqtt:} gives them
     * @param at when it is received, in milliseconds since 1970
     * @throws IllegalArgumentException when the filter of the source does not match the topic, or MQTT has no such property
     */
    public static Message receive(Endpoint source, String topic, byte[] payload, Map<String, String> headers, long at) {
        MqttEndpoint endpoint = (MqttEndpoint) source;
        TopicFilter filter = endpoint.filter();
        if (topic.isEmpty() || topic.contains("+") || topic.contains("#") || filter.match(topic) == null) {
            throw new IllegalArgumentException(
                    "the topic '" + topic + "' does not match the filter of the route, '" + filter + "'");
        }
        headers.keySet().stream()
                .filter(name -> !HEADERS.contains(name) && !name.startsWith(RecordHeaders.MQTT_USER_PREFIX))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException(
                            "an MQTT message brings no header '" + unknown + "', allowed are " + HEADERS);
                });
        Map<String, Object> all = new LinkedHashMap<>();
        int qos = "0".equals(headers.get(RecordHeaders.MQTT_QOS)) ? 0 : 1;
        boolean retained = Boolean.parseBoolean(headers.get(RecordHeaders.MQTT_RETAIN));
        MqttHeaders.set(all, filter, topic, qos, retained, at);
        MqttHeaders.properties(all, properties(endpoint, headers));
        return new Message(topic, payload, all, at);
    }

    private static MqttProperties properties(MqttEndpoint endpoint, Map<String, String> headers) {
        DefaultMessage message = new DefaultMessage(endpoint.getCamelContext());
        headers.forEach(message::setHeader);
        MqttProperties properties = MqttProducer.properties(message);
        Integer expiry = message.getHeader(RecordHeaders.MQTT_MESSAGE_EXPIRY, Integer.class);
        if (expiry != null) {
            properties.add(new IntegerProperty(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value(), expiry));
        }
        return properties;
    }

    /** A message that was received. */
    public static final class Message {
        private final String topic;
        private final byte[] payload;
        private final Map<String, Object> headers;
        private final long at;

        private Message(String topic, byte[] payload, Map<String, Object> headers, long at) {
            this.topic = topic;
            this.payload = payload;
            this.headers = headers;
            this.at = at;
        }

        /** Makes it the message of an exchange. */
        public void fill(Exchange exchange) {
            exchange.getIn().setBody(payload);
            exchange.getIn().getHeaders().putAll(headers);
        }

        /** What becomes of it when it can never succeed. */
        public DeadLetter deadLetter(String route, Throwable cause) {
            return DeadLetter.received(route, payload, headers, at, "mqtt:" + topic, cause, 1);
        }
    }

    private record Publisherless(LongSupplier clock, Consumer<Published> published) implements Outlet {
        @Override
        public void publish(Publication publication) {
            long now = clock.getAsLong();
            if (publication.isExpired(now)) {
                publication.failed(Publisher.expired());
                return;
            }
            MqttPublishMessage packet = publication.packet(1, now);
            Map<String, Object> properties = new LinkedHashMap<>();
            MqttHeaders.properties(properties, packet.variableHeader().properties());
            Map<String, String> headers = new LinkedHashMap<>();
            properties.forEach((name, value) -> headers.put(name, text(value)));
            published.accept(new Published(
                    packet.variableHeader().topicName(),
                    ByteBufUtil.getBytes(packet.payload()),
                    packet.fixedHeader().qosLevel().value(),
                    packet.fixedHeader().isRetain(),
                    headers));
            publication.succeeded();
        }

        private static String text(Object value) {
            return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
        }
    }
}
