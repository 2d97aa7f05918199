package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;

/** {@code rabbitmq:} as a source. */
public final class RabbitMqSource extends CamelSource {
    private final RabbitMqParts parts;

    public RabbitMqSource() {
        this(new QpidBroker());
    }

    RabbitMqSource(AmqpBroker broker) {
        this.parts = new RabbitMqParts(broker);
    }

    @Override
    public String name() {
        return "RabbitMQ (`rabbitmq:`)";
    }

    @Override
    public void open() throws Exception {
        parts.open();
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("rabbitmq", parts.component());
    }

    @Override
    protected String uri(int window) {
        return "rabbitmq:" + parts.queue() + "?maxInFlight=" + window;
    }

    @Override
    public Map<String, String> environment() {
        RabbitMqProperties broker = parts.properties("guest");
        return Map.of(
                "FIELDGATE_RABBITMQ_URL", broker.url(),
                "FIELDGATE_RABBITMQ_USERNAME", broker.username(),
                "FIELDGATE_RABBITMQ_PASSWORD", broker.password());
    }

    @Override
    public void give(List<Item> items) throws Exception {
        parts.publish(items);
    }

    @Override
    public void cut() throws Exception {
        parts.cut();
    }

    @Override
    public void restore() throws Exception {
        parts.restore();
    }

    @Override
    public void close() throws Exception {
        parts.close();
    }
}
