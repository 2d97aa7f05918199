package io.fieldgate.mqtt;

import io.fieldgate.message.Window;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/** A message on its way through the gateway. The connection tells its epoch: one of an older connection is void. */
final class Received {
    final Connection connection;
    final String topic;
    final MqttMessage message;
    /** Milliseconds since 1970. */
    final long at;
    /** Its place in the window; null for QoS 0, which nobody acknowledges. */
    Window.@Nullable Slot<Received> slot;

    int attempts;
    /** Why the last attempt failed; written by whoever completes the exchange, read by the lane. */
    volatile @Nullable Throwable failure;

    Received(Connection connection, String topic, MqttMessage message, long at) {
        this.connection = connection;
        this.topic = topic;
        this.message = message;
        this.at = at;
    }

    int qos() {
        return message.getQos();
    }
}
