package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line of a dropped file is in Kafka after a fault in its middle, and few are there twice. The shipped route. */
class FilesLedgerIT {
    private static final int LINES = 400_000;
    private static final int DEVICES = 10;
    /** So many lines may be on their way to Kafka. */
    private static final int WINDOW = 10_000;
    /** And what the fastest machine reads between two checkpoints. */
    private static final int MOST_REPEATED = WINDOW + 60_000;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private GatewayProcess gateway;
    private Path done;

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), Ports.free());
        kafka.start();
        Path drop = Files.createDirectories(folder.resolve("intake/telemetry"));
        done = drop.resolve("done/readings.ndjson");
        Path hidden = drop.resolve(".readings");
        try (BufferedWriter out = Files.newBufferedWriter(hidden)) {
            for (int i = 0; i < LINES; i++) {
                out.write("{\"device\":\"d-" + i % DEVICES + "\",\"seq\":" + i + ",\"text\":\"" + "x".repeat(150)
                        + "\"}\n");
            }
        }
        gateway = startGateway();
        Files.move(hidden, drop.resolve("readings.ndjson"));
        // To count the records of a topic that is not there can take a minute.
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            await().atMost(180, SECONDS)
                    .until(() -> admin.listTopics().names().get().contains("telemetry"));
        }
        await().atMost(180, SECONDS).until(() -> stored() > LINES / 10);
    }

    @AfterEach
    void stopEverything() {
        Parts.closeAll(gateway, kafka);
    }

    @Test
    void goesOnFromItsCheckpointWhenTheGatewayIsKilled() throws Exception {
        gateway.kill();
        long before = stored();
        assertThat(before).as("killed in the middle").isLessThan(LINES);
        gateway = startGateway();

        verify(MOST_REPEATED);
    }

    /**
     * Over its own restart Kafka remembers only the last batch of a producer in each partition (ProducerStateManager.writeSnapshot): one
     * before it that was stored, and whose answer was lost, is stored once more.
     */
    @Test
    void waitsWhileKafkaIsAwayAndRepeatsNoMoreThanWasOnItsWay() throws Exception {
        kafka.stop();
        await().during(5, SECONDS).atMost(60, SECONDS).until(() -> gateway.isAlive() && !Files.exists(done));
        kafka.start();

        verify(WINDOW);
    }

    private void verify(int mostRepeated) throws Exception {
        await().atMost(180, SECONDS).until(() -> Files.exists(done));
        BitSet found = new BitSet(LINES);
        int repeated = 0;
        int early = 0;
        Map<String, Integer> last = new HashMap<>();
        ObjectMapper json = new ObjectMapper();
        for (ConsumerRecord<byte[], byte[]> record : Records.all(kafka.bootstrapServers(), "telemetry")) {
            JsonNode value = json.readTree(record.value());
            int sequence = value.get("seq").asInt();
            String device = new String(record.key(), UTF_8);
            assertThat(device).isEqualTo(value.get("device").asText());
            if (found.get(sequence)) {
                repeated++;
                early += sequence < 1000 ? 1 : 0;
            } else {
                found.set(sequence);
                assertThat(last.getOrDefault(device, -1))
                        .as("order of " + device)
                        .isLessThan(sequence);
                last.put(device, sequence);
            }
        }
        assertThat(found.cardinality()).as("lines").isEqualTo(LINES);
        assertThat(repeated).as("repeated").isLessThanOrEqualTo(mostRepeated);
        assertThat(early).as("repeated from the beginning").isZero();
        assertThat(Records.count(kafka.bootstrapServers(), "telemetry.dlq")).isZero();
    }

    private long stored() {
        return Records.count(kafka.bootstrapServers(), "telemetry");
    }

    private GatewayProcess startGateway() throws Exception {
        Map<String, String> environment =
                GatewayProcess.environment(folder, kafka.bootstrapServers(), "tcp://127.0.0.1:1", Ports.free());
        environment.put("FIELDGATE_INTAKE_CHECKPOINTINTERVAL", "100ms");
        environment.put(
                "CAMEL_MAIN_ROUTESINCLUDEPATTERN",
                "classpath:route-templates/*.camel.yaml,file:routes/drop-folder.camel.yaml");
        return GatewayProcess.start(folder, environment, "run");
    }
}
