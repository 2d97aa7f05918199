package io.fieldgate.bridge.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import io.fieldgate.bridge.Address;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.bridge.ServerEndpoint;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/**
 * Take messages from a queue of RabbitMQ, acknowledging each only after its route has succeeded; or publish messages to an
 * exchange, succeeding when the broker has confirmed them.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "rabbitmq",
        title = "RabbitMQ",
        syntax = "rabbitmq:name",
        category = {Category.MESSAGING})
public final class RabbitMqEndpoint extends ServerEndpoint {
    /** The name that stands for the exchange without a name, which leads to the queue that the routing key names. */
    static final String DEFAULT_EXCHANGE = "amq.default";

    private static final Duration CONNECT = Duration.ofSeconds(10);

    @UriPath(
            description =
                    "Queue to take from, or exchange to publish to. The queue or exchange must exist. amq.default is the exchange that leads to the queue which the routing key names")
    @Metadata(required = true)
    private final String name;

    private final RabbitMqProperties properties;
    private Address address = Address.parse("", ".");
    private BrokerUrl broker;

    @UriParam
    private @Nullable String routingKey;

    @UriParam(label = "producer", defaultValue = "true")
    private boolean persistent = true;

    @UriParam(label = "producer", defaultValue = "true")
    private boolean mandatory = true;

    RabbitMqEndpoint(String uri, String name, RabbitMqComponent component, RabbitMqProperties properties) {
        super(uri, component);
        this.name = name;
        this.properties = properties;
        this.broker = BrokerUrl.parse(properties.url());
    }

    /** The broker sends so many ahead, and counts no bytes. */
    @Override
    protected int usualInFlight() {
        return 1_000;
    }

    @Override
    protected String transport() {
        return "rabbitmq";
    }

    @Override
    protected void useServer(String url) {
        this.broker = BrokerUrl.parse(url);
    }

    @Override
    protected String address() {
        return broker.toString();
    }

    @Override
    protected String place() {
        return "rabbitmq:" + name;
    }

    @Override
    protected Inlet newInlet(String route) {
        return new RabbitMqInlet(factory(), "fieldgate " + route, name, getMaxInFlight(), address);
    }

    @Override
    protected Outlet newOutlet() {
        return new RabbitMqOutlet(
                factory(), "fieldgate " + place(), name.equals(DEFAULT_EXCHANGE) ? "" : name, persistent, mandatory);
    }

    /** The routing key. */
    @Override
    protected String destination(Exchange exchange) {
        return address.fill(exchange.getMessage().getHeaders());
    }

    @Override
    protected String destinationHeader() {
        return "rabbitmq.routing-key";
    }

    private ConnectionFactory factory() {
        return new Login(
                        broker,
                        usernameOr(properties.username()),
                        passwordOr(properties.password()),
                        properties.heartbeat(),
                        CONNECT,
                        ((RabbitMqComponent) getComponent()).tls())
                .factory();
    }

    public String getName() {
        return name;
    }

    public @Nullable String getRoutingKey() {
        return routingKey;
    }

    /**
     * The routing key. Of a source: which words of it become headers, plant.{line}.{device}; a message with another key is
     * taken without them. Of a sink: the key to publish under, whose names in braces are headers of the message.
     */
    public void setRoutingKey(String routingKey) {
        this.address = Address.parse(routingKey, ".");
        this.routingKey = routingKey;
    }

    public boolean isPersistent() {
        return persistent;
    }

    /** Whether a durable queue keeps the message over a restart of the broker. */
    public void setPersistent(boolean persistent) {
        this.persistent = persistent;
    }

    public boolean isMandatory() {
        return mandatory;
    }

    /**
     * What becomes of a message for which there is no queue. true: it is a dead letter with the code UNROUTABLE. false: the
     * broker drops it, as it should be for an exchange that somebody may listen to or not.
     */
    public void setMandatory(boolean mandatory) {
        this.mandatory = mandatory;
    }
}
