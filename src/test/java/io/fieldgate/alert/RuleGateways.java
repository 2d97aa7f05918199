package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.alert.AlertProperties.Store;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import io.fieldgate.yaml.LiveFile.Taken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The part of gateways that evaluates rules, beside a real Kafka with the topic of alerts. */
final class RuleGateways implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Part> gateways = new ArrayList<>();

    /** That part of one gateway. */
    record Part(RuleFile file, AlertEngine engine, EngineState state) implements AutoCloseable {
        Taken take(String... rules) {
            return file.take("rules:\n" + String.join("", rules));
        }

        boolean works() {
            return state.snapshot().trouble() == null;
        }

        boolean says(String words) {
            return String.valueOf(state.snapshot().trouble()).contains(words);
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    /** Starts Kafka, with these topics and that of alerts. */
    RuleGateways(Path folder, NewTopic... topics) throws Exception {
        this.folder = folder;
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        List<NewTopic> all = new ArrayList<>(Arrays.asList(topics));
        all.add(new NewTopic("alerts", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
        try (Admin admin = admin()) {
            admin.createTopics(all).all().get(60, SECONDS);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    Part gateway(String name, String... rules) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".yaml"), "rules:\n" + String.join("", rules));
        AlertProperties properties = new AlertProperties(
                true, file, "it-alerts", "alerts", 1, (short) 1, Store.MEMORY, folder.resolve(name), 1);
        KafkaAccess access = new KafkaAccess(
                bootstrapServers(),
                client -> new HashMap<>(
                        Map.of("bootstrap.servers", bootstrapServers(), "client.id", name + "-" + client)));
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

    void send(String topic, String device, String payload) {
        send(topic, device.getBytes(UTF_8), payload.getBytes(UTF_8));
    }

    void send(String topic, byte[] key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    void flush() {
        producer.flush();
    }

    /** What a rule must say of the readings of a topic: {@code EPISODE EVENT} each. */
    List<String> expected(String rule, String topic) {
        Timeline timeline = new Timeline(
                AlertRules.parse("alerts.yaml", "rules:\n" + rule).all().get(0));
        for (ConsumerRecord<byte[], byte[]> record : Records.all(bootstrapServers(), topic)) {
            timeline.read(new Reading(new String(record.key(), UTF_8), record.timestamp(), Map.of(), record.value()));
        }
        return timeline.changes().stream()
                .map(change -> change.episode() + " " + change.event().text())
                .toList();
    }

    /** What a rule has said, in the same words. */
    List<String> said(String rule) {
        return alerts().stream()
                .filter(change -> change.get("rule").asText().equals(rule))
                .map(change -> change.get("episode").asText() + " "
                        + change.get("event").asText())
                .toList();
    }

    /** What a rule has said of a device, or a key. */
    List<JsonNode> alerts(String rule, String key) {
        return alerts().stream()
                .filter(change -> change.get("rule").asText().equals(rule)
                        && change.get("key").asText().equals(key))
                .toList();
    }

    /** {@code EVENT} or {@code EVENT REASON} each. */
    List<String> events(String rule, String key) {
        return alerts(rule, key).stream()
                .map(change -> (change.get("event").asText() + " "
                                + change.path("reason").asText())
                        .strip())
                .toList();
    }

    private List<JsonNode> alerts() {
        return Records.committed(bootstrapServers(), "alerts").stream()
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

    @Override
    public void close() {
        Parts.closeAll(() -> gateways.forEach(Part::close), producer, kafka);
    }
}
