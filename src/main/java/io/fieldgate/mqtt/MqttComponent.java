package io.fieldgate.mqtt;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;

/** Creates {@code mqtt:} endpoints: the options and headers of {@code paho-mqtt5:} with defaults that lose nothing. */
@Component("mqtt")
@Metadata(excludeProperties = "client")
public class MqttComponent extends PahoMqtt5Component {
    /** Begins a client id when none is configured; never random, or each start would leave an orphaned session. */
    static final String CLIENT_ID = "fieldgate";

    public MqttComponent() {
        setConfiguration(losslessDefaults());
    }

    /**
     * QoS 1, because QoS 2 could only be answered by Paho before Kafka has the message, and into Kafka delivery is at
     * least once anyway. A session that outlives the connection, and a window that a broker outage can fill.
     */
    static PahoMqtt5Configuration losslessDefaults() {
        PahoMqtt5Configuration defaults = new PahoMqtt5Configuration();
        defaults.setClientId(CLIENT_ID);
        defaults.setQos(1);
        defaults.setCleanStart(false);
        defaults.setSessionExpiryInterval(86_400);
        defaults.setReceiveMaximum(1000);
        defaults.setKeepAliveInterval(30);
        defaults.setConnectionTimeout(10);
        // Reconnecting is ours: a new client each time, see Connection.
        defaults.setAutomaticReconnect(false);
        return defaults;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MqttEndpoint endpoint =
                new MqttEndpoint(uri, remaining, this, getConfiguration().copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
