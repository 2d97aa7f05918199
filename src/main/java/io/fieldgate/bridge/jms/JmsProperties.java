package io.fieldgate.bridge.jms;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The broker that {@code broker:} routes use unless they name another.
 *
 * @param url tcp://host:port or ssl://host:port for OpenWire, amqp://host:port or amqps://host:port for AMQP 1.0,
 *     stomp://host:port or stomps://host:port for STOMP 1.2; without a port the usual one
 * @param username user at the broker; empty: none
 * @param password its password
 * @param sslBundle name of a {@code spring.ssl.bundle} with the broker's authority and, for mutual TLS, our certificate
 * @param clientId begins the client ids that subscriptions belong to; the same after a restart, and of other gateways only if
 *     they are to stand by
 * @param heartbeat the longest silence on a connection before it is taken for dead
 */
@ConfigurationProperties("fieldgate.broker")
public record JmsProperties(
        @DefaultValue("tcp://localhost:61616") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @Nullable String sslBundle,
        @DefaultValue("fieldgate") String clientId,
        @DefaultValue("30s") Duration heartbeat) {
    public JmsProperties {
        try {
            BrokerUrl.parse(url);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("fieldgate.broker.url " + refused.getMessage(), refused);
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("fieldgate.broker.client-id is empty, a name is needed");
        }
        if (heartbeat.toSeconds() < 1 || heartbeat.toMinutes() > 60) {
            throw new IllegalArgumentException("fieldgate.broker.heartbeat is " + heartbeat + ", allowed is 1s to 60m");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "JmsProperties[url=" + url + ", username=" + username + ", clientId=" + clientId + "]";
    }
}
