package io.fieldgate.bridge.jms;

import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.SinkFixture;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** {@code broker:} as a sink. */
public final class JmsSink extends CamelSink {
    private static final String QUEUE = "contract.alarms";

    private final JmsParts parts;
    private final List<Item> drained = new ArrayList<>();

    JmsSink(TestBroker broker) {
        this.parts = new JmsParts(broker);
    }

    /** One for each broker. */
    public static List<SinkFixture> all() {
        return List.of(
                new JmsSink(new ClassicBroker()),
                new JmsSink(new ArtemisBroker()),
                new JmsSink(new ClassicBroker("stomp")),
                new JmsSink(new ArtemisBroker("stomp")),
                new JmsSink(new ArtemisByOpenWire()));
    }

    @Override
    public String name() {
        return parts.broker().name() + " (`broker:queue:`)";
    }

    @Override
    public void open() throws Exception {
        parts.open();
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("broker", parts.component());
    }

    @Override
    protected String uri() {
        return "broker:queue:" + QUEUE + "?messages=text";
    }

    /** It is no text in UTF-8. */
    @Override
    protected void spoil(Exchange exchange) {
        exchange.getIn().setBody(new byte[] {(byte) 0xc3, (byte) 0x28});
    }

    @Override
    public List<Item> taken() throws Exception {
        drained.addAll(parts.drain(QUEUE));
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
