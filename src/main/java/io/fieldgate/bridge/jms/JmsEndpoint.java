package io.fieldgate.bridge.jms;

import io.fieldgate.bridge.Address;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.bridge.KindAndName;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.bridge.ServerEndpoint;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/**
 * Take messages from a queue or a durable subscription of a broker for Jakarta Messaging, such as ActiveMQ, acknowledging each
 * only after its route has succeeded; or send messages to a queue or topic there, in transactions.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "broker",
        title = "Message broker",
        syntax = "broker:kind:name",
        category = {Category.MESSAGING})
public final class JmsEndpoint extends ServerEndpoint {
    private static final String SEPARATOR = ".";
    /** ActiveMQ takes a name with these for several, for a pattern, for options; Artemis for a queue of another address. */
    private static final List<String> SPECIAL = List.of(",", "*", ">", "?", "::");

    @UriPath(description = "What the messages are taken from, or sent to", enums = "queue,topic")
    @Metadata(required = true)
    private final String kind;

    @UriPath(
            description =
                    "Name of the queue or topic. Words between dots may stand in braces: a source takes from all names that have any word there, which becomes the header of that name; a sink fills each from the header of that name")
    @Metadata(required = true)
    private final String name;

    private final Kind known;
    private final Address address;
    private final JmsProperties properties;
    private BrokerUrl broker;

    @UriParam(label = "consumer")
    private @Nullable String subscription;

    @UriParam(label = "consumer")
    private @Nullable String clientId;

    @UriParam(label = "producer", defaultValue = "bytes", enums = "bytes,text")
    private String messages = "bytes";

    @UriParam(label = "producer", defaultValue = "true")
    private boolean persistent = true;

    JmsEndpoint(String uri, String path, JmsComponent component, JmsProperties properties) {
        super(uri, component);
        KindAndName<Kind> what = KindAndName.parse("broker", path, Kind.class, "a name");
        this.known = what.kind();
        this.kind = known.toString();
        this.name = what.name();
        this.address = Address.parse(name, SEPARATOR, SPECIAL);
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
        return "broker";
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
        return "broker:" + kind + ":" + name;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if ((known == Kind.TOPIC) != (subscription != null)) {
            throw new IllegalArgumentException(place()
                    + ": a source that takes from a topic needs the option subscription, one that takes from a queue"
                    + " has none");
        }
        if (broker.stomp() && address.hasNames()) {
            throw new IllegalArgumentException(place()
                    + ": by STOMP a sender can write another name into its message, so names in braces are taken by OpenWire or"
                    + " AMQP only");
        }
        return super.createConsumer(processor);
    }

    @Override
    protected Inlet newInlet(String route) {
        String subscribed = subscription == null ? "" : subscription;
        // Without a subscription the broker need not know who it is, so that gateways can share a queue.
        String client = subscribed.isEmpty() ? "" : clientId(subscribed);
        JmsInlet.Source source = new JmsInlet.Source(known, address, subscribed, client);
        return broker.stomp()
                ? new StompInlet(login(), source, getMaxInFlight())
                : new JmsInlet(login(), source, getMaxInFlight(), getMaxInFlightBytes());
    }

    private String clientId(String subscribed) {
        return clientId == null ? properties.clientId() + "-" + subscribed : clientId;
    }

    @Override
    protected Outlet newOutlet() {
        JmsOutlet.Sink sink = new JmsOutlet.Sink(known, messages.equals("text"), persistent);
        return broker.stomp() ? new StompOutlet(login(), sink) : new JmsOutlet(login(), sink);
    }

    /** The name of the queue or topic. */
    @Override
    protected String destination(Exchange exchange) {
        return address.fill(exchange.getMessage().getHeaders());
    }

    private Login login() {
        return new Login(
                broker,
                usernameOr(properties.username()),
                passwordOr(properties.password()),
                properties.heartbeat(),
                ((JmsComponent) getComponent()).tls());
    }

    public String getKind() {
        return kind;
    }

    public String getName() {
        return name;
    }

    public @Nullable String getSubscription() {
        return subscription;
    }

    /**
     * Name of the durable subscription to a topic, for which the broker keeps messages while the gateway is away. It is made when it
     * is not there, and belongs to the client id.
     */
    public void setSubscription(String subscription) {
        if (subscription.isBlank()) {
            throw refused("subscription", "empty", "a name");
        }
        this.subscription = subscription;
    }

    public @Nullable String getClientId() {
        return clientId;
    }

    /**
     * Client id that the subscription belongs to, instead of fieldgate.broker.client-id with a dash and the name of the
     * subscription. While one gateway is connected with it, another waits.
     */
    public void setClientId(String clientId) {
        if (clientId.isBlank()) {
            throw refused("clientId", "empty", "a name");
        }
        this.clientId = clientId;
    }

    public String getMessages() {
        return messages;
    }

    /** Kind of message to send. text: a TextMessage; a body that is no text in UTF-8 is a dead letter. bytes: a BytesMessage. */
    public void setMessages(String messages) {
        if (!messages.equals("bytes") && !messages.equals("text")) {
            throw refused("messages", messages, "bytes or text");
        }
        this.messages = messages;
    }

    public boolean isPersistent() {
        return persistent;
    }

    /** Whether the broker keeps the message over its restart. */
    public void setPersistent(boolean persistent) {
        this.persistent = persistent;
    }
}
