package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Ports;
import io.fieldgate.lake.LakeGateway;
import io.fieldgate.lake.LakeReader;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A topic comes into a lake by two gateways, each with partitions of its own, until one of them is killed. Another implementation
 * must find every record in the files, and each once. {@code -Dfieldgate.kills} kills more often.
 */
@Timeout(300)
class LakeLedgerIT {
    private static final int KILLS = Integer.getInteger("fieldgate.kills", 1);
    private static final int RECORDS = 40_000;
    private static final int PARTITIONS = 4;
    private static final String GROUP = "fieldgate.rows";
    /** Kafka would delete older ones. */
    private final Instant firstReading =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);

    private static final Pattern LAKE_LIBRARY = Pattern.compile(".*/(parquet-|hadoop-client-(api|runtime)-).*");

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private LakeReader lake;

    @BeforeEach
    void startKafka() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), Ports.free());
        kafka.start();
        lake = new LakeReader(folder.resolve("lake/telemetry"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("telemetry", PARTITIONS, (short) 1)))
                    .all()
                    .get(60, SECONDS);
        }
    }

    @AfterEach
    void stopKafka() {
        kafka.stop();
    }

    @Test
    void everyRecordIsInAFileOnceWhereverTheGatewayIsKilled() throws Exception {
        produce(0, RECORDS / 2);
        try (GatewayProcess other = startGateway("second")) {
            GatewayProcess killed = startGateway("first");
            try {
                for (int kill = 1; kill <= KILLS; kill++) {
                    long before = rows();
                    produce(kill * RECORDS, kill * RECORDS + 1_000);
                    await().atMost(120, SECONDS).until(() -> rows() > before);
                    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(1_000));
                    killed.kill();
                    killed = startGateway("first");
                }
                produce(RECORDS / 2, RECORDS);
                long all = RECORDS + 1_000L * (KILLS + 1);
                awaitAll(all - 1_000);
                bothLoad();
                awaitAll(all);

                assertThat(lake.rowsAndRecords()).isEqualTo(all + "|" + all);
                assertThat(lake.query("SELECT count(DISTINCT (device, ts)), count(DISTINCT date) FROM FILES"))
                        .containsExactly(all + "|2");
                assertThat(lake.query(
                                "SELECT count(*) FROM (SELECT kafka_offset - lag(kafka_offset) OVER (PARTITION BY filename"
                                        + " ORDER BY file_row_number) AS step FROM FILES) WHERE step <= 0"))
                        .as("rows that are not in the order of their partition")
                        .containsExactly("0");
                assertThat(other.isAlive()).isTrue();
                assertThat(killed.terminate()).isZero();
            } finally {
                killed.close();
            }
        }
    }

    private void awaitAll(long records) {
        await().atMost(120, SECONDS).untilAsserted(() -> assertThat(rows()).isGreaterThanOrEqualTo(records));
        await().atMost(60, SECONDS).until(() -> committed() == records);
    }

    /** All partitions grow while each gateway has some of them. */
    private void bothLoad() throws Exception {
        await().atMost(60, SECONDS)
                .until(() -> shares().size() == 2
                        && shares().stream().mapToInt(Set::size).sum() == PARTITIONS);
        Set<Set<Integer>> shares = shares();
        int first = (KILLS + 1) * RECORDS;

        produce(first, first + 1_000);

        await().atMost(60, SECONDS)
                .until(() -> lake.query(
                                "SELECT count(DISTINCT kafka_partition) FROM FILES WHERE temperature >= " + first)
                        .equals(List.of(String.valueOf(PARTITIONS))));
        assertThat(shares()).isEqualTo(shares);
        assertThat(shares.stream().flatMap(Set::stream))
                .as("partitions of a gateway, and of no other")
                .doesNotHaveDuplicates();
    }

    /** The partitions of each gateway that has some. */
    private Set<Set<Integer>> shares() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of(GROUP)).all().get(60, SECONDS).values().stream()
                    .flatMap(group -> group.members().stream())
                    .map(member -> member.assignment().topicPartitions().stream()
                            .map(TopicPartition::partition)
                            .collect(Collectors.toSet()))
                    .filter(share -> !share.isEmpty())
                    .collect(Collectors.toSet());
        }
    }

    private long rows() throws Exception {
        String rows = lake.rowsAndRecords();
        return Long.parseLong(rows.substring(0, rows.indexOf('|')));
    }

    private long committed() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin
                    .listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get(60, SECONDS)
                    .entrySet()
                    .stream()
                    .filter(each -> each.getKey().topic().equals("telemetry"))
                    .mapToLong(each -> each.getValue().offset())
                    .sum();
        }
    }

    /** Readings of two days. */
    private void produce(int from, int end) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int reading = from; reading < end; reading++) {
                Instant ts = firstReading.plusMillis(reading).plus(Duration.ofDays(reading % 2));
                var unused = producer.send(new ProducerRecord<>(
                        "telemetry",
                        null,
                        ts.toEpochMilli(),
                        ("device-" + reading % 50).getBytes(UTF_8),
                        ("{\"ts\":\"" + ts + "\",\"temperature\":" + reading + ".5}").getBytes(UTF_8)));
            }
        }
    }

    private GatewayProcess startGateway(String instance) throws Exception {
        return LakeGateway.start(
                folder,
                kafka.bootstrapServers(),
                instance,
                Map.of(
                        "FIELDGATE_LAKE_ROOT", folder.resolve("lake").toString(),
                        "LAKE_CLASSPATH", libraries()));
    }

    /** What fieldgate-lake.jar is made of. */
    private static String libraries() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(LAKE_LIBRARY.asMatchPredicate())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
