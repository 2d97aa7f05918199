package io.fieldgate.bridge.rabbitmq;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The RabbitMQ that {@code rabbitmq:} routes use unless they name another.
 *
 * @param url amqp://host:port/virtual-host, or amqps://; without a port the usual one, without a path the virtual host /
 * @param username user at the broker
 * @param password its password
 * @param sslBundle name of a {@code spring.ssl.bundle} with the broker's authority and, for mutual TLS, our certificate
 * @param heartbeat the longest silence on a connection before it is taken for dead
 */
@ConfigurationProperties("fieldgate.rabbitmq")
public record RabbitMqProperties(
        @DefaultValue("amqp://localhost:5672") String url,
        @DefaultValue("guest") String username,
        @DefaultValue("guest") String password,
        @Nullable String sslBundle,
        @DefaultValue("30s") Duration heartbeat) {
    public RabbitMqProperties {
        try {
            BrokerUrl.parse(url);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("fieldgate.rabbitmq.url " + refused.getMessage(), refused);
        }
        if (heartbeat.toSeconds() < 1 || heartbeat.toSeconds() > 65_535) {
            throw new IllegalArgumentException(
                    "fieldgate.rabbitmq.heartbeat is " + heartbeat + ", allowed is 1s to 65535s");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RabbitMqProperties[url=" + url + ", username=" + username + "]";
    }
}
