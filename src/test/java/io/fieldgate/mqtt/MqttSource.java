package io.fieldgate.mqtt;

import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** {@code mqtt:} as a source. */
public final class MqttSource extends CamelSource {
    private final MqttParts parts = new MqttParts();

    @Override
    public String name() {
        return "MQTT, QoS 1 and 2 (`mqtt:`)";
    }

    @Override
    public void open() throws Exception {
        parts.open();
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("mqtt", parts.component());
    }

    @Override
    protected String uri(int window) {
        return "mqtt:plant/{device}/telemetry?receiveMaximum=" + window;
    }

    @Override
    public void give(List<Item> items) {
        parts.publish(items);
    }

    @Override
    public void cut() throws Exception {
        parts.proxy().cut();
    }

    @Override
    public void restore() throws Exception {
        parts.proxy().restore();
    }

    @Override
    public void close() throws Exception {
        parts.close();
    }
}
