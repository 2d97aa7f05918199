package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A topic comes into PostgreSQL while the gateway is killed, most often between the commit of rows and that of their
 * offsets, and while members join and leave its group. Every record must be a row, none twice, and each row the last of
 * its key. The shipped table.
 */
@Timeout(480)
class DatabaseLedgerIT {
    /** bench/soak asks for more. */
    private static final int KILLS = Integer.getInteger("fieldgate.kills", 4);
    /** How often a guest is given partitions. */
    private static final int VISITS = 3;
    /** The very first start makes the class archive as well. */
    private static final int SECONDS_TO_BEGIN = 90;
    /** A gateway that is back writes before this; the group misses the dead one after 45 s only. */
    private static final int SECONDS_TO_RETURN = 40;

    private static final String GROUP = "fieldgate.rows";
    private static final int DEVICES = 50;
    private static final int READINGS = 2_000 * Math.max(1, KILLS / 10);
    private static final long ROWS = (long) DEVICES * READINGS;
    /** How often each reading is sent: first wrong, then corrected. */
    private static final int VERSIONS = 3;

    private static final Instant FIRST_READING = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private int postgresPort;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        postgresPort = Ports.free();
        postgres = postgres("primary");
        produce();
    }

    /** A server, always at the same address. */
    private EmbeddedPostgres postgres(String data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve(data))
                .setCleanDataDirectory(false)
                .setPort(postgresPort)
                .start();
    }

    @AfterEach
    void stopEverything() {
        Parts.closeAll(postgres, kafka);
    }

    @Test
    void everyRecordIsARowAndTheLastOfItsKeyWhereverTheGatewayIsKilled(TestReporter reporter) throws Exception {
        List<String> returns = new ArrayList<>();
        try (GatewayProcess survivor = survivorOf(KILLS, "kafka", () -> {}, returns)) {
            await().atMost(120, SECONDS).until(() -> corrected() == ROWS);

            assertThat(survivor.isAlive()).isTrue();
            assertThat(number("SELECT COUNT(*) FROM telemetry")).isEqualTo(ROWS);
            assertThat(number("SELECT COUNT(DISTINCT (device, ts)) FROM telemetry"))
                    .isEqualTo(ROWS);
        }
        reporter.publishEntry("from each start to the first new row", returns.toString());
    }

    @Test
    void withItsOffsetsInTheDatabaseNothingIsWrittenTwiceAndARestoredDatabaseIsFilledUp() throws Exception {
        try (GatewayProcess survivor =
                survivorOf(Math.max(1, KILLS / 2 - 1), "database", this::noteWrites, new ArrayList<>())) {
            await().atMost(120, SECONDS).until(() -> corrected() == ROWS);
            assertThat(number("SELECT COUNT(*) FROM writes")).isPositive();
            assertThat(number("SELECT COUNT(*) - COUNT(DISTINCT (kafka_partition, kafka_offset)) FROM writes"))
                    .as("rows that were written twice")
                    .isZero();
            survivor.terminate();
        }
        int backup = READINGS * VERSIONS;
        execute("DELETE FROM telemetry WHERE kafka_offset >= " + backup);
        execute("UPDATE fieldgate_offsets SET position = LEAST(position, " + backup + ")");
        assertThat(corrected()).isBetween(1L, ROWS - 1);

        try (GatewayProcess next = startGateway("first", 2_000, "database")) {
            await().atMost(120, SECONDS).until(() -> corrected() == ROWS);
            assertThat(next.isAlive()).isTrue();
        }
        assertThat(number("SELECT COUNT(*) FROM telemetry")).isEqualTo(ROWS);
    }

    @Test
    void withItsOffsetsInTheDatabaseAReplicaThatLaggedBehindGetsWhatItLacksAfterAFailOver() throws Exception {
        // Few rows at a time, so that they are not all written before the fail-over.
        try (GatewayProcess gateway = startGateway("first", 50, "database")) {
            await().atMost(SECONDS_TO_BEGIN, SECONDS).ignoreExceptions().until(() -> progress() > 0);
            postgres.close();
            Process copy = new ProcessBuilder("cp", "-a", "primary", "replica")
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            assertThat(copy.waitFor()).isZero();
            postgres = postgres("primary");
            long replicated = progress();
            await().atMost(SECONDS_TO_RETURN, SECONDS).until(() -> progress() > 2 * replicated + DEVICES);
            assertThat(corrected()).as("the fail-over is in the middle").isLessThan(ROWS);
            postgres.close();
            postgres = postgres("replica");

            await().atMost(120, SECONDS).until(() -> corrected() == ROWS);
            assertThat(gateway.isAlive()).isTrue();
        }
        assertThat(number("SELECT COUNT(*) FROM telemetry")).isEqualTo(ROWS);
    }

    @Test
    void keepsItsPlaceInTheGroupWhileTheDatabaseIsStoppedForAMinuteAndLosesNothing() throws Exception {
        // Few rows at a time, so that they are not all written before.
        try (GatewayProcess gateway = startGateway("first", 50)) {
            await().atMost(SECONDS_TO_BEGIN, SECONDS).ignoreExceptions().until(() -> progress() > 0);
            Set<String> members = members();
            long before = corrected();
            postgres.close();

            // Longer than the group waits for somebody who says nothing (session.timeout.ms, 45 s).
            await().during(60, SECONDS)
                    .atMost(90, SECONDS)
                    .pollInterval(5, SECONDS)
                    .until(() -> members().equals(members));
            postgres = postgres("primary");
            assertThat(corrected()).as("stopped in the middle").isBetween(before, ROWS - 1);
            await().atMost(120, SECONDS).until(() -> corrected() == ROWS);
            assertThat(members()).isEqualTo(members).hasSize(1);
            assertThat(gateway.isAlive()).isTrue();
        }
        assertThat(number("SELECT COUNT(*) FROM telemetry")).isEqualTo(ROWS);
    }

    private interface Step {
        void run() throws SQLException;
    }

    /**
     * The gateway that writes what those that were killed have left.
     *
     * @param begun done when the first has begun to write
     * @param returns gets how long each of the others took until it wrote
     */
    private GatewayProcess survivorOf(int kills, String offsets, Step begun, List<String> returns) throws Exception {
        GatewayProcess gateway = startGateway("first", 20, offsets);
        try {
            await().atMost(SECONDS_TO_BEGIN, SECONDS).ignoreExceptions().until(() -> progress() > 0);
            begun.run();
            for (int kill = 1; kill <= kills; kill++) {
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(300));
                assertThat(corrected()).as("killed in the middle").isLessThan(ROWS);
                gateway.kill();
                long before = progress();
                long started = System.nanoTime();
                gateway = startGateway("first", kill < kills ? 20 : 2_000, offsets);
                await().atMost(SECONDS_TO_RETURN, SECONDS).until(() -> progress() > before);
                returns.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) + " ms");
            }
            return gateway;
        } catch (Exception | AssertionError e) {
            gateway.close();
            throw e;
        }
    }

    /** Each row that is offered to the table from now on, also one that is there already. */
    private void noteWrites() throws SQLException {
        execute("CREATE TABLE writes (kafka_partition bigint, kafka_offset bigint)");
        execute("CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO writes VALUES"
                + " (NEW.kafka_partition, NEW.kafka_offset); RETURN NEW; END $$");
        execute("CREATE TRIGGER note BEFORE INSERT ON telemetry FOR EACH ROW EXECUTE FUNCTION note()");
    }

    @Test
    void everyRecordIsARowAndTheLastOfItsKeyWhileMembersJoinAndLeaveItsGroup() throws Exception {
        // Few rows at a time, so that they are not all written before somebody has come and gone.
        try (GatewayProcess one = startGateway("first", 5);
                GatewayProcess other = startGateway("second", 5)) {
            await().atMost(SECONDS_TO_BEGIN, SECONDS)
                    .ignoreExceptions()
                    .until(() -> progress() > 0 && members().size() == 2);
            for (int visits = 0; visits < VISITS; ) {
                visits += visit() ? 1 : 0;
            }
            assertThat(corrected()).as("visited in the middle").isLessThan(ROWS);
            assertThat(one.isAlive() && other.isAlive()).isTrue();
            one.terminate();
            other.terminate();
        }
        try (GatewayProcess last = startGateway("first", 2_000)) {
            await().atMost(120, SECONDS).until(() -> corrected() == ROWS);
            assertThat(last.isAlive()).isTrue();
        }
        assertThat(number("SELECT COUNT(*) FROM telemetry")).isEqualTo(ROWS);
        assertThat(number("SELECT COUNT(DISTINCT (device, ts)) FROM telemetry")).isEqualTo(ROWS);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Takes part in the group, reads and stores nothing; returns whether partitions were its for a while. */
    private boolean visit() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "group.id",
                GROUP,
                "enable.auto.commit",
                false,
                "partition.assignment.strategy",
                CooperativeStickyAssignor.class.getName());
        try (KafkaConsumer<byte[], byte[]> guest =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            guest.subscribe(List.of("telemetry"));
            long end = System.nanoTime() + SECONDS.toNanos(5);
            while (guest.assignment().isEmpty() && System.nanoTime() < end) {
                guest.poll(Duration.ofMillis(50));
            }
            return !guest.assignment().isEmpty();
        }
    }

    /** What the group calls those who are in it; somebody whom it missed has another name when back. */
    private Set<String> members() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of(GROUP)).all().get(60, SECONDS).values().stream()
                    .flatMap(described -> described.members().stream())
                    .map(MemberDescription::consumerId)
                    .collect(Collectors.toSet());
        }
    }

    /** Grows with every record that is stored; fails before the table is there. */
    private long progress() throws SQLException {
        return number("SELECT COALESCE(SUM(kafka_offset + 1), 0) FROM telemetry");
    }

    /** Rows that hold the last version of their reading. */
    private long corrected() throws SQLException {
        return number("SELECT COUNT(*) FROM telemetry WHERE temperature = " + (VERSIONS - 1));
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }

    private void produce() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("telemetry", 4, (short) 1)))
                    .all()
                    .get(60, SECONDS);
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 20, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int reading = 0; reading < READINGS; reading++) {
                for (int version = 0; version < VERSIONS; version++) {
                    String json =
                            "{\"ts\":\"" + FIRST_READING.plusSeconds(reading) + "\",\"temperature\":" + version + "}";
                    for (int device = 0; device < DEVICES; device++) {
                        var unused = producer.send(new ProducerRecord<>(
                                "telemetry", ("device-" + device).getBytes(UTF_8), json.getBytes(UTF_8)));
                    }
                }
            }
            producer.flush();
        }
    }

    /**
     * Starts one.
     *
     * @param instance its name in the group
     * @param batch the most rows in a transaction: with few of them a kill falls between two commits more often
     */
    private GatewayProcess startGateway(String instance, int batch) throws Exception {
        return startGateway(instance, batch, "kafka");
    }

    private GatewayProcess startGateway(String instance, int batch, String offsets) throws Exception {
        Map<String, String> environment =
                GatewayProcess.environment(folder, kafka.bootstrapServers(), "tcp://127.0.0.1:1", Ports.free());
        environment.put("FIELDGATE_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"));
        environment.put("FIELDGATE_DATABASE_USERNAME", "postgres");
        environment.put("FIELDGATE_DATABASE_BATCHSIZE", String.valueOf(batch));
        environment.put("FIELDGATE_KAFKA_INSTANCE", instance);
        Path route = Files.writeString(folder.resolve("route.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: topic-to-database
                    routeId: rows
                    parameters:
                      - { name: topic, value: telemetry }
                      - { name: table, value: telemetry }
                      - { name: offsets, value: %s }
                """.formatted(offsets));
        environment.put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "classpath:route-templates/*.camel.yaml,file:" + route);
        return GatewayProcess.start(folder, environment, "run");
    }
}
