package io.fieldgate.bridge.zeromq;

import io.fieldgate.bridge.Address;
import io.fieldgate.bridge.BridgeEndpoint;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.bridge.KindAndName;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.bridge.zeromq.ZeroMqProperties.Socket;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/**
 * Take messages from a ZeroMQ socket, or give messages to one. ZeroMQ acknowledges nothing: what is on its way when an end or the
 * network fails is lost.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "zeromq",
        title = "ZeroMQ",
        syntax = "zeromq:pattern:name",
        category = {Category.MESSAGING})
public final class ZeroMqEndpoint extends BridgeEndpoint {
    @UriPath(
            description = "What the socket does: a source pulls or subscribes, a sink pushes or publishes",
            enums = "pull,sub,push,pub")
    @Metadata(required = true)
    private final String pattern;

    @UriPath(description = "Name of the socket under fieldgate.zeromq.sockets")
    @Metadata(required = true)
    private final String name;

    private final SocketKind kind;
    private final Socket socket;
    private @Nullable Address address;

    @UriParam
    private @Nullable String topic;

    @UriParam(defaultValue = ".")
    private String separator = ".";

    ZeroMqEndpoint(String uri, String path, ZeroMqComponent component) {
        super(uri, component);
        KindAndName<SocketKind> what = KindAndName.parse("zeromq", path, SocketKind.class, "the name of a socket");
        this.kind = what.kind();
        this.pattern = kind.toString();
        this.name = what.name();
        try {
            this.socket = component.socket(name);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(place() + ": " + unknown.getMessage(), unknown);
        }
    }

    @Override
    protected String transport() {
        return "zeromq";
    }

    @Override
    protected String address() {
        return socket.where();
    }

    @Override
    protected String place() {
        return "zeromq:" + pattern + ":" + name;
    }

    /** Options come in any order, so what depends on two of them is made when all are there. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (topic != null && kind != SocketKind.SUB && kind != SocketKind.PUB) {
            throw refused("topic", topic, "none: only sub and pub have topics");
        }
        try {
            this.address = topic == null ? null : Address.parse(topic, separator);
        } catch (IllegalArgumentException mistake) {
            throw new IllegalArgumentException(place() + ": topic " + mistake.getMessage(), mistake);
        }
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!kind.isSource()) {
            throw new IllegalArgumentException(place() + ": " + kind + " is for sinks, allowed are pull and sub");
        }
        return super.createConsumer(processor);
    }

    @Override
    public Producer createProducer() throws Exception {
        if (kind.isSource()) {
            throw new IllegalArgumentException(place() + ": " + kind + " is for sources, allowed are push and pub");
        }
        if (kind == SocketKind.PUSH && socket.isOpenToOthers()) {
            throw new IllegalArgumentException(
                    place() + ": its socket is bound to " + socket.where()
                            + ", and whoever connects to a push socket is given messages before the keys are compared,"
                            + " which would be lost; allowed is a loopback address such as 127.0.0.1, or bind: false, with the other end bound");
        }
        return super.createProducer();
    }

    @Override
    protected Inlet newInlet(String route) {
        FrameReader reader = new FrameReader(place(), address);
        return kind == SocketKind.PULL
                ? new PullInlet(socket, reader)
                : new SubInlet(socket, prefix(), reader, getMaxInFlightBytes(), "zeromq-sub-" + route);
    }

    /** What a topic must begin with: all before the first word that may be anything. */
    private String prefix() {
        if (topic == null) {
            return "";
        }
        int end = topic.length();
        for (String wild : new String[] {"{", "*"}) {
            int at = topic.indexOf(wild);
            end = at < 0 ? end : Math.min(end, at);
        }
        return topic.substring(0, end);
    }

    @Override
    protected Outlet newOutlet() {
        return new ZeroMqOutlet(socket, kind, address != null);
    }

    /** The topic; empty without. */
    @Override
    protected String destination(Exchange exchange) {
        return address == null ? "" : address.fill(exchange.getMessage().getHeaders());
    }

    @Override
    protected @Nullable String destinationHeader() {
        return address == null ? null : "zeromq.topic";
    }

    public String getPattern() {
        return pattern;
    }

    public String getName() {
        return name;
    }

    public @Nullable String getTopic() {
        return topic;
    }

    /**
     * The first of two frames, the second is the message. Of sub: what is subscribed to, up to the first name in braces, and which
     * words of it become headers, plant.{line}.{device}; a message with another topic is taken without them. Of pub: the topic
     * to publish under, whose names in braces are headers of the message. Without it sub takes all, and pub sends one frame.
     */
    public void setTopic(String topic) {
        this.topic = topic;
    }

    public String getSeparator() {
        return separator;
    }

    /** What stands between the words of a topic. */
    public void setSeparator(String separator) {
        if (separator.isEmpty()) {
            throw refused("separator", "empty", "one character and more");
        }
        this.separator = separator;
    }
}
