package io.fieldgate.bridge.jms;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import io.fieldgate.contract.SourceFixture;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;

/** {@code broker:} as a source. */
public final class JmsSource extends CamelSource {
    private static final String NAME = "contract.readings";

    private final JmsParts parts;
    private final Kind kind;

    JmsSource(TestBroker broker, Kind kind) {
        this.parts = new JmsParts(broker);
        this.kind = kind;
    }

    /** One of each. */
    public static List<SourceFixture> all() {
        return List.of(
                new JmsSource(new ClassicBroker(), Kind.QUEUE),
                new JmsSource(new ClassicBroker(), Kind.TOPIC),
                new JmsSource(new ArtemisBroker(), Kind.QUEUE),
                new JmsSource(new ArtemisBroker(), Kind.TOPIC),
                new JmsSource(new ClassicBroker("stomp"), Kind.QUEUE),
                new JmsSource(new ClassicBroker("stomp"), Kind.TOPIC),
                new JmsSource(new ArtemisBroker("stomp"), Kind.QUEUE),
                new JmsSource(new ArtemisBroker("stomp"), Kind.TOPIC),
                new JmsSource(new ArtemisByOpenWire(), Kind.QUEUE),
                new JmsSource(new ArtemisByOpenWire(), Kind.TOPIC));
    }

    @Override
    public String name() {
        return parts.broker().name() + " (`broker:" + kind + ":`)";
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
    protected String uri(int window) {
        return "broker:" + kind + ":" + NAME + "?maxInFlight=" + window
                + (kind == Kind.TOPIC ? "&subscription=contract" : "");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "FIELDGATE_BROKER_URL", parts.url(),
                "FIELDGATE_BROKER_USERNAME", TestBroker.USER,
                "FIELDGATE_BROKER_PASSWORD", TestBroker.PASSWORD);
    }

    @Override
    public void give(List<Item> items) throws Exception {
        parts.send(kind, NAME, items);
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
