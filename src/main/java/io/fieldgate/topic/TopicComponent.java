package io.fieldgate.topic;

import io.fieldgate.message.DeviceWatch;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Creates {@code topic:} endpoints, Kafka at both ends. All of them share one producer. */
@Component("topic")
public final class TopicComponent extends DefaultComponent {
    private final KafkaClients clients;
    private final TopicProvisioner provisioner;
    private final Sender producer;
    private final TopicMeters meters;
    private final DeviceWatch devices;
    private volatile TopicsProperties topics;
    private volatile Set<String> json;

    TopicComponent(
            KafkaClients clients,
            TopicProvisioner provisioner,
            Sender producer,
            TopicsProperties topics,
            TopicMeters meters,
            DeviceWatch devices) {
        this.clients = clients;
        this.provisioner = provisioner;
        this.producer = producer;
        this.topics = topics;
        this.json = topics.json();
        this.meters = meters;
        this.devices = devices;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        TopicEndpoint endpoint = new TopicEndpoint(uri, TargetTopic.parse(remaining, this::isListed), this);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    KafkaClients clients() {
        return clients;
    }

    TopicProvisioner provisioner() {
        return provisioner;
    }

    Sender producer() {
        return producer;
    }

    TopicsProperties topics() {
        return topics;
    }

    /** Others are listed from now on; what is missing of them is created. */
    void list(TopicsProperties others) {
        topics = others;
        json = others.json();
        provisioner.list(others);
    }

    boolean isListed(String topic) {
        return topics.contains(topic);
    }

    /** Whether the values of a topic must be JSON. */
    boolean isJson(String topic) {
        return json.contains(topic);
    }

    TopicMeters meters() {
        return meters;
    }

    DeviceWatch devices() {
        return devices;
    }
}
