package io.fieldgate.mqtt;

import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.Failure;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the MQTT broker takes the gateway. Under a client id of its own and without a session: a gateway that runs
 * keeps its connection, and the broker remembers nothing.
 */
public final class MqttProbe {
    private static final String ABOUT = "mqtt";
    private static final int PACKET_SIZE = 64 * 1024;

    private final MqttProperties properties;
    private final @Nullable Supplier<SSLContext> tls;
    private final Duration patience;

    /**
     * @param tls null for the authorities that Java trusts
     * @param patience the longest wait for an answer
     */
    public MqttProbe(MqttProperties properties, @Nullable Supplier<SSLContext> tls, Duration patience) {
        this.properties = properties;
        this.tls = tls;
        this.patience = patience;
    }

    /** Connects and says goodbye. */
    public Diagnosis look() throws InterruptedException {
        NioEventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("mqtt-probe", true));
        try {
            Wire five = new Wire(settings(), MqttVersion.MQTT_5, new Nobody());
            try {
                return well(five, loop, "5");
            } catch (Failure refused) {
                if (!five.isVersionRefused()) {
                    throw refused;
                }
                return well(new Wire(settings(), MqttVersion.MQTT_3_1_1, new Nobody()), loop, "3.1.1");
            }
        } catch (Failure failure) {
            String cure = failure.cure();
            return Diagnosis.ill(
                    ABOUT,
                    properties.broker() + " does not take the gateway: " + failure.getMessage(),
                    cure == null ? "Start the broker, or correct fieldgate.mqtt.url." : cure);
        } finally {
            var unused = loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        }
    }

    private Diagnosis well(Wire wire, NioEventLoopGroup loop, String version) throws InterruptedException {
        try {
            var unused = wire.open(loop);
        } finally {
            wire.close(() -> {});
        }
        String user = properties.username() == null ? "without a user" : "as " + properties.username();
        return Diagnosis.well(ABOUT, properties.broker() + " takes the gateway " + user + ", MQTT " + version);
    }

    private WireSettings settings() {
        String clientId = properties.clientId() + "-doctor-"
                + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        return new WireSettings(
                properties.broker(),
                clientId,
                properties.username(),
                properties.password(),
                true,
                0,
                1,
                PACKET_SIZE,
                properties.keepAlive(),
                patience,
                null,
                tls == null ? MqttComponent::defaultTls : tls,
                true,
                Map.of());
    }

    /** It has no subscription, and the answer is what it waits for. */
    private static final class Nobody implements Wire.Listener {
        @Override
        public void published(MqttPublishMessage message) {}

        @Override
        public void readComplete() {}

        @Override
        public void acknowledged(int packetId, int reasonCode) {}

        @Override
        public void lost(Failure cause) {}
    }
}
