package io.fieldgate.fault;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fault, and an account of everything that devices sent before, during and after it. The gateway is a process started
 * as its user starts it, with one route of the run's own: devices publish to {@code plant/<name>/<device>/telemetry},
 * records go to the topic {@code <name>}. Kafka puts the time of their arrival into the records, so recovery is measured
 * where it counts.
 */
final class FaultRun implements AutoCloseable {
    /** Where the gateway keeps what it has seen of devices, their latest values too. */
    private static final String DEVICES = "fieldgate.devices";

    /** Messages per second. */
    static final int RATE = 300;
    /** The default of {@code fieldgate.mqtt.receive-maximum}: what one broken connection may double. */
    static final int WINDOW = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(FaultRun.class);
    private static final Duration NOTICE = Duration.ofSeconds(10);
    /** A machine with two cores, busy with everything else that the test runs. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private static final int PARTITIONS = 3;

    /** When messages were acknowledged to devices, seen from the fault. */
    enum Phase {
        BEFORE,
        DURING,
        AFTER
    }

    private final String name;
    private final KafkaProcess kafka;
    private final BrokerProcess broker;
    private final Path folder;
    private final MqttProxy mqtt;
    private final Ledger ledger = new Ledger();
    private final int actuatorPort = Ports.free();
    private final Actuator actuator = new Actuator(actuatorPort);
    private final Map<String, String> environment;
    private final Map<Phase, Integer> acknowledged = new EnumMap<>(Phase.class);
    private Duration mostRecovery = Duration.ofSeconds(10);
    private Duration unsaved = Duration.ZERO;
    private Instant began = Instant.MAX;
    private Instant ended = Instant.MAX;
    private String notice = "-";
    private boolean accounted;
    private @Nullable Devices devices;
    private @Nullable GatewayProcess gateway;

