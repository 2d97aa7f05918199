package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fieldgate import}, as its user calls it. */
class ImportIT {
    private static final int LINES = 300_000;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;

    @BeforeEach
    void startKafka() {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
    }

    @Test
    void bringsFilesIntoTheTopicAndTellsWhatBecameOfThem() throws Exception {
        Path good = Files.writeString(folder.resolve("good {x}*.csv"), "device,ts,t\np-1,2026-01-02T03:04:05Z,21.5\n");
        Path bad = Files.writeString(folder.resolve("bad.csv"), "device,ts,t\np-1,2026-01-02T03:04:05Z\n");
        long started = System.currentTimeMillis();
        Path broken = Files.writeString(folder.resolve("broken.csv"), "device,device\n");

        try (GatewayProcess run = start(good, bad)) {
            assertThat(run.exit(180)).isEqualTo(1);
            assertThat(run.output())
                    .contains("√ good {x}*.csv  1 records")
                    .contains("√ bad.csv  1 records")
                    .contains("1 dead letters");
        }
        try (GatewayProcess run = start(broken, good)) {
            assertThat(run.exit(180)).isEqualTo(65);
            assertThat(run.output()).contains(" x broken.csv  The header names a column 'device'");
        }
        try (GatewayProcess run = start(folder.resolve("missing.csv"))) {
            assertThat(run.exit(180)).isEqualTo(65);
            assertThat(run.errors()).contains("missing.csv is no file that can be read");
        }

        ConsumerRecord<byte[], byte[]> stored =
                Records.all(kafka.bootstrapServers(), "telemetry").get(0);
        assertThat(new String(stored.value(), UTF_8))
                .isEqualTo("{\"device\":\"p-1\",\"ts\":\"2026-01-02T03:04:05Z\",\"t\":21.5}");
        assertThat(stored.key()).isEqualTo("p-1".getBytes(UTF_8));
        assertThat(stored.timestamp()).isGreaterThanOrEqualTo(started);
        assertThat(Records.header(stored, "fg.event-time")).isEqualTo("1767323045000");
        assertThat(Records.count(kafka.bootstrapServers(), "telemetry.dlq")).isEqualTo(1);
        assertThat(good).exists();
    }

    @Test
    void aRelativePathIsMeantFromWhereItIsCalled() throws Exception {
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/readings.csv"), "device,ts\np-1,1767323045\n");
        String[] arguments = {"import", "../readings.csv", "--topic", "telemetry", "--key", "/device"};

        try (GatewayProcess run = GatewayProcess.startFrom(below, folder, environment(), arguments)) {
            assertThat(run.exit(180)).isZero();
            assertThat(run.output()).contains("√ readings.csv  1 records");
        }

        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void goesOnWhereItWasKilled() throws Exception {
        Path file = folder.resolve("readings.ndjson");
        // Older than the topic keeps: Kafka would drop them while they come in, were that their records' time.
        long lastWinter = Instant.parse("2026-01-02T03:04:05Z").getEpochSecond();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < LINES; i++) {
                out.write("{\"device\":\"d\",\"ts\":" + lastWinter + ",\"seq\":" + i + ",\"text\":\"" + "x".repeat(120)
                        + "\"}\n");
            }
        }
        try (GatewayProcess run = start(file)) {
            // By then the topic is there; to ask for one that is not can take a minute.
            await().atMost(180, SECONDS).until(() -> run.output().contains(" records, "));
            await().atMost(180, SECONDS).until(() -> stored() > LINES / 10);
            run.kill();
        }
        assertThat(stored()).as("killed in the middle").isLessThan(LINES);

        try (GatewayProcess run = start(file)) {
            assertThat(run.exit(180)).isZero();
            assertThat(run.output()).contains("√ readings.ndjson").doesNotContain("300,000 records");
        }

        assertThat(Records.all(kafka.bootstrapServers(), "telemetry").stream()
                        .map(found -> new String(found.value(), UTF_8))
                        .distinct()
                        .count())
                .isEqualTo(LINES);
    }

    private long stored() {
        return Records.count(kafka.bootstrapServers(), "telemetry");
    }

    private Map<String, String> environment() throws IOException {
        var environment =
                GatewayProcess.environment(folder, kafka.bootstrapServers(), "tcp://127.0.0.1:1", Ports.free());
        environment.put("FIELDGATE_INTAKE_CHECKPOINTINTERVAL", "50ms");
        return environment;
    }

    private GatewayProcess start(Path... files) throws Exception {
        String[] arguments = new String[files.length + 7];
        arguments[0] = "import";
        for (int i = 0; i < files.length; i++) {
            arguments[i + 1] = files[i].toString();
        }
        String[] options = {"--topic", "telemetry", "--key", "/device", "--timestamp", "/ts"};
        System.arraycopy(options, 0, arguments, files.length + 1, options.length);
        return GatewayProcess.start(folder, environment(), arguments);
    }
}
