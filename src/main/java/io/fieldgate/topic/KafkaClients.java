package io.fieldgate.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes Kafka's clients. First come defaults, over them the operator's properties, over these what the promises need.
 * Each method throws Kafka's {@code ConfigException} (inside a {@code KafkaException}) while no bootstrap host name can be
 * resolved; callers try again.
 */
final class KafkaClients {
    /** How long one {@code send()} may block for metadata or room before the caller looks whether it is to stop. */
    private static final int MAX_BLOCK_MS = 1_000;

    /** Readers live for one request, and their ids must differ while they overlap. */
    private static final AtomicInteger READERS = new AtomicInteger();

    private final KafkaProperties properties;

    KafkaClients(KafkaProperties properties) {
        this.properties = properties;
    }

    KafkaProperties properties() {
        return properties;
    }

    KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 67_108_864L);
        settings.putAll(properties.clientSettings("producer"));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, properties.linger().toMillis());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, properties.maxDeadLetterBytes());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Kafka's own 5 keep the order only behind a first batch: of a producer that it does not know a broker stores
        // the
        // second when it has refused the first, as one does that is about to lead the partition. The first is out of
        // order
        // then, is tried for ever, and holds up its partition.
        settings.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * @param group consumer group
     * @param from {@code earliest} or {@code latest}: where a group without offsets begins
     * @param maxPollRecords the most records one poll returns
     * @param clientId ends the client id
     * @param instanceId its name in the group, see {@link InstanceId}; null for none
     */
    KafkaConsumer<byte[], byte[]> consumer(
            String group, String from, int maxPollRecords, String clientId, @Nullable String instanceId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16_777_216);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        if (!"consumer".equalsIgnoreCase(properties.properties().get(ConsumerConfig.GROUP_PROTOCOL_CONFIG))) {
            settings.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    List.of(CooperativeStickyAssignor.class.getName()));
            // Not with the newer protocol: it refuses a name as long as the dead one that had it is not missed.
            if (instanceId != null) {
                settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
            }
        }
        settings.putAll(properties.clientSettings(clientId));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, from);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A consumer must not bring a topic into being with the broker's defaults before the provisioner can.
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Without a group, for ranges that are sought.
     *
     * @param patience how long it may wait for an answer
     */
    KafkaConsumer<byte[], byte[]> reader(Duration patience) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8_388_608);
        // Who has come to the end wants to go elsewhere, and a fetch that waits there would hold it up.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putAll(properties.clientSettings("reader-" + READERS.incrementAndGet()));
        settings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Admin admin() {
        Map<String, Object> settings = properties.clientSettings("admin");
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        return Admin.create(settings);
    }

    /** For somebody who waits so long for an answer, whatever the operator's properties say. */
    Admin admin(Duration patience) {
        Map<String, Object> settings = properties.clientSettings("admin");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        return Admin.create(settings);
    }
}
