package io.fieldgate.mqtt;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.jspecify.annotations.Nullable;

/**
 * Creates {@code mqtt:} endpoints: the options and headers of {@code paho-mqtt5:} with defaults that lose nothing, on
 * Netty and its MQTT codec. All endpoints share the threads that read and write sockets.
 */
@Component("mqtt")
@Metadata(excludeProperties = "client")
public class MqttComponent extends PahoMqtt5Component {
    /** Begins a client id when none is configured; never random, or each start would leave an orphaned session. */
    static final String CLIENT_ID = "fieldgate";

    private static final int LOOPS = 2;
    private static final long LOOPS_STOP_MILLIS = 2_000;

    /**
     * What endpoints begin with. Not the inherited configuration: Camel's Spring Boot starter for {@code paho-mqtt5:} writes
     * its own defaults into that of every subclass too, a clean start and QoS 2 among them.
     */
    private final PahoMqtt5Configuration defaults;

    private final Supplier<SSLContext> tls;
    /** Where all sinks publish instead of to their brokers; null for the brokers. */
    private final @Nullable Outlet instead;

    private final Map<WireSettings, Publisher> publishers = new HashMap<>();
    /** What each source was granted last, by client id. */
    private final Map<String, String> granted = new ConcurrentHashMap<>();

    private @Nullable EventLoopGroup loops;

    public MqttComponent() {
        this(losslessDefaults());
    }

    MqttComponent(PahoMqtt5Configuration defaults) {
        this(defaults, MqttComponent::defaultTls);
    }

    /** @param tls asked at each connection to a broker whose URL wants TLS */
    MqttComponent(PahoMqtt5Configuration defaults, Supplier<SSLContext> tls) {
        this(defaults, tls, null);
    }

    /** @param instead where all sinks publish; null: to their brokers */
    MqttComponent(PahoMqtt5Configuration defaults, Supplier<SSLContext> tls, @Nullable Outlet instead) {
        this.defaults = defaults;
        this.tls = tls;
        this.instead = instead;
    }

    /** The authorities that Java trusts, and no certificate of ours. */
    static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * QoS 1, because QoS 2 could only be answered before Kafka has the message, and into Kafka delivery is at least once
     * anyway. A session that outlives the connection, and a window that a broker outage can fill.
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
        return defaults;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MqttEndpoint endpoint = new MqttEndpoint(uri, remaining, this, defaults.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Supplier<SSLContext> tls() {
        return tls;
    }

    /** What the session of a client id was subscribed to last; null when it is not known. */
    @Nullable
    String granted(String clientId) {
        return granted.get(clientId);
    }

    /** Remembers that it is subscribed to this, and to nothing else that it was before. */
    void granting(String clientId, String filter) {
        granted.put(clientId, filter);
    }

    synchronized EventLoopGroup loops() {
        if (loops == null) {
            loops = new NioEventLoopGroup(LOOPS, new DefaultThreadFactory("mqtt-io", true));
        }
        return loops;
    }

    /** The one publisher for these settings, made by the first who asks. */
    synchronized Outlet publisher(WireSettings settings, Function<WireSettings, Publisher> maker) {
        if (instead != null) {
            return instead;
        }
        Publisher known = publishers.get(settings);
        if (known != null) {
            return known;
        }
        Publisher made = maker.apply(settings);
        publishers.put(settings, made);
        made.start();
        return made;
    }

    @Override
    protected void doStop() throws Exception {
        List<Publisher> stopping;
        synchronized (this) {
            stopping = List.copyOf(publishers.values());
            publishers.clear();
        }
        for (Publisher publisher : stopping) {
            publisher.stop();
        }
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        EventLoopGroup stopping;
        synchronized (this) {
            stopping = loops;
            loops = null;
        }
        if (stopping != null) {
            stopping.shutdownGracefully(0, LOOPS_STOP_MILLIS, TimeUnit.MILLISECONDS)
                    .await(LOOPS_STOP_MILLIS);
        }
        super.doShutdown();
    }
}
