package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.bridge.jafka.JafkaSource;
import io.fieldgate.bridge.jms.JmsSource;
import io.fieldgate.bridge.rabbitmq.RabbitMqSource;
import io.fieldgate.bridge.redis.RedisFixture;
import io.fieldgate.contract.CamelSource;
import io.fieldgate.contract.Item;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Neighbours that keep what is not acknowledged, or that can be asked again, are busy while the gateway is killed. All that
 * they were given is in Kafka then, in its order, and only what was on its way is there twice.
 */
@Timeout(180)
class NeighboursLedgerIT {
    private static final int WINDOW = 200;
    private static final int BATCH = 50;
    private static final int SOME = 5 * WINDOW;
    /** So many wait for the gateway at most, so that it is busy whenever it is killed, and soon done with the rest. */
    private static final int MOST_WAITING = 5 * WINDOW;
    /** How long the gateway is at work before it is killed; many times what Jafka may repeat. */
    private static final Duration WORK = Duration.ofSeconds(3);
    /** {@code fieldgate.jafka.checkpoint-interval}, and what a busy machine takes to save. */
    private static final Duration CHECKPOINT = Duration.ofMillis(500 + 1_000);

    @TempDir
    private Path folder;

    private final Map<String, CamelSource> sources = new LinkedHashMap<>();
    private final List<Sender> senders = new ArrayList<>();
    private EmbeddedKafka kafka;
    private GatewayProcess gateway;

    /** Gives a neighbour one batch after another, and counts what that has taken. */
    private final class Sender {
        private final String topic;
        private final CamelSource source;
        private final Thread thread = new Thread(this::run);
        private volatile boolean running = true;
        private final AtomicInteger given = new AtomicInteger();
        private volatile @Nullable Exception failure;

        Sender(String topic, CamelSource source) {
            this.topic = topic;
            this.source = source;
            thread.start();
        }

        private void run() {
            TopicPartition partition = new TopicPartition(topic, 0);
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                while (running) {
                    int next = given.get();
                    if (next - consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L) < MOST_WAITING) {
                        source.give(IntStream.range(next, next + BATCH)
                                .mapToObj(number -> new Item(topic, number))
                                .toList());
                        given.addAndGet(BATCH);
                    }
                    MILLISECONDS.sleep(20);
                }
            } catch (Exception failed) {
                failure = failed;
            }
        }

        int finish() throws InterruptedException {
            running = false;
            thread.join();
            assertThat(failure).as("giving to " + source.name()).isNull();
            return given.get();
        }
    }

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        RedisFixture.all().stream()
                .map(CamelSource.class::cast)
                .filter(redis -> redis.cannot().isEmpty())
                .forEach(redis -> sources.put("redis-" + sources.size(), redis));
        sources.put("rabbitmq", new RabbitMqSource());
        sources.put("activemq", (CamelSource) JmsSource.all().get(0));
        sources.put("jafka", new JafkaSource());
        for (CamelSource source : sources.values()) {
            source.open();
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            // The time of storing tells what of Jafka was stored before the last checkpoint.
            admin.createTopics(sources.keySet().stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1)
                                    .configs(Map.of("message.timestamp.type", "LogAppendTime")))
                            .toList())
                    .all()
                    .get(60, SECONDS);
        }
        sources.forEach((topic, source) -> senders.add(new Sender(topic, source)));
        gateway = startGateway();
    }

    @AfterEach
    void stopEverything() {
        List<AutoCloseable> parts = new ArrayList<>();
        parts.add(gateway);
        senders.forEach(sender -> parts.add(sender::finish));
        sources.values().forEach(source -> parts.add(source::close));
        parts.add(kafka);
        Parts.closeAll(parts);
    }

    @Test
    void nothingIsLostAndOnlyWhatWasOnItsWayIsRepeatedWhenTheGatewayIsKilled() throws Exception {
        awaitMore(Map.of());
        MILLISECONDS.sleep(WORK.toMillis() + ThreadLocalRandom.current().nextInt(500));

        Instant killed = Instant.now();
        gateway.kill();
        Map<String, Long> before = new HashMap<>();
        sources.keySet().forEach(topic -> before.put(topic, stored(topic)));
        gateway = startGateway();
        awaitMore(before);

        for (Sender sender : senders) {
            verify(sender.topic, sender.finish(), killed);
        }
    }

    private void awaitMore(Map<String, Long> before) {
        await().atMost(120, SECONDS)
                .untilAsserted(() -> assertThat(sources.keySet())
                        .as(gateway::said)
                        .allSatisfy(topic -> assertThat(stored(topic))
                                .as(topic)
                                .isGreaterThanOrEqualTo(before.getOrDefault(topic, 0L) + SOME)));
    }

    private long stored(String topic) {
        return Records.count(kafka.bootstrapServers(), topic);
    }

    private void verify(String topic, int given, Instant killed) {
        List<Integer> all = IntStream.range(0, given).boxed().toList();
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(new LinkedHashSet<>(numbers(read(topic))))
                        .as("what %s was given, in its order", topic)
                        .containsExactlyElementsOf(all));

        List<ConsumerRecord<byte[], byte[]>> found = read(topic);
        Set<Integer> seen = new LinkedHashSet<>();
        List<Integer> repeated =
                numbers(found).stream().filter(number -> !seen.add(number)).toList();
        if (topic.equals("jafka")) {
            Instant checkpoint = killed.minus(CHECKPOINT);
            assertThat(found.get(0).timestamp()).as("at work for long").isLessThan(checkpoint.toEpochMilli());
            assertThat(found.stream()
                            .filter(record -> record.timestamp() < checkpoint.toEpochMilli())
                            .map(NeighboursLedgerIT::number))
                    .as("stored before the checkpoint and repeated")
                    .doesNotContainAnyElementsOf(repeated);
        } else {
            assertThat(repeated).as("repeated of " + topic).hasSizeLessThanOrEqualTo(WINDOW);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return Records.all(kafka.bootstrapServers(), topic);
    }

    private static List<Integer> numbers(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(NeighboursLedgerIT::number).toList();
    }

    private static int number(ConsumerRecord<byte[], byte[]> record) {
        return Item.read(new String(record.value(), UTF_8)).number();
    }

    private GatewayProcess startGateway() throws Exception {
        Map<String, String> environment =
                GatewayProcess.environment(folder, kafka.bootstrapServers(), "tcp://127.0.0.1:1", Ports.free());
        environment.put("FIELDGATE_DATABASE_URL", "");
        StringBuilder routes = new StringBuilder();
        sources.forEach((topic, source) -> {
            environment.putAll(source.environment());
            routes.append("""
                    - route:
                        id: %1$s
                        from:
                          uri: "%2$s"
                          steps:
                            - to: topic:%1$s
                    """.formatted(topic, source.endpoint(WINDOW)));
        });
        Path file = Files.writeString(folder.resolve("neighbours.camel.yaml"), routes);
        environment.put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "file:" + file);
        return GatewayProcess.start(folder, environment, "run");
    }
}
