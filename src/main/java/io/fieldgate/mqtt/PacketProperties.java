package io.fieldgate.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import org.jspecify.annotations.Nullable;

/** Reads properties of MQTT 5 packets (MQTT 5, 2.2.2). */
final class PacketProperties {
    private PacketProperties() {}

    static @Nullable String text(MqttProperties properties, MqttPropertyType type) {
        MqttProperty<?> property = properties.getProperty(type.value());
        return property == null ? null : String.valueOf(property.value());
    }

    static @Nullable Integer number(MqttProperties properties, MqttPropertyType type) {
        MqttProperty<?> property = properties.getProperty(type.value());
        return property != null && property.value() instanceof Integer number ? number : null;
    }
}
