package io.fieldgate.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.fieldgate.contract.CamelSink;
import io.fieldgate.contract.Item;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** {@code mqtt:} as a sink. */
public final class MqttSink extends CamelSink {
    private final MqttParts parts = new MqttParts();

    @Override
    public String name() {
        return "MQTT (`mqtt:`)";
    }

    @Override
    public void open() throws Exception {
        parts.open();
        parts.device()
                .subscribeWith()
                .topicFilter("plant/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    @Override
    protected void install(DefaultCamelContext camel) {
        camel.addComponent("mqtt", parts.component());
    }

    @Override
    protected String uri() {
        return "mqtt:plant/{device}/command";
    }

    /** No topic name may hold it. */
    @Override
    protected void spoil(Exchange exchange) {
        exchange.getIn().setHeader("device", "all/#");
    }

    @Override
    public List<Item> taken() {
        return parts.delivered();
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
