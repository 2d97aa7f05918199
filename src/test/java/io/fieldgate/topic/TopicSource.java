package io.fieldgate.topic;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** {@code topic:} as a source. */
public final class TopicSource extends CamelSource {
    private final TopicParts parts = new TopicParts();

    @Override
    public String name() {
        return "Kafka (`topic:`)";
    }

    @Override
    public void open() throws Exception {
        parts.open();
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        Gateway gateway = parts.gateway();
        gateway.provisioner.start();
        camel.addComponent("topic", gateway.component);
    }

    @Override
    protected String uri(int window) {
        return "topic:" + TopicParts.TOPIC + "?group=contract&maxInFlight=" + window;
    }

    @Override
    public void give(List<Item> items) {
        parts.send(items);
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
