package io.fieldgate.notify;

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
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How this package reaches Kafka. It has clients of its own: what {@code topic:} reads it reads once, by a group, and here
 * every gateway reads the whole of compacted topics, from the start.
 */
public final class NotifyKafka {
    /** What alerts are in, by fingerprint, unless the configuration says otherwise. */
    static final String ALERTS = "alerts";
    /** Silences and acknowledgements. */
    static final String SILENCES = "alert-silences";
    /** What receivers were told. Who owns its only partition does the telling. */
    static final String LOG = "alert-notifications";

    private static final String SESSION_TIMEOUT_MS = "10000";
    private static final int ASKING_MS = 10_000;
    private static final int LOOK_MS = 1_000;

    private final Function<String, Map<String, Object>> clients;
    private final String name;
    private final String alerts;

    /**
     * @param clients settings of a client whose id ends so: where the brokers are, and how they are spoken to
     * @param name begins the name of the group of the gateways that share the telling
     * @param alerts the topic that alerts are in
     */
    public NotifyKafka(Function<String, Map<String, Object>> clients, String name, String alerts) {
        this.clients = clients;
        this.name = name;
        this.alerts = alerts;
    }

    String alerts() {
        return alerts;
    }

    /** Reads without a group. */
    KafkaConsumer<String, byte[]> reader() {
        Map<String, Object> reader = clients.apply("notify-reader");
        reader.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reader.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reader.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reader.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASKING_MS);
        reader.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ASKING_MS);
        reader.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(reader, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** One of a group, of which one gets the log's partition. It reads nothing. */
    KafkaConsumer<String, byte[]> candidate() {
        Map<String, Object> candidate = clients.apply("notify");
        candidate.put(ConsumerConfig.GROUP_ID_CONFIG, name + "-notify");
        candidate.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        candidate.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        candidate.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        if (!"consumer".equalsIgnoreCase(String.valueOf(candidate.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)))) {
            // How long nobody is told after a kill.
            candidate.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        }
        return new KafkaConsumer<>(candidate, new StringDeserializer(), new ByteArrayDeserializer());
    }

    KafkaProducer<String, byte[]> producer() {
        Map<String, Object> producer = clients.apply("notify-log");
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // A receiver waits for the next notice meanwhile.
        producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ASKING_MS);
        return new KafkaProducer<>(producer, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Returns when there is a topic of alerts; makes the topics for telling when they are missing.
     *
     * @param missing called again and again while there is none
     * @throws KafkaException when Kafka cannot be asked
     */
    void awaitAlerts(Runnable missing) throws InterruptedException {
        Map<String, Object> settings = clients.apply("notify-admin");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASKING_MS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ASKING_MS);
        Admin admin = Admin.create(settings);
        try {
            while (!exists(admin, alerts)) {
                missing.run();
                Thread.sleep(LOOK_MS);
            }
            for (String topic : List.of(SILENCES, LOG)) {
                if (!exists(admin, topic)) {
                    create(admin, topic);
                }
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static boolean exists(Admin admin, String topic) throws InterruptedException {
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new KafkaException(failed.getCause());
        }
    }

    private static void create(Admin admin, String topic) throws InterruptedException {
        NewTopic compacted =
                new NewTopic(topic, Optional.of(1), Optional.empty()).configs(Map.of("cleanup.policy", "compact"));
        try {
            admin.createTopics(List.of(compacted)).all().get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new KafkaException(failed.getCause());
            }
        }
    }
}
