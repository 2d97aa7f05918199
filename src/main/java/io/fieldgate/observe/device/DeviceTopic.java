package io.fieldgate.observe.device;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the devices' compacted topic is reached: every gateway reads all of it from the start, without a group. */
final class DeviceTopic {
    private static final int ASKING_MS = 10_000;
    private static final long BUFFER_BYTES = 8L << 20;
    private static final int BLOCK_MS = 1_000;

    private final Function<String, Map<String, Object>> clients;
    private final String name;

    /** @param clients settings of a client whose id ends so */
    DeviceTopic(Function<String, Map<String, Object>> clients, String name) {
        this.clients = clients;
        this.name = name;
    }

    String name() {
        return name;
    }

    KafkaConsumer<byte[], byte[]> reader() {
        Map<String, Object> reader = clients.apply("devices-reader");
        reader.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reader.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reader.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASKING_MS);
        reader.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ASKING_MS);
        reader.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** One that gives up soon: what it has not written is written another time. */
    KafkaProducer<byte[], byte[]> writer() {
        Map<String, Object> writer = clients.apply("devices-writer");
        writer.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        writer.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        writer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        writer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
        writer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ASKING_MS);
        writer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * ASKING_MS);
        return new KafkaProducer<>(writer, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Makes the topic when it is missing.
     *
     * @throws KafkaException when Kafka cannot be asked, or refuses
     */
    void provide() throws InterruptedException {
        Map<String, Object> settings = clients.apply("devices-admin");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASKING_MS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ASKING_MS);
        Admin admin = Admin.create(settings);
        try {
            if (!exists(admin)) {
                create(admin);
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private boolean exists(Admin admin) throws InterruptedException {
        try {
            admin.describeTopics(List.of(name)).allTopicNames().get();
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new KafkaException(failed.getCause());
        }
    }

    private void create(Admin admin) throws InterruptedException {
        NewTopic compacted = new NewTopic(name, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try {
            admin.createTopics(List.of(compacted)).all().get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new KafkaException(failed.getCause());
            }
        }
    }
}
