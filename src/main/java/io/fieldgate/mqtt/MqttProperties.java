package io.fieldgate.mqtt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The MQTT broker that {@code mqtt:} routes use unless they name another.
 *
 * @param url tcp://host:port, ssl://host:port, ws://... or wss://...; mqtt:// and mqtts:// mean the first two
 * @param clientId begins every client id; a route's is {@code <client-id>-<route id>}. It must differ between gateways
 *     and stay the same over restarts, because the broker keeps the session under it
 * @param username user at the broker, if it asks for one
 * @param password its password
 * @param sslBundle name of a {@code spring.ssl.bundle} with the broker's authority and, for mutual TLS, our certificate
 * @param receiveMaximum messages that the broker may have un-acknowledged at us: the window, and the only back-pressure
 *     (MQTT 5, 3.1.2.11.3)
 * @param sessionExpiry how long the broker keeps our session, and so our messages, while we are away
 * @param keepAlive the longest silence on the connection before it is taken for dead
 */
@ConfigurationProperties("fieldgate.mqtt")
public record MqttProperties(
        @DefaultValue("tcp://localhost:1883") String url,
        @DefaultValue("fieldgate") String clientId,
        @Nullable String username,
        @Nullable String password,
        @Nullable String sslBundle,
        @DefaultValue("1000") int receiveMaximum,
        @DefaultValue("24h") Duration sessionExpiry,
        @DefaultValue("30s") Duration keepAlive) {
    public MqttProperties {
        try {
            BrokerUrl.parse(url);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("fieldgate.mqtt.url " + refused.getMessage(), refused);
        }
        if (receiveMaximum < 1 || receiveMaximum > 65_535) {
            throw new IllegalArgumentException(
                    "fieldgate.mqtt.receive-maximum is " + receiveMaximum + ", allowed is 1 to 65535");
        }
        if (sessionExpiry.isNegative() || sessionExpiry.toSeconds() > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException(
                    "fieldgate.mqtt.session-expiry is " + sessionExpiry + ", allowed is 0s to 49710d");
        }
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65_535) {
            throw new IllegalArgumentException(
                    "fieldgate.mqtt.keep-alive is " + keepAlive + ", allowed is 1s to 65535s");
        }
    }

    BrokerUrl broker() {
        return BrokerUrl.parse(url);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MqttProperties[url=" + url + ", clientId=" + clientId + ", username=" + username + "]";
    }
}
