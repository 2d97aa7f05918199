package io.fieldgate.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.yaml.Durations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology without Kafka, on a clock of its own; what it remembers outlives a restart. */
final class TopologyPlay implements AutoCloseable {
    private static final String APPLICATION = "test";
    private static final ObjectMapper JSON = new ObjectMapper();

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AlertMeters meters = new AlertMeters(registry);
    final Map<String, NavigableMap<Bytes, byte[]>> remembered = new HashMap<>();
    private final List<TestRecord<byte[], byte[]>> records = new ArrayList<>();
    /** Those that rules have ever judged. */
    private final Set<Division> judged = new TreeSet<>();

    private Horizon horizon = new Horizon();
    private TopologyTestDriver driver;
    private TestOutputTopic<byte[], byte[]> alerts;
    private final RuleBook book = new RuleBook(AlertRules.none());
    private long now = Times.BEGINNING;
    private boolean readsEverything = true;

    /** @param rules as in the file, without the first line */
    TopologyPlay(String rules) {
        begin(rules);
    }

    private void begin(String text) {
        change(text);
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        AlertTopology topology = new AlertTopology(
                book, "alerts", store -> SurvivingStore.supplier(store, remembered), horizon, meters, () -> now);
        judged.addAll(rules().divisions());
        driver = new TopologyTestDriver(topology.topology(judged), settings, Instant.ofEpochMilli(now));
        alerts = driver.createOutputTopic("alerts", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        look();
    }

    /** Of what these rules make. */
    static TopologyDescription description(String rules) {
        RuleBook book = new RuleBook(AlertRules.parse("alerts.yaml", "rules:\n" + rules.indent(2)));
        return new AlertTopology(book, "alerts", HashStore::supplier, new Horizon(), new AlertMeters(null), () -> 0)
                .topology(book.rules().divisions())
                .describe();
    }

    /** Others take the place of the rules while the gateway runs. */
    TopologyPlay change(String text) {
        book.replace(AlertRules.parse("alerts.yaml", "rules:\n" + text.indent(2)));
        return this;
    }

    /** The gateway ends, and begins again with these rules; nobody looks at the clock meanwhile. */
    TopologyPlay restart(Duration pause, String text) {
        horizon = new Horizon();
        return move(pause, text);
    }

    /** Another gateway, which runs already, takes the partition over. */
    TopologyPlay rebalance(Duration pause, String text) {
        return move(pause, text);
    }

    private TopologyPlay move(Duration pause, String text) {
        collect();
        driver.close();
        now += pause.toMillis();
        begin(text);
        return this;
    }

    /** What is in the topic cannot be read from now on, or can again. */
    TopologyPlay readsEverything(boolean reads) {
        readsEverything = reads;
        return this;
    }

    /** What is remembered is as a build wrote it whose format was this one, as far as it could say the same. */
    void rememberAsFormat(int format) {
        for (Map<Bytes, byte[]> states : remembered.values()) {
            states.replaceAll((device, state) -> {
                try {
                    RuleMarks marks = new RuleMarks(rules().names(), rules().versions());
                    Map<String, AlertState> read = StateCodec.states(state, new StateInput.Words(), marks);
                    byte[] bytes = StateCodec.bytes(read, format < StateCodec.FORMAT ? RuleMarks.NONE : marks);
                    bytes[0] = (byte) format;
                    return bytes;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    long now() {
        return now;
    }

    AlertRules rules() {
        return book.rules();
    }

    /** A reading of a device whose clock is right, in the topic {@code t}. */
    TopologyPlay read(String key, String payload) {
        return read(key, payload, now);
    }

    /** The same with a device's own time. */
    TopologyPlay read(String key, String payload, long time) {
        return pipe("t", key, json(payload), time, now);
    }

    TopologyPlay pipe(String topic, String key, byte[] value, long time, long receivedAt) {
        Headers headers = new RecordHeaders();
        headers.add("fg.site", "north".getBytes(StandardCharsets.UTF_8));
        headers.add("fg.received-at", String.valueOf(receivedAt).getBytes(StandardCharsets.UTF_8));
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                        value,
                        headers,
                        Instant.ofEpochMilli(time)));
        return this;
    }

    static byte[] json(String payload) {
        String json = payload.matches("-?[0-9.]+") ? "{\"v\":" + payload + "}" : payload;
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Time passes, second by second. */
    TopologyPlay pass(Duration time) {
        long end = now + time.toMillis();
        while (now < end) {
            long step = Math.min(1000, end - now);
            now += step;
            look();
            driver.advanceWallClockTime(Duration.ofMillis(step));
        }
        return this;
    }

    /** Time passes at once, and the clock is looked at after it. */
    void leap(long millis) {
        now += millis;
        look();
        driver.advanceWallClockTime(Duration.ofMillis(millis));
    }

    private void look() {
        if (readsEverything) {
            judged.forEach(division -> horizon.look(new TopicPartition(division.input(APPLICATION), 0), now, 0, 0));
        }
    }

    private void collect() {
        records.addAll(alerts.readRecordsToList());
    }

    List<TestRecord<byte[], byte[]>> records() {
        collect();
        return records;
    }

    List<JsonNode> changes() {
        return records().stream().map(record -> tree(record.value())).toList();
    }

    /** Fingerprints of what is pending or fires by what the topic of alerts keeps. */
    Set<String> open() {
        Set<String> open = new TreeSet<>();
        for (TestRecord<byte[], byte[]> record : records()) {
            String fingerprint = new String(record.key(), StandardCharsets.UTF_8);
            String state = tree(record.value()).get("state").asText();
            if (state.equals("pending") || state.equals("firing")) {
                open.add(fingerprint);
            } else {
                open.remove(fingerprint);
            }
        }
        return open;
    }

    /** {@code TIME EVENT RULE DEVICE SEVERITY} each. */
    List<String> said() {
        return changes().stream()
                .map(change ->
                        Durations.text(Instant.parse(change.get("at").asText()).toEpochMilli() - Times.BEGINNING) + " "
                                + change.get("event").asText() + " "
                                + change.get("rule").asText() + " "
                                + change.get("key").asText() + " "
                                + change.get("severity").asText())
                .toList();
    }

    private static JsonNode tree(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double meter(String name, String... tags) {
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    @Override
    public void close() {
        driver.close();
    }
}
