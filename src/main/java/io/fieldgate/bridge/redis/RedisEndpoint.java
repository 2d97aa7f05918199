package io.fieldgate.bridge.redis;

import io.fieldgate.bridge.Address;
import io.fieldgate.bridge.Inlet;
import io.fieldgate.bridge.KindAndName;
import io.fieldgate.bridge.Outlet;
import io.fieldgate.bridge.ServerEndpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
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
 * Take messages from a stream, a list or a channel of Redis, letting go of each only after its route has succeeded; or put messages
 * there, succeeding when Redis has answered.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "redis",
        title = "Redis",
        syntax = "redis:structure:key",
        category = {Category.MESSAGING})
public final class RedisEndpoint extends ServerEndpoint {
    /** Of XGROUP: what comes from now on. */
    private static final String FROM_NOW_ON = "$";

    @UriPath(description = "What the messages stand in", enums = "stream,list,channel")
    @Metadata(required = true)
    private final String structure;

    @UriPath(
            description =
                    "Key of the stream or list, or name of the channel. Of a sink words between colons may stand in braces, each filled from the header of that name")
    @Metadata(required = true)
    private final String key;

    private final Structure kind;
    private final RedisProperties properties;
    private final Address address;
    private RedisUrl server;

    @UriParam(label = "consumer", defaultValue = "fieldgate")
    private String group = "fieldgate";

    @UriParam(label = "consumer")
    private @Nullable String consumer;

    @UriParam(label = "consumer", defaultValue = "earliest", enums = "earliest,latest")
    private String from = "earliest";

    @UriParam(label = "consumer", defaultValue = "600000", javaType = "java.time.Duration")
    private long claimAfter = Duration.ofMinutes(10).toMillis();

    @UriParam(defaultValue = "payload")
    private String payloadField = "payload";

    @UriParam(label = "producer", defaultValue = "0")
    private long maxLength;

    RedisEndpoint(String uri, String path, RedisComponent component, RedisProperties properties) {
        super(uri, component);
        KindAndName<Structure> what = KindAndName.parse("redis", path, Structure.class, "a key");
        this.kind = what.kind();
        this.structure = kind.toString();
        this.key = what.name();
        this.properties = properties;
        this.address = Address.parse(key, ":");
        this.server = RedisUrl.parse(properties.url());
    }

    @Override
    protected String transport() {
        return "redis";
    }

    @Override
    protected void useServer(String url) {
        this.server = RedisUrl.parse(url);
    }

    @Override
    protected String address() {
        return server.toString();
    }

    @Override
    protected String place() {
        return "redis:" + structure + ":" + key;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (address.hasNames()) {
            throw new IllegalArgumentException(
                    place() + ": names in braces are for sinks, a source needs the whole key");
        }
        return super.createConsumer(processor);
    }

    @Override
    protected Inlet newInlet(String route) {
        Connector connector = connector("fieldgate-" + route);
        return switch (kind) {
            case STREAM ->
                new StreamInlet(
                        connector,
                        key,
                        new StreamInlet.Group(
                                group,
                                consumer(route),
                                from.equals("latest") ? FROM_NOW_ON : "0",
                                claimAfter == 0 ? null : Duration.ofMillis(claimAfter)),
                        new EntryReader(key, payloadField));
            case LIST -> new ListInlet(connector, key, consumer(route));
            case CHANNEL -> new ChannelInlet(connector, key, getMaxInFlight(), getMaxInFlightBytes());
        };
    }

    /** Two routes of a gateway are two consumers. */
    private String consumer(String route) {
        String gateway = consumer == null ? properties.consumer() : consumer;
        return (gateway.isEmpty() ? machine() : gateway) + ":" + route;
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "fieldgate";
        }
    }

    @Override
    protected Outlet newOutlet() {
        return new RedisOutlet(connector("fieldgate"), kind, address.hasNames(), payloadField, maxLength);
    }

    /** The key, or the name of the channel. */
    @Override
    protected String destination(Exchange exchange) {
        return address.fill(exchange.getMessage().getHeaders());
    }

    private Connector connector(String name) {
        return new Connector(
                server,
                usernameOr(properties.username()),
                passwordOr(properties.password()),
                properties.timeout(),
                name,
                ((RedisComponent) getComponent()).tls());
    }

    public String getStructure() {
        return structure;
    }

    public String getKey() {
        return key;
    }

    public String getGroup() {
        return group;
    }

    /** Consumer group of a stream. It is made when it is not there. Routes and gateways of one group share the entries. */
    public void setGroup(String group) {
        this.group = group;
    }

    public @Nullable String getConsumer() {
        return consumer;
    }

    /**
     * By which Redis knows this gateway, instead of fieldgate.redis.consumer; the route is added to it. It must be the same after a
     * restart, since what was taken and not stored is found again by it, and no other gateway's.
     */
    public void setConsumer(String consumer) {
        this.consumer = consumer;
    }

    public String getFrom() {
        return from;
    }

    /** Where a group that is new begins: earliest, with all that the stream holds, or latest, with what comes from then on. */
    public void setFrom(String from) {
        if (!from.equals("earliest") && !from.equals("latest")) {
            throw refused("from", from, "earliest or latest");
        }
        this.from = from;
    }

    public long getClaimAfter() {
        return claimAfter;
    }

    /**
     * How long entries of a stream may be given to another consumer and not acknowledged before this one takes them, since the
     * other has gone. 0: for ever. What waits for Kafka longer than this is stored twice.
     */
    public void setClaimAfter(long claimAfter) {
        if (claimAfter < 0) {
            throw refused("claimAfter", claimAfter, "0 and more");
        }
        this.claimAfter = claimAfter;
    }

    public String getPayloadField() {
        return payloadField;
    }

    /**
     * The field of a stream's entry that holds the message; the others are headers, redis.header.NAME. An entry without it becomes
     * a JSON object of all its fields.
     */
    public void setPayloadField(String payloadField) {
        this.payloadField = payloadField;
    }

    public long getMaxLength() {
        return maxLength;
    }

    /** About how many entries a stream keeps: with each message that is put there the oldest go. 0: all are kept. */
    public void setMaxLength(long maxLength) {
        if (maxLength < 0) {
            throw refused("maxLength", maxLength, "0 and more");
        }
        this.maxLength = maxLength;
    }
}
