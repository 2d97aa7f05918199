package io.fieldgate.bridge.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.fieldgate.bridge.TlsContexts;
import io.fieldgate.contract.Item;
import io.fieldgate.fault.FaultProxy;
import io.fieldgate.fault.Parts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** A broker with a queue that is bound to an exchange, behind a network that can fail, and a client that is not ours. */
final class RabbitMqParts {
    private final String suffix = UUID.randomUUID().toString();
    private final AmqpBroker broker;
    private @Nullable FaultProxy proxy;
    private @Nullable Connection connection;
    private @Nullable Channel channel;

    RabbitMqParts(AmqpBroker broker) {
        this.broker = broker;
    }

    String queue() {
        return "readings-" + suffix;
    }

    String exchange() {
        return "plant-" + suffix;
    }

    void open() throws Exception {
        broker.start();
        proxy = new FaultProxy(broker.port());
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(broker.port());
        factory.setVirtualHost(broker.virtualHost());
        Connection opened = factory.newConnection();
        connection = opened;
        Channel made = opened.createChannel();
        channel = made;
        made.queueDeclare(queue(), true, false, false, Map.of());
        made.exchangeDeclare(exchange(), "topic", true);
        made.queueBind(queue(), exchange(), "north.*");
        made.confirmSelect();
    }

    Channel channel() {
        return Objects.requireNonNull(channel);
    }

    FaultProxy proxy() {
        return Objects.requireNonNull(proxy);
    }

    /** What the component is to be made of: the broker behind the proxy. */
    RabbitMqComponent component() {
        return component("guest");
    }

    RabbitMqComponent component(String password) {
        return new RabbitMqComponent(properties(password), TlsContexts::ofJava);
    }

    RabbitMqProperties properties(String password) {
        return new RabbitMqProperties(
                "amqp://127.0.0.1:" + proxy().port() + "/"
                        + (broker.virtualHost().equals("/") ? "" : broker.virtualHost()),
                "guest",
                password,
                null,
                Duration.ofSeconds(5));
    }

    /** A route from {@code direct:alarm} to the exchange. */
    DefaultCamelContext sink() throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.addComponent("rabbitmq", component());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:alarm").to("rabbitmq:" + exchange() + "?routingKey=north.{device}");
            }
        });
        camel.start();
        return camel;
    }

    static Exchange send(DefaultCamelContext camel, Object body, Map<String, Object> headers) {
        return camel.createProducerTemplate().send("direct:alarm", exchange -> {
            exchange.getIn().setBody(body);
            headers.forEach(exchange.getIn()::setHeader);
        });
    }

    void publish(List<Item> items) throws Exception {
        for (Item item : items) {
            channel()
                    .basicPublish(
                            exchange(), "north." + item.key(), null, item.body().getBytes(StandardCharsets.UTF_8));
        }
        channel().waitForConfirms();
    }

    /** Takes all that is in the queue. */
    List<Item> drain() throws Exception {
        List<Item> items = new ArrayList<>();
        GetResponse got = channel().basicGet(queue(), true);
        while (got != null) {
            items.add(Item.read(new String(got.getBody(), StandardCharsets.UTF_8)));
            got = channel().basicGet(queue(), true);
        }
        return items;
    }

    void cut() throws Exception {
        proxy().sever();
    }

    void restore() throws Exception {
        proxy().restore();
    }

    void close() throws Exception {
        Connection ours = connection;
        Parts.closeAll(ours == null ? null : ours::abort, proxy, broker::close);
    }
}