    FaultRun(String name, KafkaProcess kafka, BrokerProcess broker, Path folder) throws IOException {
        this.name = name;
        this.kafka = kafka;
        this.broker = broker;
        this.folder = folder;
        this.mqtt = new MqttProxy(broker.port());
        this.environment = GatewayProcess.environment(folder, kafka.bootstrapServers(), mqtt.url(), actuatorPort);
        environment.put("SERVER_PORT", String.valueOf(Ports.free()));
        environment.put("FIELDGATE_MQTT_CLIENTID", "gateway-" + name);
        environment.put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "classpath:route-templates/*.camel.yaml,file:" + route());
    }

    private Path route() throws IOException {
        return Files.writeString(folder.resolve("route.camel.yaml"), """
            - templatedRoute:
                routeTemplateRef: mqtt-to-topic
                routeId: %1$s
                parameters:
                  - { name: filter, value: "plant/%1$s/{device}/telemetry" }
                  - { name: topic, value: %1$s }
            """.formatted(name));
    }

    /** Sets a variable of the gateway's environment. */
    FaultRun with(String key, String value) {
        environment.put(key, value);
        return this;
    }

    /** Allows other than ten seconds from the end of the fault to the first new record. */
    FaultRun recoversWithin(Duration most) {
        mostRecovery = most;
        return this;
    }

    /**
     * What the broker acknowledged to devices so shortly before the fault it may have forgotten, unless the gateway
     * acknowledged it to the broker.
     */
    FaultRun brokerForgets(Duration latest) {
        unsaved = latest;
        return this;
    }

    /** Everything is at work. */
    void begin() throws Exception {
        createTopic();
        startGateway();
        startDevices();
        await().atMost(180, SECONDS).until(() -> wireAcknowledgements() > 2 * RATE);
    }

    /** Kafka notes when it received a record, whatever its producer says. */
    void createTopic() throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                            .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                    .all()
                    .get();
        }
    }

    /** Returns when it has subscribed; what is published before, nobody waits for. */
    void startGateway() throws IOException {
        int before = mqtt.subscriptions();
        gateway = GatewayProcess.start(folder, environment, "run");
        gateway.await(120, () -> mqtt.subscriptions() > before);
    }

    void startDevices() {
        devices = new Devices(broker.url(), name, 20, 4, ledger);
        devices.start(RATE);
    }

    GatewayProcess gateway() {
        if (gateway == null) {
            throw new IllegalStateException("startGateway() comes first");
        }
        return gateway;
    }

    MqttProxy mqtt() {
        return mqtt;
    }

    Actuator actuator() {
        return actuator;
    }

    String name() {
        return name;
    }

    int wireAcknowledgements() {
        return mqtt.acknowledged().size();
    }

    /** What each connection to the MQTT broker but the first may have doubled. */
    int oneWindowForEachReconnect() {
        return (mqtt.connections() - 1) * WINDOW;
    }

    void faultBegins() {
        began = Instant.now();
        acknowledged.put(Phase.BEFORE, ledger.acknowledged());
    }

    void faultEnds(Instant at) {
        ended = at;
        acknowledged.put(Phase.DURING, ledger.acknowledged() - acknowledged(Phase.BEFORE));
    }

    /** The fault stays until it is so old. */
    void lasts(Duration duration) {
        await().atMost(duration.plusSeconds(30)).until(() -> Instant.now().isAfter(began.plus(duration)));
    }

    /** Within ten seconds of the fault's beginning the gateway's health names the component as down, with these words. */
    void shows(String component, String... words) {
        List<String> seen = new ArrayList<>();
        await().atMost(180, SECONDS).pollInterval(Duration.ofMillis(250)).until(() -> {
            String trouble = actuator.trouble(component);
            if (!trouble.isEmpty()) {
                seen.add(trouble);
            }
            return !trouble.isEmpty() && List.of(words).stream().allMatch(trouble::contains);
        });
        Duration took = Duration.between(began, Instant.now());
        notice = took.toMillis() + " ms";
        assertThat(took)
                .as("until the health of %s showed %s; before it said %s", component, List.of(words), seen)
                .isLessThan(NOTICE.plus(MARGIN));
    }

    /** All components are well again. */
    void showsUp(String component) {
        await().atMost(120, SECONDS).until(() -> actuator.trouble(component).isEmpty());
    }

    /** Stops the devices, waits for everything that was acknowledged to them, and accounts for every message. */
    void finish(IntSupplier mostDuplicates, Phase... demanded) throws Exception {
        awaitTrafficAfterTheFault();
        if (devices != null) {
            devices.stop();
        }
        acknowledged.put(Phase.AFTER, ledger.acknowledged() - acknowledged(Phase.BEFORE) - acknowledged(Phase.DURING));
        for (Phase phase : demanded) {
            assertThat(acknowledged(phase))
                    .as("INVALID run: messages acknowledged to devices %s the fault", phase)
                    .isPositive();
        }
        awaitEverything();
        List<ConsumerRecord<byte[], byte[]>> found = Records.all(kafka.bootstrapServers(), name);
        Set<String> distinct = new HashSet<>();
        Instant firstNew = Instant.MAX;
        for (ConsumerRecord<byte[], byte[]> record : found) {
            Instant stored = Instant.ofEpochMilli(record.timestamp());
            if (distinct.add(Ledger.message(record)) && stored.isAfter(ended) && stored.isBefore(firstNew)) {
                firstNew = stored;
            }
        }
        String account =
                "%s: acknowledged to devices %s of %d sent, %d records, %d duplicates, health after %s, first new record %s ms after the fault, %d MQTT connections, at most %d messages in flight"
                        .formatted(
                                name,
                                acknowledged,
                                ledger.sent(),
                                found.size(),
                                found.size() - distinct.size(),
                                notice,
                                firstNew.equals(Instant.MAX)
                                        ? "none"
                                        : Duration.between(ended, firstNew).toMillis(),
                                mqtt.connections(),
                                mqtt.mostInFlight());
        LOG.info(account);
        Instant latest = ended.plus(mostRecovery).plus(MARGIN);
        Instant first = firstNew;
        // Which of them fail together tells more than the first.
        SoftAssertions.assertSoftly(softly -> {
            softly.check(() -> ledger.verify(found, mostDuplicates.getAsInt(), forgottenByBroker()));
            softly.check(() -> Ledger.verifyOrderAsSent(found));
            softly.check(this::verifyNothingElsewhere);
            softly.assertThat(first).as(account).isBefore(latest);
        });
        accounted = true;
    }

    private Set<String> forgottenByBroker() {
        if (unsaved.isZero()) {
            return Set.of();
        }
        Set<String> forgotten = ledger.acknowledgedBetween(began.minus(unsaved), ended);
        mqtt.acknowledgedPayloads().stream().map(Ledger::message).forEach(forgotten::remove);
        return forgotten;
    }

    private void awaitTrafficAfterTheFault() {
        int before = ledger.acknowledged();
        await().atMost(180, SECONDS).until(() -> ledger.acknowledged() > before + RATE);
    }

    /** Until all are there and no more come. If that takes too long the ledger will say what is missing. */
    private void awaitEverything() {
        Set<String> expected = new HashSet<>(ledger.allAcknowledged());
        expected.removeAll(forgottenByBroker());
        AtomicLong before = new AtomicLong(-1);
        try {
            await().atMost(120, SECONDS).pollInterval(1, SECONDS).until(() -> {
                long count = Records.count(kafka.bootstrapServers(), name);
                return before.getAndSet(count) == count
                        && count >= expected.size()
                        && Records.all(kafka.bootstrapServers(), name).stream()
                                        .map(Ledger::message)
                                        .distinct()
                                        .count()
                                >= expected.size();
            });
        } catch (ConditionTimeoutException incomplete) {
            LOG.warn("{}: not all of {} records came within two minutes", name, expected.size());
        }
    }

    /** No record of this run in any other topic, dead letters included. */
    private void verifyNothingElsewhere() throws ExecutionException, InterruptedException {
        Map<String, Integer> elsewhere = new HashMap<>();
        try (Admin admin = kafka.admin()) {
            for (String topic : admin.listTopics().names().get()) {
                if (topic.equals(DEVICES)) {
                    continue;
                }
                int count = Records.all(kafka.bootstrapServers(), topic, this::isOfThisRun)
                        .size();
                if (!topic.equals(name) && count > 0) {
                    elsewhere.put(topic, count);
                }
            }
        }
        assertThat(elsewhere).as("records of %s in other topics", name).isEmpty();
    }

    private boolean isOfThisRun(ConsumerRecord<byte[], byte[]> record) {
        return record.value() != null
                && new String(record.value(), StandardCharsets.UTF_8).contains("\"id\":\"" + name + "-");
    }

    private int acknowledged(Phase phase) {
        return acknowledged.getOrDefault(phase, 0);
    }

    /** What the gateway had to say about it; Kafka's client says the same thing every second. */
    private void logComplaints(GatewayProcess of) throws IOException {
        List<String> complaints = of.output()
                .lines()
                .filter(line -> line.contains("io.fieldgate"))
                .toList();
        LOG.warn(
                "{} was not accounted for; the gateway's last words:\n{}",
                name,
                String.join("\n", complaints.subList(Math.max(0, complaints.size() - 30), complaints.size())));
    }

    @Override
    public void close() throws IOException {
        if (gateway != null && !accounted) {
            logComplaints(gateway);
        }
        Parts.closeAll(devices, gateway, mqtt);
    }
}
