package io.fieldgate.mqtt;

import io.fieldgate.message.TopicFilter;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** Receive messages from an MQTT broker, and acknowledge each only after its route has succeeded, in order of receipt. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "mqtt",
        extendsScheme = "paho-mqtt5",
        title = "MQTT",
        syntax = "mqtt:topic",
        consumerOnly = true,
        category = {Category.MESSAGING, Category.IOT},
        headersClass = PahoMqtt5Constants.class)
@Metadata(
        excludeProperties =
                "client,automaticReconnect,manualAcksEnabled,maxReconnectDelay,persistence,filePersistenceDirectory,retained,lazyStartProducer")
public class MqttEndpoint extends PahoMqtt5Endpoint {
    private final TopicFilter filter;

    MqttEndpoint(String uri, String filter, MqttComponent component, PahoMqtt5Configuration configuration) {
        super(uri, filter, component, configuration);
        this.filter = TopicFilter.parse(filter);
    }

    TopicFilter filter() {
        return filter;
    }

    /** The options of a connection that keeps its session and never reconnects by itself. */
    MqttConnectionOptions connectionOptions() {
        MqttConnectionOptions options = createMqttConnectionOptions();
        options.setAutomaticReconnect(false);
        return options;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        int qos = getConfiguration().getQos();
        if (qos != 0 && qos != 1) {
            throw new IllegalArgumentException("mqtt:" + filter + ": qos is " + qos
                    + ", allowed is 0 or 1; what devices publish with QoS 2 is taken from the broker at QoS 1");
        }
        MqttConsumer consumer = new MqttConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("mqtt:" + filter + " is a source only; to publish use paho-mqtt5:");
    }
}
