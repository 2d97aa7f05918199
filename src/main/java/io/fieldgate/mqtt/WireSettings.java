package io.fieldgate.mqtt;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What one connection needs to know.
 *
 * @param broker where it goes
 * @param clientId under which the broker keeps the session
 * @param username for the broker, or null
 * @param password for the broker, or null
 * @param cleanStart whether the broker shall forget what it kept for us
 * @param sessionExpiry how long the broker keeps the session, in seconds; negative: the broker's default (MQTT 5 only)
 * @param receiveMaximum messages that the broker may have un-acknowledged at us (MQTT 5, 3.1.2.11.3)
 * @param maximumPacketSize bytes of the largest packet that we take (MQTT 5, 3.1.2.11.4)
 * @param keepAlive the longest silence before the connection is taken for dead
 * @param timeout for connecting, and for each answer of the broker
 * @param will what the broker publishes for us when the connection is lost; null: nothing
 * @param tls asked at each connection, so that renewed certificates are used
 * @param verifyHostname whether the broker's certificate must be for the host that we connect to
 * @param webSocketHeaders sent with the WebSocket handshake
 */
record WireSettings(
        BrokerUrl broker,
        String clientId,
        @Nullable String username,
        @Nullable String password,
        boolean cleanStart,
        long sessionExpiry,
        int receiveMaximum,
        int maximumPacketSize,
        Duration keepAlive,
        Duration timeout,
        @Nullable Will will,
        Supplier<SSLContext> tls,
        boolean verifyHostname,
        Map<String, String> webSocketHeaders) {

    /** A message that the broker publishes when we are gone without a goodbye. */
    record Will(String topic, byte[] payload, int qos, boolean retained) {}

    /** For a client that keeps what it needs itself. */
    WireSettings withoutSession() {
        return new WireSettings(
                broker,
                clientId,
                username,
                password,
                true,
                0,
                receiveMaximum,
                maximumPacketSize,
                keepAlive,
                timeout,
                null,
                tls,
                verifyHostname,
                webSocketHeaders);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "WireSettings[broker=" + broker + ", clientId=" + clientId + "]";
    }
}
