package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.Promise;
import io.fieldgate.fault.Records;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** {@code topic:} as a sink. */
public final class TopicSink extends CamelSink {
    private static final int TOO_LARGE = 2 * 1024 * 1024;

    private final TopicParts parts = new TopicParts();

    @Override
    public String name() {
        return "Kafka (`topic:`)";
    }

    @Override
    public Map<Promise, String> cannot() {
        return Map.of(
                Promise.FULL_WINDOW,
                "while Kafka is away it takes no record into its keeping; who sends waits, with a thread that reads no"
                        + " socket, and the window of the source fills.");
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
    protected String uri() {
        return "topic:" + TopicParts.TOPIC;
    }

    @Override
    protected void spoil(Exchange exchange) {
        exchange.getIn().setBody(new byte[TOO_LARGE]);
    }

    @Override
    public List<Item> taken() {
        return Records.all(parts.kafka().bootstrapServers(), TopicParts.TOPIC).stream()
                .map(record -> Item.read(new String(record.value(), UTF_8)))
                .toList();
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
