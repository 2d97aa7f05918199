package io.fieldgate.bridge.jafka;

import io.fieldgate.bridge.BridgeEndpoint;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.bridge.Outlet;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/**
 * Read a topic of Jafka, or of Kafka 0.7, from the oldest message it has to the newest and on; a way out of there, so there
 * is none into it. How far it has come is kept by the gateway.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "jafka",
        title = "Jafka",
        syntax = "jafka:topic",
        consumerOnly = true,
        category = {Category.MESSAGING})
public final class JafkaEndpoint extends BridgeEndpoint {
    /** Jafka makes a folder of it, and puts the partition behind a hyphen. */
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    @UriPath(description = "The topic of Jafka")
    @Metadata(required = true)
    private final String topic;

    private final JafkaProperties properties;
    private BrokerAddress address;

    @UriParam
    private @Nullable String broker;

    JafkaEndpoint(String uri, String topic, JafkaComponent component, JafkaProperties properties) {
        super(uri, component);
        this.topic = topic;
        this.properties = properties;
        this.address = BrokerAddress.parse(properties.broker());
        if (!TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException(
                    place() + ": allowed is a topic of letters, digits, dots, hyphens and underlines");
        }
    }

    @Override
    protected String transport() {
        return "jafka";
    }

    @Override
    protected String address() {
        return address.toString();
    }

    @Override
    protected String place() {
        return "jafka:" + topic;
    }

    @Override
    protected Inlet newInlet(String route) {
        return new JafkaInlet(
                new Connection(address, properties.timeout()),
                topic,
                new Positions(properties.checkpoints(), properties.checkpointInterval(), route, address + "/" + topic),
                properties.metadataMaxAge());
    }

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException(place() + ": nothing is sent to Jafka, allowed is jafka: as a source");
    }

    @Override
    protected Outlet newOutlet() {
        throw new UnsupportedOperationException("never a sink");
    }

    @Override
    protected String destination(Exchange exchange) {
        throw new UnsupportedOperationException("never a sink");
    }

    public String getTopic() {
        return topic;
    }

    public @Nullable String getBroker() {
        return broker;
    }

    /** Another broker than that of fieldgate.jafka.broker, host:port. Each broker of a cluster needs a route of its own. */
    public void setBroker(String broker) {
        try {
            this.address = BrokerAddress.parse(broker);
        } catch (IllegalArgumentException notAllowed) {
            throw new IllegalArgumentException(place() + ": broker " + notAllowed.getMessage(), notAllowed);
        }
        this.broker = broker;
    }
}
