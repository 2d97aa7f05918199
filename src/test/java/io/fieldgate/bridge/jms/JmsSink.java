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
    private static final String NAME = "contract.alarms";

    private final JmsParts parts;
    private final Kind kind;
    private final List<Item> drained = new ArrayList<>();

    JmsSink(TestBroker broker, Kind kind) {
        this.parts = new JmsParts(broker);
        this.kind = kind;
    }

    /** A queue and a topic for each broker, and for each way to speak to it. */
    public static List<SinkFixture> all() {
        return List.of(
                new JmsSink(new ClassicBroker(), Kind.QUEUE),
                new JmsSink(new ClassicBroker(), Kind.TOPIC),
                new JmsSink(new ArtemisBroker(), Kind.QUEUE),
                new JmsSink(new ArtemisBroker(), Kind.TOPIC),
                new JmsSink(new ClassicBroker("stomp"), Kind.QUEUE),
                new JmsSink(new ClassicBroker("stomp"), Kind.TOPIC),
                new JmsSink(new ArtemisBroker("stomp"), Kind.QUEUE),
                new JmsSink(new ArtemisBroker("stomp"), Kind.TOPIC),
                new JmsSink(new ArtemisByOpenWire(), Kind.QUEUE),
                new JmsSink(new ArtemisByOpenWire(), Kind.TOPIC));
    }

    @Override
    public String name() {
        return parts.broker().name() + " (`broker:" + kind + ":`)";
    }

    @Override
    public void open() throws Exception {
        parts.open();
        // A topic keeps nothing from before.
        parts.subscribe(kind, NAME);
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("broker", parts.component());
    }

    @Override
    protected String uri() {
        return "broker:" + kind + ":" + NAME + "?messages=text";
    }

    /** It is no text in UTF-8. */
    @Override
    protected void spoil(Exchange exchange) {
        exchange.getIn().setBody(new byte[] {(byte) 0xc3, (byte) 0x28});
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
