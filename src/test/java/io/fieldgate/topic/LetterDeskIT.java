package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.message.Failure;
import io.fieldgate.topic.LetterReader.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Dead letters of two topics, 3,000 of them in one, in a real Kafka. */
class LetterDeskIT {
    private static final int MANY = 3_000;
    private static final LetterFilter READINGS = new LetterFilter("readings", null, null, null, null, null);

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;
    private static LetterDesk desk;

    @BeforeAll
    static void bury() throws Exception {
        kafka = new EmbeddedKafka(folder, 0);
        kafka.start();
        desk = desk(kafka.bootstrapServers());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("readings.dlq", Optional.of(3), Optional.empty()),
                            new NewTopic("events.dlq", Optional.of(1), Optional.empty()),
                            new NewTopic("events", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                sent.add(producer.send(letter("readings.dlq", i % 3, i, i % 1_000 == 0 ? "EMPTY" : "DB_DATA")));
            }
            sent.add(producer.send(letter("events.dlq", 0, MANY, "EMPTY")));
            sent.add(producer.send(letter("events", 0, MANY, "EMPTY")));
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    /** The nth fails n seconds after 1970. */
    private static ProducerRecord<byte[], byte[]> letter(String topic, int partition, int number, String code) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic,
                partition,
                ("pump-" + number).getBytes(UTF_8),
                Integer.toString(number).getBytes(UTF_8));
        record.headers().add("fg.dlq.code", code.getBytes(UTF_8));
        record.headers().add("fg.dlq.route", "rows".getBytes(UTF_8));
        record.headers().add("fg.dlq.first.ts", (number + "000").getBytes(UTF_8));
        return record;
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    private static LetterDesk desk(String address) {
        return new LetterDesk(clients(address));
    }

    private static KafkaClients clients(String address) {
        return new KafkaClients(new KafkaProperties(
                List.of(address), "desk", "", Map.of(), Duration.ofMillis(5), DataSize.ofMegabytes(1), false));
    }

    @Test
    void listsThoseThatFailedLastFirstWhateverPartitionTheyAreIn() {
        LetterPage page = desk.list(LetterFilter.ALL, 5, null);

        assertThat(page.letters())
                .extracting(Letter::device)
                .containsExactly("pump-3000", "pump-2999", "pump-2998", "pump-2997", "pump-2996");
        assertThat(page.complete()).isFalse();
        assertThat(page.scanned()).as("far less than all").isLessThan(200);
    }

    @Test
    void pagesFollowEachOtherWithoutAGapOrADouble() {
        List<String> devices = new ArrayList<>();
        LetterPage page = desk.list(READINGS, 700, null);
        page.letters().forEach(letter -> devices.add(letter.device()));
        while (page.next() != null) {
            page = desk.list(READINGS, 700, page.next());
            page.letters().forEach(letter -> devices.add(letter.device()));
        }

        List<String> all = new ArrayList<>();
        for (int i = MANY - 1; i >= 0; i--) {
            all.add("pump-" + i);
        }
        assertThat(devices).isEqualTo(all);
        assertThat(page.complete()).isTrue();
    }

    @Test
    void findsFewAmongMany() {
        LetterFilter empty = new LetterFilter("readings", "rows", "EMPTY", null, null, null);

        LetterPage page = desk.list(empty, 100, null);

        assertThat(page.letters()).extracting(Letter::device).containsExactly("pump-2000", "pump-1000", "pump-0");
        assertThat(page.next()).isNull();
    }

    @Test
    void looksNoFurtherBackThanItIsAsked() {
        LetterFilter late = new LetterFilter("readings", null, null, null, Instant.ofEpochSecond(MANY - 10), null);

        LetterPage page = desk.list(late, 100, null);

        assertThat(page.letters()).hasSize(10);
        assertThat(page.complete()).isTrue();
        assertThat(page.scanned()).isLessThan(MANY / 3);
    }

