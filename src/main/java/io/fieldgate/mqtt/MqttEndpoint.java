package io.fieldgate.mqtt;

import io.fieldgate.message.TopicFilter;
import io.fieldgate.mqtt.Subscription.Retained;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.jspecify.annotations.Nullable;

/**
 * Receive messages from an MQTT broker, acknowledging each only after its route has succeeded, in order of receipt; or
 * publish messages, succeeding when the broker has acknowledged them.
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
                "client,automaticReconnect,manualAcksEnabled,maxReconnectDelay,persistence,filePersistenceDirectory,lazyStartProducer,executorServiceTimeout,serverURIs,socketFactory,sslClientProps,sslHostnameVerifier,willMqttProperties")
public class MqttEndpoint extends PahoMqtt5Endpoint {
    private static final int MOST_CONSUMERS = 64;
    /** MQTT 5, 4.8.2. */
    private static final Pattern NOT_IN_A_GROUP = Pattern.compile("[/+#]");
    /** Far above the largest record that Kafka takes by default, so that what is too large for it can be told. */
    private static final int MAXIMUM_PACKET_SIZE = 16 * 1024 * 1024;

    private final TopicFilter filter;

    @UriParam(label = "consumer", defaultValue = "1")
    private int consumers = 1;

    @UriParam(label = "consumer")
    private @Nullable String shareGroup;

    @UriParam(label = "consumer", defaultValue = "live", enums = "live,skip,all")
    private String retainedMessages = "live";

    @UriParam(defaultValue = "auto", enums = "auto,5,3.1.1")
    private String mqttVersion = "auto";

    @UriParam(label = "producer", javaType = "java.time.Duration")
    private @Nullable Duration messageExpiry;

    @UriParam(label = "consumer", defaultValue = "33554432")
    private long maximumBytes = 32L * 1024 * 1024;

    MqttEndpoint(String uri, String filter, MqttComponent component, PahoMqtt5Configuration configuration) {
        super(uri, filter, component, configuration);
        this.filter = TopicFilter.parse(filter);
    }

    TopicFilter filter() {
        return filter;
    }

    /** Threads that read and write sockets; they must not wait. */
    EventLoopGroup loops() {
        return ((MqttComponent) getComponent()).loops();
    }

    WireSettings wireSettings(String clientId) {
        PahoMqtt5Configuration options = getConfiguration();
        Map<String, String> webSocketHeaders = options.getCustomWebSocketHeaders();
        return new WireSettings(
                BrokerUrl.parse(options.getBrokerUrl()),
                clientId,
                options.getUserName(),
                options.getPassword(),
                options.isCleanStart(),
                options.getSessionExpiryInterval(),
                options.getReceiveMaximum(),
                MAXIMUM_PACKET_SIZE,
                Duration.ofSeconds(options.getKeepAliveInterval()),
                Duration.ofSeconds(options.getConnectionTimeout()),
                will(options),
                ((MqttComponent) getComponent()).tls(),
                options.isHttpsHostnameVerificationEnabled(),
                webSocketHeaders == null ? Map.of() : webSocketHeaders);
    }

    private static WireSettings.@Nullable Will will(PahoMqtt5Configuration options) {
        return options.getWillTopic() == null || options.getWillPayload() == null
                ? null
                : new WireSettings.Will(
                        options.getWillTopic(),
                        options.getWillPayload().getBytes(StandardCharsets.UTF_8),
                        options.getWillQos(),
                        options.isWillRetained());
    }

    /** What the source of a route asks the broker for. */
    Subscription subscription(String routeId) {
        return new Subscription(
                shareGroup == null && consumers == 1 ? filter.subscription() : shared(routeId),
                getConfiguration().getQos(),
                Retained.valueOf(retainedMessages.toUpperCase(Locale.ROOT)));
    }

    /** As {@link MqttComponent#granted}. */
    @Nullable
    String granted(String clientId) {
        return ((MqttComponent) getComponent()).granted(clientId);
    }

    /** As {@link MqttComponent#granting}. */
    void granting(String clientId, String filter) {
        ((MqttComponent) getComponent()).granting(clientId, filter);
    }

    /** What its session may be subscribed to from a time before the source was shared, or since. */
    String otherSubscription(String routeId) {
        return shareGroup == null && consumers == 1 ? shared(routeId) : filter.subscription();
    }

    private String shared(String routeId) {
        String group = shareGroup == null
                ? "fieldgate-" + NOT_IN_A_GROUP.matcher(routeId).replaceAll("-")
                : shareGroup;
        return "$share/" + group + "/" + filter.subscription();
    }

    /** The version of MQTT in which the first attempt to connect is made. */
    MqttVersion firstVersion() {
        return mqttVersion.equals("3.1.1") ? MqttVersion.MQTT_3_1_1 : MqttVersion.MQTT_5;
    }

    /** Whether the other version may be tried. */
    boolean choosesVersion() {
        return mqttVersion.equals("auto");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        int qos = getConfiguration().getQos();
        if (qos != 0 && qos != 1) {
            throw refused("qos", qos, "0 or 1; what devices publish with QoS 2 is taken from the broker at QoS 1");
        }
        MqttConsumer consumer = new MqttConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new MqttProducer(this);
    }

    /** What sinks of this endpoint's broker and user publish on. */
    Outlet publisher() {
        WireSettings settings = wireSettings(getConfiguration().getClientId() + "-publisher");
        return ((MqttComponent) getComponent()).publisher(settings.withoutSession(), this::newPublisher);
    }

    private Publisher newPublisher(WireSettings settings) {
        return new Publisher(settings, firstVersion(), choosesVersion(), loops());
    }

    public int getConsumers() {
        return consumers;
    }

    /**
     * Connections that share the messages by a shared subscription, each with a client id and a thread of its own. Brokers
     * deal the messages of one device to several of them, so that the order of a device is kept with 1 only; to spread the
     * load in order, use several routes with filters that do not overlap.
     */
    public void setConsumers(int consumers) {
        if (consumers < 1 || consumers > MOST_CONSUMERS) {
            throw refused("consumers", consumers, "1 to " + MOST_CONSUMERS);
        }
        this.consumers = consumers;
    }

    public @Nullable String getShareGroup() {
        return shareGroup;
    }

    /**
     * Name of the shared subscription, for gateways that share the work of one route. By default fieldgate-routeId when
     * there is more than one consumer, otherwise the subscription is not shared.
     */
    public void setShareGroup(String shareGroup) {
        if (shareGroup.isEmpty() || NOT_IN_A_GROUP.matcher(shareGroup).find()) {
            throw refused("shareGroup", shareGroup, "a name without '/', '+' and '#'");
        }
        this.shareGroup = shareGroup;
    }

    public String getRetainedMessages() {
        return retainedMessages;
    }

    /**
     * What becomes of retained messages. live: every message is taken when it is published, copies that the broker keeps
     * are not. skip: no message is taken that was published as retained. all: as live, and a new subscription begins with
     * the broker's copies; a reconnect does not repeat them.
     */
    public void setRetainedMessages(String retainedMessages) {
        if (!List.of("live", "skip", "all").contains(retainedMessages)) {
            throw refused("retainedMessages", retainedMessages, "live, skip or all");
        }
        this.retainedMessages = retainedMessages;
    }

    public String getMqttVersion() {
        return mqttVersion;
    }

    /** The version of MQTT to speak. auto begins with 5 and falls back to 3.1.1 when the broker refuses it. */
    public void setMqttVersion(String mqttVersion) {
        if (!List.of("auto", "5", "3.1.1").contains(mqttVersion)) {
            throw refused("mqttVersion", mqttVersion, "auto, 5 or 3.1.1");
        }
        this.mqttVersion = mqttVersion;
    }

    @Nullable
    Duration messageExpiry() {
        return messageExpiry;
    }

    public @Nullable Duration getMessageExpiry() {
        return messageExpiry;
    }

    /**
     * How long a published message is of use, from when its record was written: later it is a dead letter with the code
     * EXPIRED instead of a late surprise, and the broker drops what it cannot deliver in time (MQTT 5). The header
     * mqtt.message-expiry, in seconds, goes first. By default for ever.
     */
    public void setMessageExpiry(Duration messageExpiry) {
        if (messageExpiry.toSeconds() < 1) {
            throw refused("messageExpiry", messageExpiry, "1s and more");
        }
        this.messageExpiry = messageExpiry;
    }

    public long getMaximumBytes() {
        return maximumBytes;
    }

    /** Payload bytes that may be un-acknowledged; beyond it nothing is read from the broker until half of it is stored. */
    public void setMaximumBytes(long maximumBytes) {
        if (maximumBytes < 1) {
            throw refused("maximumBytes", maximumBytes, "1 and more");
        }
        this.maximumBytes = maximumBytes;
    }

    private IllegalArgumentException refused(String option, Object value, String allowed) {
        return new IllegalArgumentException(
                "mqtt:" + filter + ": " + option + " is " + value + ", allowed is " + allowed);
    }
}
