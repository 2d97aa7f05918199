package io.fieldgate.bridge.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.fieldgate.bridge.TlsContract;
import io.fieldgate.mqtt.Authority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Component;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** {@code amqps://} of {@code rabbitmq:}. */
class RabbitMqTlsIT extends TlsContract {
    private static final String QUEUE = "readings";

    private @Nullable QpidBroker broker;

    RabbitMqTlsIT() {
        super("rabbitmq", "rabbitmq:amq.default?routingKey=" + QUEUE, "rabbitmq:" + QUEUE);
    }

    @Override
    protected void start(Path folder, Authority authority) throws Exception {
        QpidBroker started = new QpidBroker(authority);
        broker = started;
        started.start();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(started.port());
        factory.setVirtualHost(started.virtualHost());
        factory.useSslProtocol(authority.context("test"));
        try (Connection connection = factory.newConnection()) {
            connection.createChannel().queueDeclare(QUEUE, true, false, false, Map.of());
        }
    }

    @Override
    protected void stop() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    @Override
    protected Component component(String host, SslBundles bundles) {
        QpidBroker started = Objects.requireNonNull(broker);
        return new RabbitMqConfiguration()
                .rabbitMqComponent(
                        new RabbitMqProperties(
                                "amqps://" + host + ":" + started.port() + "/" + started.virtualHost(),
                                "guest",
                                "guest",
                                BUNDLE,
                                Duration.ofSeconds(10)),
                        bundles);
    }
}
