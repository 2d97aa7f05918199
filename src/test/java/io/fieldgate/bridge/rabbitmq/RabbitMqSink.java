package io.fieldgate.bridge.rabbitmq;

import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** {@code rabbitmq:} as a sink. */
public final class RabbitMqSink extends CamelSink {
    private final RabbitMqParts parts;
    private final List<Item> drained = new ArrayList<>();

    public RabbitMqSink() {
        this(new QpidBroker());
    }

    RabbitMqSink(AmqpBroker broker) {
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
    protected String uri() {
        return "rabbitmq:" + parts.exchange() + "?routingKey={site}.{device}";
    }

    @Override
    protected void fill(Exchange exchange, Item item) {
        super.fill(exchange, item);
        exchange.getIn().setHeader("site", "north");
    }

    /** Nobody has bound a queue for it. */
    @Override
    protected void spoil(Exchange exchange) {
        exchange.getIn().setHeader("site", "nowhere");
    }

    @Override
    public List<Item> taken() throws Exception {
        drained.addAll(parts.drain());
        return List.copyOf(drained);
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
