package io.fieldgate.alert;

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
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gateways evaluate rules while they are started, stopped and killed. What they say of each alert must be what the plain
 * timeline says of the same readings, each change once.
 */
class AlertsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "readings";
    private static final int DEVICES = 24;
    private static final String GONE = "gone";
    private static final String RULES = """
            rules:
              - name: hot
                topic: readings
                when: payload.v > 80
                value: payload.v
                max_lateness: 1h
              - name: silent
                topic: readings
                absent: 6s
              - name: wrong
                topic: readings
                when: payload.v >
              - name: hot-line
                topic: readings
                key: "'line of ' + device"
                when: payload.v > 80
                value: payload.v
                max_lateness: 1h
            """;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private ScheduledExecutorService devices;
    private int turn;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("alerts.yaml"), RULES);
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        devices = Executors.newSingleThreadScheduledExecutor();
    }

    @AfterEach
    void stop() {
        Parts.closeAll(() -> devices.shutdownNow(), producer, kafka);
    }

    @Test
    void noAlertIsLostAndNoneIsToldTwiceWhateverHappensToTheGateways() throws Exception {
        int port = Ports.free();
        try (GatewayProcess first = gateway("first", port)) {
            // Its topic is missing. The first start of all takes longer: it prepares the others.
            await().atMost(120, SECONDS)
                    .until(() -> health(port).contains("Kafka has no topic 'readings' (hot, silent, hot-line)"));
            assertThat(health(port)).contains("create it in Kafka", "\"disabled\":\"wrong\"");
            assertThat(first.output()).contains("alerts.yaml:12:", "  |     when: payload.v >\n", "^");

            createTopic();
            var unused = devices.scheduleAtFixedRate(this::readings, 0, 100, TimeUnit.MILLISECONDS);
            awaitMoreChanges();
            await().atMost(120, SECONDS)
                    .until(() -> health(port).contains("\"rules\":\"hot")
                            && !health(port).contains("\"cause\":"));
            assertThat(health(port))
                    .contains("\"rules\":\"hot, silent, hot-line\"", "\"disabled\":\"wrong\"", "alerts.yaml:12:");

            try (GatewayProcess second = gateway("second", Ports.free())) {
                await().atMost(180, SECONDS).until(() -> second.output().contains("Alert rules at work"));
                awaitMoreChanges();
                first.kill();
                awaitMoreChanges();
                try (GatewayProcess again = gateway("first", port)) {
                    await().atMost(180, SECONDS).until(() -> again.output().contains("Alert rules at work"));
                    assertThat(second.terminate()).isZero();
                    awaitMoreChanges();
                    devices.shutdown();
                    assertThat(devices.awaitTermination(10, SECONDS)).isTrue();
                    producer.flush();

                    for (String rule : List.of("hot", "hot-line")) {
                        List<String> expected = expected(rule);
                        await().atMost(180, SECONDS).until(() -> changes(rule).size() >= expected.size());
                        assertThat(changes(rule)).containsExactlyInAnyOrderElementsOf(expected);
                    }
                    assertThat(firing("silent"))
                            .filteredOn(change -> change.get("key").asText().equals(GONE))
                            .hasSize(1);
                    assertThat(again.terminate()).isZero();
                }
            }
        }
    }

    /** One reading of each device; each is hot for two seconds and cool for two. The last one talks for a moment only. */
    private void readings() {
        for (int device = 0; device < DEVICES; device++) {
            send("device-" + device, (turn / 20 + device) % 2 == 0 ? 90 : 20);
        }
        if (turn < 5) {
            send(GONE, 20);
        }
        turn++;
    }

    private void send(String device, int value) {
        var unused = producer.send(
                new ProducerRecord<>(TOPIC, device.getBytes(UTF_8), ("{\"v\":" + value + "}").getBytes(UTF_8)));
    }

    /** What a rule must have said: {@code EPISODE EVENT}. */
    private List<String> expected(String rule) {
        Timeline timeline = new Timeline(AlertRules.parse("alerts.yaml", RULES).rule(rule));
        for (ConsumerRecord<byte[], byte[]> record : Records.all(kafka.bootstrapServers(), TOPIC)) {
            timeline.read(new Reading(new String(record.key(), UTF_8), record.timestamp(), Map.of(), record.value()));
        }
        return timeline.changes().stream()
                .map(change -> change.episode() + " " + change.event().text())
                .toList();
    }

    private List<String> changes(String rule) throws IOException {
        return alerts().stream()
                .filter(change -> change.get("rule").asText().equals(rule))
                .map(change -> change.get("episode").asText() + " "
                        + change.get("event").asText())
                .toList();
    }

    private List<JsonNode> firing(String rule) throws IOException {
        return alerts().stream()
                .filter(change -> change.get("rule").asText().equals(rule)
                        && change.get("event").asText().equals("firing"))
                .toList();
    }

    private void awaitMoreChanges() throws IOException {
        int before = alerts().size();
        await().atMost(180, SECONDS)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> alerts().size() >= before + DEVICES);
    }

    /** What is committed in the topic of alerts, which may not be there yet. */
    private List<JsonNode> alerts() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> alerts = List.of(new TopicPartition("alerts", 0));
            long end = consumer.endOffsets(alerts).get(alerts.get(0));
            consumer.assign(alerts);
            consumer.seekToBeginning(alerts);
            while (consumer.position(alerts.get(0)) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    found.add(JSON.readTree(record.value()));
                }
            }
        }
        return found;
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 4, (short) 1))).all().get(60, SECONDS);
        }
    }

    private GatewayProcess gateway(String name, int actuatorPort) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        Map<String, String> environment = new HashMap<>(
                GatewayProcess.environment(own, kafka.bootstrapServers(), "tcp://127.0.0.1:1", actuatorPort));
        environment.put("FIELDGATE_ALERTS_ENABLED", "true");
        environment.put("FIELDGATE_ALERTS_FILE", folder.resolve("alerts.yaml").toString());
        environment.put("FIELDGATE_ALERTS_STATEFOLDER", own.resolve("state").toString());
        // One gateway with either store.
        environment.put("FIELDGATE_ALERTS_STORE", name.equals("first") ? "rocksdb" : "memory");
        // A killed gateway is missed only after this time.
        environment.put("FIELDGATE_KAFKA_PROPERTIES_SESSION_TIMEOUT_MS", "6000");
        environment.put("FIELDGATE_KAFKA_PROPERTIES_HEARTBEAT_INTERVAL_MS", "1000");
        environment.put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "false");
        return GatewayProcess.start(own, environment, "run");
    }

    private static String health(int port) throws Exception {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return "";
        }
    }
}
