package io.fieldgate.mqtt;

import org.apache.camel.Category;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/**
 * Receive messages from an MQTT broker and acknowledge each only after its route has succeeded, in order of receipt.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "mqtt",
        extendsScheme = "paho-mqtt5",
        title = "MQTT",
        syntax = "mqtt:topic",
        category = {Category.MESSAGING, Category.IOT},
        headersClass = PahoMqtt5Constants.class)
@Metadata(
        excludeProperties =
                "client,automaticReconnect,manualAcksEnabled,maxReconnectDelay,persistence,filePersistenceDirectory")
public class MqttEndpoint extends PahoMqtt5Endpoint {
    /** Connections that share the subscription. */
    @UriParam(label = "consumer", defaultValue = "1")
    private int consumers = 1;

    MqttEndpoint(String uri, String topic, MqttComponent component, PahoMqtt5Configuration configuration) {
        super(uri, topic, component, configuration);
    }

    public int getConsumers() {
        return consumers;
    }

    public void setConsumers(int consumers) {
        this.consumers = consumers;
    }
}
