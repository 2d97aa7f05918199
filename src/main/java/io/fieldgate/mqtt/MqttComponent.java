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
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PahoMqtt5Configuration configuration = getConfiguration().copy();
        MqttEndpoint endpoint = new MqttEndpoint(uri, remaining, this, configuration);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
