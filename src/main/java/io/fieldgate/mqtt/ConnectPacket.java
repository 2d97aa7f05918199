package io.fieldgate.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;

/** CONNECT (MQTT 5, 3.1). */
final class ConnectPacket {
    private static final int LONGEST_KEEP_ALIVE = 65_535;

    private ConnectPacket() {}

    static MqttConnectMessage of(WireSettings settings, MqttVersion version) {
        long keepAlive = Math.min(LONGEST_KEEP_ALIVE, settings.keepAlive().toSeconds());
        MqttMessageBuilders.ConnectBuilder packet = MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId(settings.clientId())
                .cleanSession(settings.cleanStart())
                .keepAlive((int) keepAlive);
        if (version == MqttVersion.MQTT_5) {
            packet.properties(properties(settings));
        }
        String username = settings.username();
        if (username != null) {
            packet.hasUser(true).username(username);
        }
        String password = settings.password();
        if (password != null) {
            packet.hasPassword(true).password(password.getBytes(StandardCharsets.UTF_8));
        }
        WireSettings.Will will = settings.will();
        if (will != null) {
            packet.willFlag(true)
                    .willTopic(will.topic())
                    .willMessage(will.payload())
                    .willQoS(MqttQoS.valueOf(will.qos()))
                    .willRetain(will.retained());
        }
        return packet.build();
    }

    private static MqttProperties properties(WireSettings settings) {
        MqttProperties properties = new MqttProperties();
        if (settings.sessionExpiry() >= 0) {
            // Four unsigned bytes; beyond the largest int the cast gives just these.
            add(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, (int) settings.sessionExpiry());
        }
        add(properties, MqttPropertyType.RECEIVE_MAXIMUM, settings.receiveMaximum());
        add(properties, MqttPropertyType.MAXIMUM_PACKET_SIZE, settings.maximumPacketSize());
        // No topic aliases: they would make the meaning of a packet depend on those before it.
        return properties;
    }

    private static void add(MqttProperties properties, MqttPropertyType type, int value) {
        properties.add(new IntegerProperty(type.value(), value));
    }
}
