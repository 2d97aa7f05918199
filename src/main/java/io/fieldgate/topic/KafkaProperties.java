package io.fieldgate.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the gateway reaches Kafka.
 *
 * @param bootstrapServers brokers to ask first, {@code host:port} each
 * @param clientId begins the client id of every connection, as brokers log and meter it
 * @param instance tells this gateway from others of its consumer groups, also after a restart; empty for one that is made
 *     of the host's name and the folder that the gateway runs in
 * @param properties any property of Kafka's clients, passed verbatim to producer, consumers and admin client; those that
 *     would break a promise of the gateway are refused
 * @param linger how long the producer waits to fill a batch
 * @param maxRecordSize the largest record, key and headers included, that a route may write; larger ones become dead
 *     letters, for which twice this size is allowed
 * @param alterTopics whether existing topics are changed to what {@code fieldgate.topics} says; otherwise differences are
 *     only reported, as are those always by which Kafka would delete records
 */
@ConfigurationProperties("fieldgate.kafka")
public record KafkaProperties(
        @DefaultValue("localhost:9092") List<String> bootstrapServers,
        @DefaultValue("fieldgate") String clientId,
        @DefaultValue("") String instance,
        @DefaultValue Map<String, String> properties,
        @DefaultValue("5ms") Duration linger,
        @DefaultValue("1MB") DataSize maxRecordSize,
        @DefaultValue("false") boolean alterTopics) {
    /** Properties that the gateway sets itself, each with the reason or the key to use instead. */
    private static final Map<String, String> RESERVED = Map.ofEntries(
            Map.entry("bootstrap.servers", "use fieldgate.kafka.bootstrap-servers"),
            Map.entry("client.id", "use fieldgate.kafka.client-id"),
            Map.entry("linger.ms", "use fieldgate.kafka.linger"),
            Map.entry("max.request.size", "use fieldgate.kafka.max-record-size"),
            Map.entry("group.instance.id", "use fieldgate.kafka.instance"),
            Map.entry("group.id", "use the option 'group' of the topic: source"),
            Map.entry("auto.offset.reset", "use the option 'from' of the topic: source"),
            Map.entry("max.poll.records", "use the option 'maxPollRecords' of the topic: source"),
            Map.entry("enable.auto.commit", "offsets are committed only after their records have succeeded"),
            Map.entry("delivery.timeout.ms", "the producer never gives up a record"),
            Map.entry("retries", "the producer never gives up a record"),
            Map.entry("max.block.ms", "waiting for Kafka must notice a stop"),
            Map.entry("transactional.id", "transactions allow one message at a time"),
            Map.entry("key.serializer", "keys are bytes from end to end"),
            Map.entry("value.serializer", "values are bytes from end to end"),
            Map.entry("key.deserializer", "keys are bytes from end to end"),
            Map.entry("value.deserializer", "values are bytes from end to end"),
            Map.entry("partitioner.class", "records of one device must stay in one partition"));

    /** Properties of which only some values keep the promises. */
    private static final Map<String, List<String>> ALLOWED = Map.of(
            "acks", List.of("all", "-1"),
            "enable.idempotence", List.of("true"),
            "max.in.flight.requests.per.connection", List.of("1", "2", "3", "4", "5"),
            "partitioner.ignore.keys", List.of("false"));

    /** @throws IllegalArgumentException naming every property that is refused, and why */
    public KafkaProperties {
        if (bootstrapServers.isEmpty() || bootstrapServers.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "fieldgate.kafka.bootstrap-servers is empty, it takes host:port of one or more brokers");
        }
        bootstrapServers = List.copyOf(bootstrapServers);
        properties = Map.copyOf(properties);
        List<String> refused = new ArrayList<>();
        new TreeMap<>(properties).forEach((name, value) -> {
            String reason = RESERVED.get(name);
            List<String> allowed = ALLOWED.get(name);
            if (reason != null) {
                refused.add("'" + name + "' cannot be set: " + reason);
            } else if (allowed != null && !allowed.contains(value)) {
                refused.add("'" + name + "' must be one of " + allowed + ", not '" + value
                        + "': anything else would lose or reorder messages");
            }
        });
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("fieldgate.kafka.properties: " + String.join("; ", refused));
        }
    }

    /** The brokers as one text for messages to an operator. */
    public String address() {
        return String.join(",", bootstrapServers);
    }

    /**
     * What all clients have in common: where the brokers are and how they are spoken to.
     *
     * @param clientId ends the client id
     * @return a map of its own for each call
     */
    public Map<String, Object> clientSettings(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        // Down brokers are tried often enough to begin within seconds, and no more than once a second.
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.putAll(properties);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, this.clientId + "-" + clientId);
        return settings;
    }

    /** What tells this gateway from others: {@link #instance}, or what is made instead. */
    public String gateway() {
        return instance.isEmpty() ? InstanceId.here() : instance;
    }

    /** The largest dead letter, in bytes. */
    int maxDeadLetterBytes() {
        return Math.toIntExact(Math.multiplyExact(maxRecordSize.toBytes(), 2));
    }

    /** Without the values of {@link #properties}: among them are passwords. */
    @Override
    public String toString() {
        return "KafkaProperties[bootstrapServers=" + bootstrapServers + ", clientId=" + clientId + ", properties="
                + new TreeMap<>(properties).keySet() + "]";
    }
}
