package io.fieldgate.mqtt;

import io.fieldgate.message.Failure;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A message on its way to the broker; told exactly once what became of it. */
final class Publication {
    private static final int MILLIS = 1_000;
    private static final int OVERHEAD = 16;
    private static final int PROPERTY_OVERHEAD = 5;

    private final String topic;
    private final byte[] payload;
    private final int qos;
    private final boolean retain;
    private final MqttProperties properties;
    /** Milliseconds since 1970 after which nobody wants it any more; {@link Long#MAX_VALUE}: never. */
    private final long deadline;

    private final Consumer<@Nullable Failure> done;

    Publication(
            String topic,
            byte[] payload,
            int qos,
            boolean retain,
            MqttProperties properties,
            long deadline,
            Consumer<@Nullable Failure> done) {
        this.topic = topic;
        this.payload = payload;
        this.qos = qos;
        this.retain = retain;
        this.properties = properties;
        this.deadline = deadline;
        this.done = done;
    }

    int qos() {
        return qos;
    }

    /** The most that its packet takes; UTF-8 needs up to three bytes for a char. */
    long bytes() {
        long text = topic.length();
        for (MqttProperty<?> property : properties.listAll()) {
            Object value = property.value();
            if (value instanceof byte[] bytes) {
                text += bytes.length;
            } else if (value instanceof StringPair pair) {
                text += pair.key.length() + pair.value.length();
            } else {
                text += String.valueOf(value).length();
            }
            text += PROPERTY_OVERHEAD;
        }
        return payload.length + 3 * text + OVERHEAD;
    }

    boolean isExpired(long now) {
        return now >= deadline;
    }

    /** PUBLISH (MQTT 5, 3.3); the broker is told how much of its time the message has left. */
    MqttPublishMessage packet(int packetId, long now) {
        MqttFixedHeader header = new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.valueOf(qos), retain, 0);
        if (deadline != Long.MAX_VALUE) {
            long seconds = Math.max(1, (deadline - now + MILLIS - 1) / MILLIS);
            properties.add(new IntegerProperty(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value(), (int) seconds));
        }
        return new MqttPublishMessage(
                header, new MqttPublishVariableHeader(topic, packetId, properties), Unpooled.wrappedBuffer(payload));
    }

    void succeeded() {
        done.accept(null);
    }

    void failed(Failure failure) {
        done.accept(failure);
    }
}
