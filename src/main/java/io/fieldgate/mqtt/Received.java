package io.fieldgate.mqtt;

import io.fieldgate.message.Window;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;

/** A message on its way through the gateway. The connection tells its epoch: one of an older connection is void. */
final class Received {
    final Connection connection;
    final String topic;
    final byte[] payload;
    final MqttProperties properties;
    /** 0 for QoS 0, which has no packet identifier and which nobody acknowledges. */
    final int packetId;

    final boolean retained;
    /** Milliseconds since 1970. */
    final long at;
    /** Its place in the window; null for QoS 0. */
    Window.@Nullable Slot<Received> slot;

    int attempts;
    /** How often its dead letter was to be stored. */
    int burials;
    /** Why the last attempt failed; written by whoever completes the exchange, read by the lane. */
    volatile @Nullable Throwable failure;

    Received(
            Connection connection,
            String topic,
            byte[] payload,
            MqttProperties properties,
            int packetId,
            boolean retained,
            long at) {
        this.connection = connection;
        this.topic = topic;
        this.payload = payload;
        this.properties = properties;
        this.packetId = packetId;
        this.retained = retained;
        this.at = at;
    }

    int qos() {
        return packetId == 0 ? 0 : 1;
    }
}
