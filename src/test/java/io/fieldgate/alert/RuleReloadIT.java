package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.alert.AlertProperties.Store;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Records;
import io.fieldgate.yaml.LiveFile.Taken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules change while readings flow, on a real Kafka. */
class RuleReloadIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEVICES = 12;
    private static final int RELOADS = 20;
    private static final String SAME = rule("same", "readings", "payload.v > 80");
    private static final String CHANGING = rule("changing", "readings", "payload.v > 80");
    private static final String GONE = rule("gone", "readings", "payload.v > 80");
    private static final String OPEN = rule("open", "doors", "payload.v > 0");

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private ScheduledExecutorService devices;
    private final List<Part> gateways = new ArrayList<>();
    private int turn;

    /** The part of a gateway that evaluates rules. */
    private record Part(RuleFile file, AlertEngine engine, EngineState state) {
        Taken take(String... rules) {
            return file.take("rules:\n" + String.join("", rules));
        }

        boolean works() {
            return state.snapshot().trouble() == null;
        }

        boolean says(String words) {
            return String.valueOf(state.snapshot().trouble()).contains(words);
        }
    }

    private static String rule(String name, String topic, String when) {
        return "  - { name: " + name + ", topic: " + topic + ", when: " + when + ", max_lateness: 1h }\n";
    }

    @BeforeEach
    void start() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("readings", 4, (short) 1),
                            new NewTopic("doors", 1, (short) 1),
                            new NewTopic("alerts", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get(30, SECONDS);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        devices = Executors.newSingleThreadScheduledExecutor();
        var unused = devices.scheduleAtFixedRate(this::readings, 0, 50, MILLISECONDS);
    }

    @AfterEach
    void stop() {
        devices.shutdownNow();
        gateways.forEach(part -> part.engine.close());
        producer.close();
        kafka.stop();
    }

    @Test
    void noReadingIsLostOrJudgedTwiceWhileRulesChange() throws Exception {
        Part gateway = gateway("one", SAME, CHANGING, GONE);
        await().atMost(60, SECONDS)
                .until(() -> events("changing", "steady").size() == 1
                        && events("gone", "steady").size() == 1);

        for (int i = 0; i < RELOADS; i++) {
            String other = i % 2 == 0 ? CHANGING.replace("> 80", "> 85") : CHANGING;
            assertThat(gateway.take(other, GONE, SAME).changed()).containsExactly("changing");
            MILLISECONDS.sleep(50);
        }
        Taken last = gateway.take(SAME, OPEN, CHANGING.replace("> 80", "> 95"));
        assertThat(last.removed()).containsExactly("gone");
        await().atMost(60, SECONDS)
                .until(() -> events("open", "door").size() == 1
                        && events("gone", "steady").size() == 2
                        && events("changing", "steady").size() == 2);
        silence();

        List<String> expected = expected();
        await().atMost(60, SECONDS).until(() -> said("same").size() >= expected.size());
        assertThat(said("same")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(events("changing", "steady")).containsExactly("firing", "resolved");
        assertThat(events("gone", "steady")).containsExactly("firing", "resolved the rule was removed");
        assertThat(events("open", "door")).containsExactly("firing");
        assertThat(alerts("changing", "steady").stream()
                        .map(change -> change.get("episode"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void gatewaysOneOfWhichReadsAnotherTopicAgreeAgainWhenTheirRulesDo() throws Exception {
        Part first = gateway("first", SAME);
        Part second = gateway("second", SAME);
        await().atMost(60, SECONDS)
                .until(() -> first.works() && second.works() && said("same").size() > DEVICES);

        assertThat(first.take(OPEN, SAME).added()).containsExactly("open");
        patiently().until(() -> first.says("evaluates rules on other topics") || second.says("on other topics"));
        assertThat(second.take(OPEN, SAME).added()).containsExactly("open");

        patiently().until(() -> events("open", "door").size() == 1 && first.works() && second.works());
        silence();
        List<String> expected = expected();
        await().atMost(60, SECONDS).until(() -> said("same").size() >= expected.size());
        assertThat(said("same")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aGatewayHearsThatAnotherHasARuleInAnotherVersion() {
        AlertRules rules = AlertRules.parse("alerts.yaml", "rules:\n" + SAME);
        try (PeerWatch others = new PeerWatch(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "client.id", "one"),
                List.of(new TopicPartition("alerts", 0)),
                new PeerVersions())) {
            Timeline timeline = new Timeline(AlertRules.parse("alerts.yaml", "rules:\n" + SAME.replace("80", "70"))
                    .rule("same"));
            timeline.read(new Reading("d", 0, Map.of(), "{\"v\":75}".getBytes(UTF_8)));
            Change change = timeline.changes().get(0);

            await().atMost(30, SECONDS).until(() -> {
                var unused = producer.send(
                        new ProducerRecord<>("alerts", change.fingerprint().getBytes(UTF_8), change.json()));
                return !others.look(rules, 0).isEmpty();
            });

            assertThat(others.look(rules, 0))
                    .containsExactly("another gateway evaluates the rule 'same' in version " + change.version()
                            + ", this one in version " + rules.versions().get("same"));
        }
    }

    /** Threads of Kafka Streams may fail meanwhile. */
    private static ConditionFactory patiently() {
        return await().dontCatchUncaughtExceptions().atMost(90, SECONDS);
    }

    private void silence() throws InterruptedException {
        devices.shutdown();
        assertThat(devices.awaitTermination(10, SECONDS)).isTrue();
        producer.flush();
    }

    /** Each device is hot for a second and cool for one; one is always rather hot, and a door is open. */
    private void readings() {
        for (int device = 0; device < DEVICES; device++) {
            send("readings", "device-" + device, (turn / 20 + device) % 2 == 0 ? 99 : 20);
        }
        send("readings", "steady", 90);
        send("doors", "door", 1);
        turn++;
    }

    private void send(String topic, String device, int value) {
        var unused = producer.send(
                new ProducerRecord<>(topic, device.getBytes(UTF_8), ("{\"v\":" + value + "}").getBytes(UTF_8)));
    }

    /** What the rule {@code same} must have said: {@code EPISODE EVENT}. */
    private List<String> expected() {
        Timeline timeline =
                new Timeline(AlertRules.parse("alerts.yaml", "rules:\n" + SAME).rule("same"));
        for (ConsumerRecord<byte[], byte[]> record : Records.all(kafka.bootstrapServers(), "readings")) {
            timeline.read(new Reading(new String(record.key(), UTF_8), record.timestamp(), Map.of(), record.value()));
        }
        return timeline.changes().stream()
                .map(change -> change.episode() + " " + change.event().text())
                .toList();
    }

    private List<String> said(String rule) {
        return alerts().stream()
                .filter(change -> change.get("rule").asText().equals(rule))
                .map(change -> change.get("episode").asText() + " "
                        + change.get("event").asText())
                .toList();
    }

    private List<JsonNode> alerts(String rule, String device) {
        return alerts().stream()
                .filter(change -> change.get("rule").asText().equals(rule)
                        && change.get("key").asText().equals(device))
                .toList();
    }

    /** {@code EVENT} or {@code EVENT REASON} each. */
    private List<String> events(String rule, String device) {
        return alerts(rule, device).stream()
                .map(change -> (change.get("event").asText() + " "
                                + change.path("reason").asText())
                        .strip())
                .toList();
    }

    private List<JsonNode> alerts() {
        return Records.committed(kafka.bootstrapServers(), "alerts").stream()
                .map(record -> tree(record.value()))
                .toList();
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Part gateway(String name, String... rules) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".yaml"), "rules:\n" + String.join("", rules));
        AlertProperties properties = new AlertProperties(
                true, file, "it-alerts", "alerts", 1, (short) 1, Store.MEMORY, folder.resolve(name), 1);
        KafkaAccess access = new KafkaAccess(
                kafka.bootstrapServers(),
                client -> new HashMap<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "client.id", name + "-" + client)));
        AlertMeters meters = new AlertMeters(null);
        RuleBook book = new RuleBook(AlertRules.none());
        RuleFile live = RuleFile.begin(file, book, meters);
        EngineState state = new EngineState();
        AlertEngine engine = new AlertEngine(book, properties, access, meters, state);
        Part part = new Part(live, engine, state);
        gateways.add(part);
        engine.start();
        return part;
    }
}
