package io.fieldgate.mqtt;

import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.TopicFilter;
import io.fieldgate.message.Traceparent;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * The headers that an MQTT message brings along: only these, whatever the client sent. User properties come under
 * {@code mqtt.user.}, so that no client can set a header that steers Camel or Kafka.
 */
final class MqttHeaders {
    static final String PAYLOAD_FORMAT = "mqtt.payload-format";

    private static final Pattern USER_PROPERTY = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int MOST_USER_PROPERTIES = 64;

    private MqttHeaders() {}

    static void set(Map<String, Object> headers, TopicFilter filter, Received received) {
        set(headers, filter, received.topic, received.qos(), received.retained, received.at);
        properties(headers, received.properties);
    }

    /** @param at when it was received, in milliseconds since 1970 */
    static void set(Map<String, Object> headers, TopicFilter filter, String topic, int qos, boolean retained, long at) {
        headers.put(RecordHeaders.SOURCE, "mqtt");
        headers.put(RecordHeaders.RECEIVED_AT, at);
        headers.put(RecordHeaders.MQTT_TOPIC, topic);
        headers.put(RecordHeaders.MQTT_QOS, qos);
        if (retained) {
            headers.put(RecordHeaders.MQTT_RETAIN, true);
        }
        headers.put(PahoMqtt5Constants.MQTT_TOPIC, topic);
        headers.put(PahoMqtt5Constants.MQTT_QOS, qos);
        captures(headers, filter, topic);
    }

    private static void captures(Map<String, Object> headers, TopicFilter filter, String topic) {
        List<String> names = filter.captures();
        if (names.isEmpty()) {
            return;
        }
        String[] values = filter.match(topic);
        if (values == null) {
            // A broker that overlaps subscriptions may send a topic that this filter does not cover.
            return;
        }
        for (int i = 0; i < values.length; i++) {
            headers.put(names.get(i), values[i]);
            headers.put(RecordHeaders.PREFIX + names.get(i), values[i]);
        }
    }

    static void properties(Map<String, Object> headers, MqttProperties properties) {
        if (properties.isEmpty()) {
            return;
        }
        put(headers, RecordHeaders.CONTENT_TYPE, properties, MqttPropertyType.CONTENT_TYPE);
        put(headers, PAYLOAD_FORMAT, properties, MqttPropertyType.PAYLOAD_FORMAT_INDICATOR);
        put(headers, RecordHeaders.MQTT_RESPONSE_TOPIC, properties, MqttPropertyType.RESPONSE_TOPIC);
        put(headers, RecordHeaders.MQTT_CORRELATION_DATA, properties, MqttPropertyType.CORRELATION_DATA);
        put(headers, RecordHeaders.MQTT_MESSAGE_EXPIRY, properties, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL);
        if (properties.getProperty(MqttPropertyType.USER_PROPERTY.value()) instanceof UserProperties user) {
            List<StringPair> pairs = user.value().stream()
                    .limit(MOST_USER_PROPERTIES)
                    .filter(pair -> USER_PROPERTY.matcher(pair.key).matches())
                    .toList();
            boolean traced = pairs.stream().anyMatch(MqttHeaders::isTraceparent);
            pairs.forEach(pair -> headers.put(name(pair, traced), pair.value));
        }
    }

    /** @param traced whether there is a traceparent, without which its state means nothing */
    private static String name(StringPair pair, boolean traced) {
        boolean state =
                traced && pair.key.equals(RecordHeaders.TRACESTATE) && pair.value.length() <= Traceparent.LONGEST_STATE;
        return state || isTraceparent(pair) ? pair.key : RecordHeaders.MQTT_USER_PREFIX + pair.key;
    }

    private static boolean isTraceparent(StringPair pair) {
        return pair.key.equals(RecordHeaders.TRACEPARENT) && Traceparent.isOne(pair.value);
    }

    private static void put(
            Map<String, Object> headers, String name, MqttProperties properties, MqttPropertyType type) {
        MqttProperty<?> property = properties.getProperty(type.value());
        if (property != null) {
            headers.put(name, property.value());
        }
    }
}
