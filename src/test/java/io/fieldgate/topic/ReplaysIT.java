package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import io.fieldgate.message.Failure;
import io.fieldgate.topic.ReplayJob.State;
import io.fieldgate.topic.TopicSpec.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.camel.builder.RouteBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters go back, while gateways come and go. Kafka is real; a route that reads the topic is there and rests. */
class ReplaysIT {
    private static final int DEVICES = 7;
    private static final int LETTERS = 700;
    private static final Duration SWAPPING = Duration.ofSeconds(15);
    /** Not so old that the topic would not keep them. */
    private static final long FIRST =
            System.currentTimeMillis() - Duration.ofHours(1).toMillis();

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private Gateway gateway;
    private Replays replays;

    @BeforeEach
    void buryLetters() throws Exception {
        kafka = new EmbeddedKafka(folder, 0);
        kafka.start();
        open("one");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> gateway.provisioner.ready().isDone());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < LETTERS; i++) {
                sent.add(producer.send(letter(i)));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    /** The nth message, of one of the devices, in the partition of that. */
    private static ProducerRecord<byte[], byte[]> letter(int number) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                "readings.dlq",
                null,
                FIRST + number,
                ("pump-" + number % DEVICES).getBytes(UTF_8),
                Integer.toString(number).getBytes(UTF_8));
        Map.of(
                        "fg.dlq.code",
                        number % 100 == 0 ? "EMPTY" : "DB_DATA",
                        "fg.dlq.route",
                        "rows",
                        "fg.dlq.stage",
                        "TOPIC_TO_SINK",
                        "fg.dlq.first.ts",
                        Integer.toString(number),
                        "kafka_dlt-original-topic",
                        "readings",
                        "mqtt.topic",
                        "plant/" + number)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    private void open(String instance) throws Exception {
        gateway = new Gateway(
                        kafka.bootstrapServers(), instance, Map.of(), false, Gateway.topic("readings", 3, Format.BYTES))
                .start(rows());
        replays = new Replays(gateway.component, () -> gateway.camel, gateway.deadLetters, SWAPPING);
        replays.start();
    }

    private static RouteBuilder rows() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("topic:readings").routeId("rows").autoStartup(false).to("log:never");
            }
        };
    }

    private void close() {
        replays.stop();
        gateway.close();
    }

    @AfterEach
    void closeAll() {
        Parts.closeAll(this::close, kafka);
    }

    @Test
    void goesBackWithKeyTimeAndHeadersAndInOrderAndOnlyOnce() throws Exception {
        ReplayJob job = ended(replays.start(order(LetterFilter.ALL, false, 10_000)));

        assertThat(job.state()).isEqualTo(State.DONE);
        assertThat(job.replayed()).isEqualTo(LETTERS);
        assertThat(job.looked()).isEqualTo(job.toLook()).isEqualTo(LETTERS);
        assertThat(byDevice(back())).isEqualTo(all());
        ConsumerRecord<byte[], byte[]> one = back().get(0);
        assertThat(one.timestamp()).isEqualTo(FIRST + number(one));
        assertThat(Records.header(one, "mqtt.topic")).isEqualTo("plant/" + number(one));
        assertThat(Records.header(one, "fg.replay-of")).startsWith("readings.dlq-" + one.partition() + "@");
        assertThat(Records.header(one, "fg.replay-count")).isEqualTo("1");
        assertThat(one.headers()).extracting(header -> header.key()).doesNotContain("fg.dlq.code");

        ReplayJob second = ended(replays.start(order(LetterFilter.ALL, false, 10_000)));
        assertThat(second.replayed()).as("what was replayed").isZero();
        ReplayJob again = ended(replays.start(order(code("EMPTY"), true, 10_000)));
        assertThat(again.replayed()).isEqualTo(LETTERS / 100);
    }

    /** Without Kafka's producer nothing more can be noted, as after a kill. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnWhereItWasWhenItsGatewayComesBackAndLosesNothing(boolean killed) throws Exception {
        ReplayJob begun = replays.start(order(LetterFilter.ALL, false, 120));
        await().atMost(Duration.ofSeconds(60)).until(() -> found(begun).replayed() > 100);
        assertThatThrownBy(() -> replays.start(order(LetterFilter.ALL, false, 1)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("runs at the moment");

        if (killed) {
            gateway.producer.close();
        }
        close();
        open("one");

        ReplayJob job = ended(begun);
        assertThat(job.state()).isEqualTo(State.DONE);
        List<ConsumerRecord<byte[], byte[]>> back = back();
        assertThat(byDevice(back))
                .as("each at least once, the first time in order")
                .isEqualTo(all());
        assertThat(back.size()).as("those since its last note twice").isBetween(LETTERS, LETTERS + (killed ? 300 : 0));
        Set<String> replayOf = new LinkedHashSet<>();
        back.forEach(record -> replayOf.add(Records.header(record, "fg.replay-of")));
        assertThat(replayOf).as("under the same name").hasSize(LETTERS);
    }

    @Test
    void isStoppedAndResumedByAnyGateway() throws Exception {
        ReplayJob begun = replays.start(order(LetterFilter.ALL, false, 50));
        await().atMost(Duration.ofSeconds(60)).until(() -> found(begun).replayed() > 0);
        Gateway first = gateway;
        Replays elsewhere = replays;
        open("two");
        try {
            replays.stop(begun.id(), "ann");

            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            !Objects.requireNonNull(elsewhere.find(begun.id())).isRunning());
            ReplayJob stopped = Objects.requireNonNull(elsewhere.find(begun.id()));
            assertThat(stopped.state()).isEqualTo(State.STOPPED);
            assertThat(stopped.endedBy()).isEqualTo("ann");
            assertThat(stopped.replayed()).isLessThan(LETTERS);
        } finally {
            elsewhere.stop();
            first.close();
        }
        ReplayJob resumed = Objects.requireNonNull(replays.resume(begun.id()));
        assertThat(resumed.isRunning()).isTrue();
        replays.stop(begun.id(), "bob");
        assertThat(ended(begun).endedBy()).isEqualTo("bob");
        assertThat(replays.list()).extracting(ReplayJob::id).containsExactly(begun.id());
    }

    @Test
    void oneThatIsResumedSendsNothingThatALaterOneHasSent() throws Exception {
        ReplayJob first = replays.start(order(LetterFilter.ALL, false, 50));
        await().atMost(Duration.ofSeconds(60)).until(() -> found(first).replayed() > 0);
        replays.stop(first.id(), "ann");
        ended(first);
        ended(replays.start(order(LetterFilter.ALL, false, 10_000)));

        replays.resume(first.id());

        assertThat(ended(first).state()).isEqualTo(State.DONE);
        assertThat(back()).hasSize(LETTERS);
    }

    @Test
    void aStopIsNotedAsSoonAsKafkaTakesItAndHoldsWhenTheGatewayComesBack() throws Exception {
        ReplayJob begun = replays.start(order(LetterFilter.ALL, false, 50));
        await().atMost(Duration.ofSeconds(60)).until(() -> found(begun).replayed() > 0);
        mostBytes("100");
        // Kafka answers when the setting is written, and acts by it when its broker has read it.
        await().until(() -> String.valueOf(found(begun).waitsFor()).contains("cannot be written"));
        replays.stop(begun.id(), "ann");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> String.valueOf(found(begun).waitsFor()).contains("cannot be written"));
        assertThatThrownBy(() -> replays.resume(begun.id()))
                .as("while it is not noted")
                .isInstanceOf(Failure.class)
                .hasMessageContaining("runs at the moment");

        mostBytes("1000000");

        assertThat(ended(begun).endedBy()).isEqualTo("ann");
        close();
        open("one");
        assertThat(found(begun).state()).isEqualTo(State.STOPPED);
    }

    /** What the topic in which replays stand takes. */
    private void mostBytes(String bytes) throws Exception {
        ConfigResource book = new ConfigResource(ConfigResource.Type.TOPIC, ReplayBook.TOPIC);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            book,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    @Test
    void aForecastCountsAndWritesNothing() throws Exception {
        ReplayForecast forecast = replays.forecast(
                order(code("EMPTY"), false, 1),
                (route, fill) -> route.equals("rows") ? null : new LetterTrial.Refusal("WRONG", route));

        assertThat(forecast.complete()).isTrue();
        assertThat(forecast.looked()).isEqualTo(LETTERS);
        assertThat(forecast.selected()).isEqualTo(LETTERS / 100);
        assertThat(forecast.passed()).isEqualTo(LETTERS / 100);
        assertThat(back()).isEmpty();
        assertThat(replays.list()).isEmpty();
    }

    @Test
    void whatHasNoWayBackTodayStaysAndSaysWhy() throws Exception {
        gateway.camel.removeRoute("rows");

        ReplayJob job = ended(replays.start(order(code("EMPTY"), false, 10_000)));

        assertThat(job.replayed()).isZero();
        assertThat(job.skipped())
                .hasSize(LETTERS / 100)
                .allSatisfy(skip -> assertThat(skip.reason()).isEqualTo("There is no route 'rows' today."));
        assertThat(back()).isEmpty();
    }

    @Test
    void aRouteThatIsSwappedIsWaitedFor() throws Exception {
        gateway.camel.removeRoute("rows");

        ReplayJob job = replays.start(order(code("EMPTY"), false, 10_000));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "There is no route 'rows' at the moment."
                        .equals(found(job).waitsFor()));
        gateway.camel.addRoutes(rows());

        assertThat(ended(job).skipped()).isEmpty();
        assertThat(back()).hasSize(LETTERS / 100);
    }

    private static ReplayOrder order(LetterFilter filter, boolean again, int rate) {
        return new ReplayOrder(filter, List.of(), again, rate, null, "test");
    }

    private static LetterFilter code(String code) {
        return new LetterFilter("readings", null, code, null, null, null);
    }

    private ReplayJob found(ReplayJob job) {
        return Objects.requireNonNull(replays.find(job.id()));
    }

    private ReplayJob ended(ReplayJob job) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !found(job).isRunning());
        return found(job);
    }

    private List<ConsumerRecord<byte[], byte[]>> back() {
        return Records.all(kafka.bootstrapServers(), "readings");
    }

    private static int number(ConsumerRecord<byte[], byte[]> record) {
        return Integer.parseInt(new String(record.value(), UTF_8));
    }

    /** What came of each device, each message the first time only. */
    private static Map<String, List<Integer>> byDevice(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Set<Integer>> first = new TreeMap<>();
        records.forEach(
                record -> first.computeIfAbsent(new String(record.key(), UTF_8), device -> new LinkedHashSet<>())
                        .add(number(record)));
        Map<String, List<Integer>> lists = new TreeMap<>();
        first.forEach((device, numbers) -> lists.put(device, new ArrayList<>(numbers)));
        return lists;
    }

    private static Map<String, List<Integer>> all() {
        Map<String, List<Integer>> all = new TreeMap<>();
        for (int i = 0; i < LETTERS; i++) {
            all.computeIfAbsent("pump-" + i % DEVICES, device -> new ArrayList<>())
                    .add(i);
        }
        return all;
    }
}
