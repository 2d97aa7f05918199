package io.fieldgate.topic;

import static io.fieldgate.fault.Records.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.topic.TopicSpec.CleanupPolicy;
import io.fieldgate.topic.TopicSpec.Format;
import io.fieldgate.topic.TopicSpec.Ordering;
import io.fieldgate.yaml.BoundFile;
import io.fieldgate.yaml.LiveFile.Extent;
import io.fieldgate.yaml.LiveFile.Taken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

@ExtendWith(OutputCaptureExtension.class)
class TopicProvisionerIT {
    private static final int PARTITIONS = 20;

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;
    private final List<Gateway> gateways = new ArrayList<>();

    @BeforeEach
    void startKafka() {
        kafka = new EmbeddedKafka(folder, Ports.free());
        kafka.start();
    }

    @AfterEach
    void closeAll() {
        Parts.closeAll(() -> gateways.forEach(Gateway::close), kafka);
    }

    @Test
    void missingTopicsAreCreatedWithTheirDeadLetterTopics() throws Exception {
        start(false, wanted());

        // Kafka answers when they are made, and a broker shows them when it has read that.
        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(partitions("events")).isEqualTo(3);
            assertThat(partitions("events.dlq")).isEqualTo(3);
            assertThat(setting("events", "retention.ms")).isEqualTo("3600000");
            assertThat(setting("events", "cleanup.policy")).isEqualTo("compact");
            assertThat(setting("events.dlq", "cleanup.policy")).isEqualTo("delete");
        });
    }

    @Test
    void whatIsWrittenAsSoonAsATopicCanBeUsedIsStoredInItsOrder() throws Exception {
        Gateway gateway = start(false, wanted());
        // Small batches, so that the second is on its way while the first may be refused.
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "batch.size", 200, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int round = 0; round < 15; round++) {
                String topic = "new-" + round;
                gateway.provisioner.expect(of(topic, PARTITIONS, Ordering.DEVICE));
                assertThat(gateway.provisioner.await(topic, Duration.ofSeconds(30)))
                        .isTrue();

                verifyOrder(topic, send(producer, topic));
            }
        }
    }

    @Test
    void whatIsWrittenBeforeABrokerServesThePartitionIsStoredInItsOrder() throws Exception {
        KafkaProperties properties = new KafkaProperties(
                List.of(kafka.bootstrapServers()),
                "fieldgate",
                "early",
                Map.of("batch.size", "200"),
                Duration.ZERO,
                DataSize.ofMegabytes(1),
                false);
        try (Admin admin = admin();
                KafkaProducer<byte[], byte[]> producer = new KafkaClients(properties).producer()) {
            for (int round = 0; round < 15; round++) {
                String topic = "early-" + round;
                admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                        .all()
                        .get(60, TimeUnit.SECONDS);

                verifyOrder(topic, send(producer, topic));
            }
        }
    }

    @Test
    void aTopicThatDiffersIsReportedAndLeftAlone(CapturedOutput output) throws Exception {
        create("events", 1);

        start(false, wanted());

        await().atMost(Duration.ofSeconds(60))
                .until(() -> output.getAll()
                        .contains("The topic 'events' differs from fieldgate.topics: cleanup.policy is delete, wanted"
                                + " is compact. Nothing is changed"));
        assertThat(output.getAll()).contains("partitions is 1, wanted is 3");
        assertThat(output.getAll()).contains("retention.ms is 604800000, wanted is 3600000");
        assertThat(partitions("events")).isEqualTo(1);
        assertThat(setting("events", "retention.ms")).isEqualTo("604800000");
    }

    @Test
    void aTopicThatDiffersIsChangedWhenToldButForWhatLosesRecords(CapturedOutput output) throws Exception {
        create("events", 1);

        start(true, wanted());

        await().atMost(Duration.ofSeconds(60)).until(() -> partitions("events") == 3);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> output.getAll()
                        .contains("retention.ms is 604800000, wanted is 3600000. Nothing is changed (Kafka would delete"
                                + " records that it keeps now; ./fieldgate topics apply --allow-loss does it)."));
        assertThat(setting("events", "retention.ms")).isEqualTo("604800000");
        assertThat(setting("events", "cleanup.policy")).isEqualTo("delete");
    }

    @Test
    void topicsThatAreListedWhileTheGatewayRunsAreProvisionedAndNoneLosesRecords(CapturedOutput output)
            throws Exception {
        Gateway gateway = start(true, wanted());
        LiveTopics file = new LiveTopics(
                BoundFile.of(new StandardEnvironment(), "topics", Path.of("config/topics.yaml")),
                gateway.camel.getComponent("topic", TopicComponent.class));
        String text = """
                fieldgate:
                  topics:
                    - { name: events, partitions: 5, retention: 1h, cleanup-policy: compact }
                    - { name: doors, partitions: 2, format: json }
                """;

        Taken taken = file.take(text);

        assertThat(taken.extent()).isEqualTo(Extent.ALL);
        assertThat(taken.added()).containsExactly("doors");
        assertThat(taken.changed()).containsExactly("events");
        await().atMost(Duration.ofSeconds(60)).until(() -> partitions("events") == 5);
        await().atMost(Duration.ofSeconds(60)).until(() -> exists("doors.dlq"));
        assertThat(partitions("doors")).isEqualTo(2);
        assertThatThrownBy(() -> gateway.camel.createProducerTemplate().requestBody("topic:doors", "no json"))
                .hasStackTraceContaining("JSON");

        Taken losing =
                file.take(text.replace("retention: 1h", "retention: 30m").replace("partitions: 2", "partitions: 1"));

        assertThat(losing.extent()).isEqualTo(Extent.PARTLY);
        assertThat(losing.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .contains(
                                "topics.yaml:3:15: topic 'events': retention.ms is 3600000, wanted is 1800000; Kafka then deletes records",
                                "topics apply --allow-loss"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("topic 'doors': partitions is 2, wanted is 1; Kafka takes no"));
        assertThat(file.take("fieldgate: [").extent()).isEqualTo(Extent.EARLIER);

        // What the broker decided before is known only when the topic is looked at.
        var unused = file.take(text.replace("format: json", "format: json, retention: 1m"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> output.getAll()
                        .contains(
                                "The topic 'doors' differs from fieldgate.topics: retention.ms is 604800000, wanted is"
                                        + " 60000. Nothing is changed (Kafka would delete records"));
        assertThat(setting("events", "retention.ms")).isEqualTo("3600000");
        assertThat(setting("doors", "retention.ms")).isEqualTo("604800000");
    }

    @Test
    void aTopicThatIsToHaveOneOrderAndHasSeveralPartitionsIsNotWrittenTo() throws Exception {
        create("steps", 3);
        create("line", 1);

        Gateway gateway =
                new Gateway(kafka.bootstrapServers(), of("steps", 1, Ordering.GLOBAL), of("line", 1, Ordering.GLOBAL));
        gateways.add(gateway);
        gateway.provisioner.start();

        assertThat(gateway.provisioner.await("line", Duration.ofSeconds(60))).isTrue();
        assertThatThrownBy(() -> gateway.provisioner.await("steps", Duration.ofSeconds(60)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.SYSTEMIC))
                .hasMessageContaining("(ordering: global), but has 3 partitions in Kafka");
    }

    @Test
    void messagesForAnUnknownTopicWaitUntilItIsThere(CapturedOutput output) throws Exception {
        Gateway gateway = start(false);
        CompletableFuture<Object> sent = gateway.camel.createProducerTemplate().asyncSendBody("direct:in", "x");
        KafkaHealthCheck health = new KafkaHealthCheck(gateway.state);
        await().atMost(Duration.ofSeconds(60)).until(() -> health.call().getState() == HealthCheck.State.DOWN);
        assertThat(health.call().getMessage()).hasValue("Topics cannot be used: surprise");
        assertThat(String.valueOf(health.call().getDetails().get("topic.surprise")))
                .contains("Add it to config/topics.yaml");
        assertThat(output.getAll())
                .contains("fieldgate.topics does not list it")
                .contains("Add it to config/topics.yaml");
        assertThat(gateway.provisioner.ready()).isCompleted();

        create("surprise", 1);

        await().atMost(Duration.ofSeconds(60)).until(() -> health.call().getState() == HealthCheck.State.UP);
        await().atMost(Duration.ofSeconds(60)).until(sent::isDone);
        gateway.camel.createProducerTemplate().sendBody("direct:in", "y");
        assertThat(gateway.read("surprise"))
                .extracting(found -> new String(found.value(), UTF_8))
                .contains("y");
    }

    @Test
    void healthFollowsKafka() throws Exception {
        Gateway gateway = start(false, wanted());
        KafkaHealthCheck health = new KafkaHealthCheck(gateway.state);
        assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
        kafka.stop();
        await().atMost(Duration.ofSeconds(60)).until(() -> health.call().getState() == HealthCheck.State.DOWN);
        assertThat(health.call().getDetails())
                .containsEntry("address", kafka.bootstrapServers())
                .containsKey("since");
        kafka.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> health.call().getState() == HealthCheck.State.UP);
    }

    @Test
    void aLetterFromOutsideGoesBesideTheTopicThatItsRouteWritesTo() throws Exception {
        Gateway gateway = start(false, wanted());
        byte[] value = {0, 1, -1, '{'};

        gateway.deadLetters.put(letter("writes", value)).get(60, TimeUnit.SECONDS);
        gateway.deadLetters.put(letter("no route", value)).get(60, TimeUnit.SECONDS);

        ConsumerRecord<byte[], byte[]> stored = gateway.read("events.dlq").get(0);
        assertThat(stored.key()).isEqualTo("pump-1".getBytes(UTF_8));
        assertThat(stored.value()).isEqualTo(value);
        assertThat(header(stored, "fg.device")).isEqualTo("pump-1");
        assertThat(header(stored, "fg.dlq.code")).isEqualTo("MALFORMED_JSON");
        assertThat(header(stored, "fg.dlq.source")).isEqualTo("mqtt:a/b");
        assertThat(gateway.read("no-route.dlq")).hasSize(1);
    }

    @Test
    void aLetterTooLargeForKafkaIsCutAndSaysSo() throws Exception {
        Gateway gateway = start(false, wanted());
        byte[] large = new byte[1_500_000];
        byte[] huge = new byte[5_000_000];
        Arrays.fill(huge, (byte) 7);

        gateway.deadLetters.put(letter("writes", large)).get(60, TimeUnit.SECONDS);
        gateway.deadLetters.put(letter("writes", huge)).get(60, TimeUnit.SECONDS);

        List<ConsumerRecord<byte[], byte[]>> stored = gateway.read("events.dlq");
        assertThat(stored.get(0).value()).isEqualTo(large);
        assertThat(header(stored.get(0), "fg.dlq.truncated")).isEmpty();
        assertThat(stored.get(1).value()).hasSizeBetween(1_000_000, 2_097_152).containsOnly(7);
        assertThat(header(stored.get(1), "fg.dlq.truncated")).isEqualTo("5000000");
    }

    @Test
    void aLetterIsCutToWhatAnExistingTopicTakes() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic("events.dlq", 1, (short) 1)
                            .configs(Map.of("max.message.bytes", "300000", "compression.type", "uncompressed"))))
                    .all()
                    .get();
        }
        Gateway gateway = start(false, wanted());
        byte[] noise = new byte[1_000_000];
        new java.util.Random(1).nextBytes(noise);

        gateway.deadLetters.put(letter("writes", noise)).get(60, TimeUnit.SECONDS);

        ConsumerRecord<byte[], byte[]> stored = gateway.read("events.dlq").get(0);
        assertThat(stored.value()).hasSizeBetween(100_000, 300_000);
        assertThat(header(stored, "fg.dlq.truncated")).isEqualTo("1000000");
    }

    @Test
    void aLetterWaitsForKafka() throws Exception {
        Gateway gateway = start(false, wanted());
        kafka.stop();
        // It waits in put() while the producer knows nothing of the topic, and after that in the future.
        CompletableFuture<Void> stored = CompletableFuture.runAsync(
                () -> gateway.deadLetters.put(letter("writes", new byte[] {1})).join());
        await().during(Duration.ofSeconds(2)).until(() -> !stored.isDone());
        kafka.start();
        stored.get(120, TimeUnit.SECONDS);
        assertThat(gateway.read("events.dlq")).hasSize(1);
    }

    private static List<Future<RecordMetadata>> send(KafkaProducer<byte[], byte[]> producer, String topic) {
        return IntStream.range(0, 20 * PARTITIONS)
                .mapToObj(number -> producer.send(
                        new ProducerRecord<>(topic, number % PARTITIONS, null, ("reading " + number).getBytes(UTF_8))))
                .toList();
    }

    private static void verifyOrder(String topic, List<Future<RecordMetadata>> sent) throws Exception {
        for (int number = 0; number < sent.size(); number++) {
            assertThat(sent.get(number).get(10, TimeUnit.SECONDS).offset())
                    .as("reading %s of %s", number, topic)
                    .isEqualTo(number / PARTITIONS);
        }
    }

    private static DeadLetter letter(String route, byte @Nullable [] value) {
        return new DeadLetter(
                route,
                null,
                "pump-1".getBytes(UTF_8),
                value,
                Map.of("fg.device", "pump-1"),
                System.currentTimeMillis(),
                "mqtt:a/b",
                Failure.rejected("MALFORMED_JSON", "no JSON", null),
                1);
    }

    private static TopicSpec of(String topic, int partitions, Ordering ordering) {
        return new TopicSpec(
                topic,
                partitions,
                (short) -1,
                Duration.ofDays(7),
                null,
                null,
                CleanupPolicy.DELETE,
                ordering,
                Format.BYTES,
                false,
                Map.of());
    }

    private static TopicSpec wanted() {
        return new TopicSpec(
                "events",
                3,
                (short) -1,
                Duration.ofHours(1),
                null,
                null,
                CleanupPolicy.COMPACT,
                Ordering.DEVICE,
                Format.BYTES,
                true,
                Map.of());
    }

    private Gateway start(boolean alter, TopicSpec... topics) throws Exception {
        Gateway gateway = new Gateway(kafka.bootstrapServers(), Map.of(), alter, topics);
        gateways.add(gateway);
        gateway.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in").routeId("in").to("topic:surprise");
                from("direct:out")
                        .routeId("writes")
                        .choice()
                        .when(body())
                        .to("topic:events")
                        .end();
            }
        });
        gateway.provisioner.ready().get(60, TimeUnit.SECONDS);
        return gateway;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private void create(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private boolean exists(String topic) throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get().contains(topic);
        }
    }

    private int partitions(String topic) throws Exception {
        try (Admin admin = admin()) {
            var described = admin.describeTopics(List.of(topic)).allTopicNames().get();
            return Objects.requireNonNull(described.get(topic)).partitions().size();
        }
    }

    private String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin()) {
            var described = admin.describeConfigs(List.of(resource)).all().get();
            return Objects.requireNonNull(described.get(resource)).get(name).value();
        }
    }
}
