package io.fieldgate.mqtt;

import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * The headers that an MQTT message brings along: only these, whatever the client sent. User properties come under
 * {@code mqtt.user.}, so that no client can set a header that steers Camel or Kafka.
 */
final class MqttHeaders {
    private static final Pattern USER_PROPERTY = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int MOST_USER_PROPERTIES = 64;

    private MqttHeaders() {}

    static void set(Map<String, Object> headers, TopicFilter filter, Received received) {
        headers.put(RecordHeaders.SOURCE, "mqtt");
        headers.put(RecordHeaders.RECEIVED_AT, received.at);
        headers.put(RecordHeaders.MQTT_TOPIC, received.topic);
        headers.put(RecordHeaders.MQTT_QOS, received.qos());
        if (received.message.isRetained()) {
            headers.put(RecordHeaders.MQTT_RETAIN, true);
        }
        headers.put(PahoMqtt5Constants.MQTT_TOPIC, received.topic);
        headers.put(PahoMqtt5Constants.MQTT_QOS, received.qos());
        captures(headers, filter, received.topic);
        properties(headers, received.message.getProperties());
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

    private static void properties(Map<String, Object> headers, @Nullable MqttProperties properties) {
        if (properties == null) {
            return;
        }
        put(headers, RecordHeaders.CONTENT_TYPE, properties.getContentType());
        put(headers, "mqtt.response-topic", properties.getResponseTopic());
        put(headers, "mqtt.correlation-data", properties.getCorrelationData());
        put(headers, "mqtt.message-expiry", properties.getMessageExpiryInterval());
        int taken = 0;
        for (UserProperty property : properties.getUserProperties()) {
            String name = property.getKey();
            if (taken++ >= MOST_USER_PROPERTIES || !USER_PROPERTY.matcher(name).matches()) {
                continue;
            }
            if (name.equals(RecordHeaders.TRACEPARENT) || name.equals(RecordHeaders.TRACESTATE)) {
                headers.put(name, property.getValue());
            } else {
                headers.put(RecordHeaders.MQTT_USER_PREFIX + name, property.getValue());
            }
        }
    }

    private static void put(Map<String, Object> headers, String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
