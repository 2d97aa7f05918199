package io.fieldgate.alert;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams and of the admin client: defaults, over them the operator's, over these what is promised. */
final class StreamsSettings {
    /**
     * What happens to an alert can be read after this time at the latest: until then the transaction is open.
     */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(30);

    /** After a kill nobody evaluates for this long. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    /** Kafka Streams sets these itself, and says so in the log when it is told otherwise. */
    private static final List<String> OWN = List.of(
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

    /** Ends the client ids. */
    private static final String CLIENT = "alerts";

    private final AlertProperties alerts;
    private final KafkaAccess kafka;

    StreamsSettings(AlertProperties alerts, KafkaAccess kafka) {
        this.alerts = alerts;
        this.kafka = kafka;
    }

    Properties streams(UnwritableRecords unwritable) {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
        settings.putAll(kafka.clients().apply(CLIENT));
        OWN.forEach(settings::remove);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, alerts.applicationId());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, alerts.threads());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) alerts.replicationFactor());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, alerts.stateFolder().toString());
        // A cache would hold back writes of the state; each reading changes it, and each change belongs into Kafka.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        // While Kafka is away its clients try again; a thread that gave up would have to read its state anew.
        settings.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, Long.MAX_VALUE);
        settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, UnwritableRecords.class);
        settings.put(UnwritableRecords.INSTANCE, unwritable);
        return settings;
    }

    Map<String, Object> admin() {
        Map<String, Object> settings = kafka.clients().apply(CLIENT);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        return settings;
    }
}
