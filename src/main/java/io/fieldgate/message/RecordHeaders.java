package io.fieldgate.message;

import java.util.Set;

/**
 * The headers that travel with a message, the same names on the Camel message and on the Kafka record. A source sets
 * them, {@code topic:} carries exactly those for which {@link #isCarried} holds, nothing else crosses.
 *
 * <p>A capture {@code {site}} of a filter is set twice by its source: as {@code site}, for expressions in the route, and
 * as {@code fg.site}, which travels.
 */
public final class RecordHeaders {
    public static final String PREFIX = "fg.";
    /**
     * Where the message came from: {@code mqtt}, {@code http}, {@code file}, {@code topic}, {@code rabbitmq}, {@code redis},
     * {@code broker}, {@code zeromq}, {@code jafka}, {@code console}.
     */
    public static final String SOURCE = "fg.source";
    /** The route that stored it. */
    public static final String ROUTE = "fg.route";
    /** When the gateway received it, in milliseconds since 1970 (decimal text on the record, {@code Long} in Camel). */
    public static final String RECEIVED_AT = "fg.received-at";
    /**
     * When it happened, in milliseconds since 1970 (decimal text on the record, {@code Long} in Camel), of a record that
     * carries the time when it was stored because the topic would have dropped it as too old.
     */
    public static final String EVENT_TIME = "fg.event-time";
    /** The dead letter that the message was before it was replayed. */
    public static final String REPLAY_OF = "fg.replay-of";
    /** How often the message was replayed (decimal text). */
    public static final String REPLAY_COUNT = "fg.replay-count";
    /** The device, captured by {@code {device}}; the default record key. */
    public static final String DEVICE = "device";

    public static final String MQTT_TOPIC = "mqtt.topic";
    public static final String MQTT_QOS = "mqtt.qos";
    public static final String MQTT_RETAIN = "mqtt.retain";
    /** After so many seconds nobody wants it any more (MQTT 5, section 3.3.2.3.3). */
    public static final String MQTT_MESSAGE_EXPIRY = "mqtt.message-expiry";
    /** Where the answer is to go (MQTT 5, section 3.3.2.3.5). */
    public static final String MQTT_RESPONSE_TOPIC = "mqtt.response-topic";
    /** Of a command, and of the answer to it (MQTT 5, section 3.3.2.3.6). */
    public static final String MQTT_CORRELATION_DATA = "mqtt.correlation-data";

    public static final String MQTT_USER_PREFIX = "mqtt.user.";

    public static final String CONTENT_TYPE = "content-type";
    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    /** Beginnings of what is carried, by where it comes from. */
    private static final String[] PREFIXES = {
        PREFIX, "mqtt.", "http.", "rabbitmq.", "redis.", "broker.", "zeromq.", "jafka."
    };

    private static final Set<String> EXACT = Set.of(CONTENT_TYPE, TRACEPARENT, TRACESTATE);

    private RecordHeaders() {}

    /** True for the names that cross from a Camel message to a Kafka record and back. Case matters. */
    public static boolean isCarried(String name) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return EXACT.contains(name);
    }
}
