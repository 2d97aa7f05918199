package io.fieldgate.mqtt;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;

/**
 * What a source asks its broker for.
 *
 * @param filter as the broker takes it, {@code $share/<group>/} included
 * @param qos the highest quality of service at which messages are to come
 * @param retained which of the messages that the broker keeps for late subscribers are wanted
 */
record Subscription(String filter, int qos, Retained retained) {
    /** What becomes of messages with the retain flag. */
    enum Retained {
        /** Messages are taken when they are published, retained or not; copies of earlier ones are not. */
        LIVE,
        /** No message that was published as retained is taken. */
        SKIP,
        /** As {@link #LIVE}, and a new subscription begins with the copies that the broker keeps; a reconnect does not. */
        ALL
    }

    boolean isShared() {
        return filter.startsWith("$share/");
    }

    MqttSubscribeMessage packet(int packetId, boolean mqtt5) {
        MqttMessageBuilders.SubscribeBuilder packet =
                MqttMessageBuilders.subscribe().messageId(packetId);
        MqttQoS most = MqttQoS.valueOf(qos);
        if (mqtt5) {
            packet.addSubscription(
                    filter,
                    new MqttSubscriptionOption(
                            most,
                            false,
                            // Otherwise the flag is only set on copies of earlier messages (MQTT 5, 3.8.3.1).
                            retained == Retained.SKIP,
                            // A shared subscription knows no copies.
                            retained == Retained.ALL && !isShared()
                                    ? RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS
                                    : RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE));
        } else {
            packet.addSubscription(most, filter);
        }
        return packet.build();
    }
}