    @Test
    void countsByTopicRouteAndCause() {
        LetterCounts counts = desk.count(LetterFilter.ALL);

        assertThat(counts.complete()).isTrue();
        assertThat(counts.held()).isEqualTo(Map.of("readings.dlq", (long) MANY, "events.dlq", 1L));
        assertThat(counts.causes())
                .extracting(cause -> cause.topic() + " " + cause.code() + " " + cause.count())
                .containsExactly("readings DB_DATA 2997", "readings EMPTY 3", "events EMPTY 1");
        assertThat(counts.causes().get(1).newest().device()).isEqualTo("pump-2000");
        assertThat(counts.causes().get(1).first()).isEqualTo(Instant.EPOCH);
        assertThat(counts.hours()).isEqualTo(Map.of(Instant.EPOCH, (long) MANY + 1));
    }

    @Test
    void aReplayBeginsShortlyBeforeWhatIsMeant() {
        TopicPartition one = new TopicPartition("readings.dlq", 1);
        try (LetterReader reader = new LetterReader(clients(kafka.bootstrapServers()), Duration.ofSeconds(10))) {
            Range all =
                    Objects.requireNonNull(reader.ranges("readings.dlq"::equals).get(one));

            Range late = reader.since(one, all, Instant.ofEpochSecond(MANY - 60));

            assertThat(late.end()).isEqualTo(MANY / 3);
            assertThat(late.from()).isBetween(600L, 880L);
            assertThat(reader.since(one, all, Instant.EPOCH)).isEqualTo(all);
        }
    }

    @Test
    void opensOneAndNothingThatIsNone() {
        RecordPlace place = new RecordPlace("readings.dlq", 1, 5);

        OpenLetter opened = Objects.requireNonNull(desk.open(place));

        assertThat(opened.value()).asString(UTF_8).isEqualTo("16");
        assertThat(opened.letter().place()).isEqualTo(place);
        assertThat(desk.open(new RecordPlace("readings.dlq", 1, MANY))).isNull();
        assertThat(desk.open(new RecordPlace("readings.dlq", 7, 0))).isNull();
        assertThat(desk.open(new RecordPlace("none.dlq", 0, 0))).isNull();
        assertThat(desk.open(new RecordPlace("events", 0, 0)))
                .as("no dead letter")
                .isNull();
    }

    @Test
    void tenWhoAskAtTheSameTimeAllGetTheirAnswers() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(10);
        try {
            List<Future<LetterPage>> pages = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                LetterFilter filter =
                        i < 7 ? LetterFilter.ALL : new LetterFilter(null, null, null, "pump-" + i, null, null);
                pages.add(people.submit(() -> desk.list(filter, 50, null)));
            }

            for (Future<LetterPage> page : pages) {
                assertThat(page.get().letters()).isNotEmpty();
            }
            assertThat(pages.subList(0, 7))
                    .extracting(Future::get)
                    .containsOnly(pages.get(0).get());
        } finally {
            people.shutdownNow();
        }
    }

    @Test
    void looksAtFewAtATimeWhereTheyAreLarge() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic("images.dlq", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            for (int i = 0; i < 60; i++) {
                producer.send(new ProducerRecord<>("images.dlq", ("camera-" + i).getBytes(UTF_8), new byte[900_000]))
                        .get();
            }

            LetterPage page = desk.list(new LetterFilter("images", null, null, "camera-34", null, null), 1, null);

            assertThat(page.letters()).extracting(Letter::device).containsExactly("camera-34");
            assertThat(page.scanned()).as("20 and then fewer").isBetween(25L, 35L);
            admin.deleteTopics(List.of("images.dlq")).all().get();
        }
    }

    @Test
    void aGatewayWhoseClockIsBehindHidesNoLettersOfAnother() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic("clocks.dlq", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            for (int i = 0; i < 10; i++) {
                producer.send(letter("clocks.dlq", 0, 1_010 + i, "EMPTY")).get();
            }
            for (int i = 0; i < 30; i++) {
                producer.send(letter("clocks.dlq", 0, 960 + i, "EMPTY")).get();
            }

            LetterPage page = desk.list(
                    new LetterFilter("clocks", null, null, null, Instant.ofEpochSecond(1_000), null), 100, null);

            assertThat(page.letters()).hasSize(10);
            assertThat(page.complete()).isTrue();
            admin.deleteTopics(List.of("clocks.dlq")).all().get();
        }
    }

    @Test
    void saysThatKafkaIsAway() {
        assertThatThrownBy(() -> desk("127.0.0.1:1").list(LetterFilter.ALL, 1, null))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Kafka");
    }
}
