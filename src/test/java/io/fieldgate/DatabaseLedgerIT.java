package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway is killed while it brings a topic into PostgreSQL, most often between the commit of rows and that of their
 * offsets. Every record must be a row, none twice, and each row the last of its key. The shipped table.
 */
class DatabaseLedgerIT {
    private static final int KILLS = 10;
    private static final int DEVICES = 50;
    private static final int READINGS = 2_000;
    /** How often each reading is sent: first wrong, then corrected. */
    private static final int VERSIONS = 3;

    private static final Instant FIRST_READING = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private EmbeddedPostgres postgres;
    private GatewayProcess gateway;

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        postgres = EmbeddedPostgres.builder().start();
        produce();
        gateway = startGateway();
    }

    @AfterEach
    void stopEverything() throws Exception {
        gateway.close();
        postgres.close();
        kafka.stop();
    }

    @Test
    void everyRecordIsARowAndTheLastOfItsKeyWhereverTheGatewayIsKilled() throws Exception {
        long all = (long) DEVICES * READINGS;
        for (int kill = 0; kill < KILLS; kill++) {
            long before = kill == 0 ? 0 : progress();
            await().atMost(60, SECONDS).ignoreExceptions().until(() -> progress() > before);
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(300));
            assertThat(corrected()).as("killed in the middle").isLessThan(all);
            gateway.kill();
            gateway = startGateway();
        }

        await().atMost(120, SECONDS).until(() -> corrected() == all);
        assertThat(number("SELECT COUNT(*) FROM telemetry")).isEqualTo(all);
        assertThat(number("SELECT COUNT(DISTINCT (device, ts)) FROM telemetry")).isEqualTo(all);
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
                    .get(30, SECONDS);
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

    private GatewayProcess startGateway() throws Exception {
        Map<String, String> environment = GatewayProcess.environment(
                folder, kafka.bootstrapServers(), "tcp://127.0.0.1:1", GatewayProcess.freePort());
        environment.put("FIELDGATE_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"));
        environment.put("FIELDGATE_DATABASE_USERNAME", "postgres");
        // Small transactions, so that a kill falls between two commits more often.
        environment.put("FIELDGATE_DATABASE_BATCHSIZE", "20");
        // A killed consumer is missed only after this time, and until then nobody may read in its place.
        environment.put("FIELDGATE_KAFKA_PROPERTIES_SESSION_TIMEOUT_MS", "6000");
        environment.put("FIELDGATE_KAFKA_PROPERTIES_HEARTBEAT_INTERVAL_MS", "1000");
        environment.put("JAVA_OPTS", "-Xmx256m");
        Path route = Files.writeString(folder.resolve("route.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: topic-to-database
                    routeId: rows
                    parameters:
                      - { name: topic, value: telemetry }
                      - { name: table, value: telemetry }
                """);
        environment.put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "classpath:route-templates/*.camel.yaml,file:" + route);
        return GatewayProcess.start(folder, environment, "run");
    }
}
