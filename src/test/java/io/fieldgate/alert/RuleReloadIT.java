package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.alert.RuleGateways.Part;
import io.fieldgate.fault.Parts;
import io.fieldgate.yaml.LiveFile.Taken;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules change while readings flow, on a real Kafka. */
class RuleReloadIT {
    private static final int DEVICES = 12;
    private static final int RELOADS = 20;
    private static final String SAME = rule("same", "readings", "payload.v > 80");
    private static final String CHANGING = rule("changing", "readings", "payload.v > 80");
    private static final String GONE = rule("gone", "readings", "payload.v > 80");
    private static final String OPEN = rule("open", "doors", "payload.v > 0");

    @TempDir
    private Path folder;

    private RuleGateways gateways;
    private ScheduledExecutorService devices;
    private int turn;

    private static String rule(String name, String topic, String when) {
        return "  - { name: " + name + ", topic: " + topic + ", when: " + when + ", max_lateness: 1h }\n";
    }

    @BeforeEach
    void start() throws Exception {
        gateways =
                new RuleGateways(folder, new NewTopic("readings", 4, (short) 1), new NewTopic("doors", 1, (short) 1));
        devices = Executors.newSingleThreadScheduledExecutor();
        var unused = devices.scheduleAtFixedRate(this::readings, 0, 50, MILLISECONDS);
    }

    @AfterEach
    void stop() {
        Parts.closeAll(() -> devices.shutdownNow(), gateways);
    }

    @Test
    void noReadingIsLostOrJudgedTwiceWhileRulesChange() throws Exception {
        Part gateway = gateways.gateway("one", SAME, CHANGING, GONE);
        await().atMost(60, SECONDS)
                .until(() -> gateways.events("changing", "steady").size() == 1
                        && gateways.events("gone", "steady").size() == 1);

        for (int i = 0; i < RELOADS; i++) {
            String other = i % 2 == 0 ? CHANGING.replace("> 80", "> 85") : CHANGING;
            assertThat(gateway.take(other, GONE, SAME).changed()).containsExactly("changing");
            MILLISECONDS.sleep(50);
        }
        Taken last = gateway.take(SAME, OPEN, CHANGING.replace("> 80", "> 95"));
        assertThat(last.removed()).containsExactly("gone");
        await().atMost(60, SECONDS)
                .until(() -> gateways.events("open", "door").size() == 1
                        && gateways.events("gone", "steady").size() == 2
                        && gateways.events("changing", "steady").size() == 2);
        silence();

        List<String> expected = gateways.expected(SAME, "readings");
        await().atMost(60, SECONDS).until(() -> gateways.said("same").size() >= expected.size());
        assertThat(gateways.said("same")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(gateways.events("changing", "steady")).containsExactly("firing", "resolved");
        assertThat(gateways.events("gone", "steady")).containsExactly("firing", "resolved the rule was removed");
        assertThat(gateways.events("open", "door")).containsExactly("firing");
        assertThat(gateways.alerts("changing", "steady").stream()
                        .map(change -> change.get("episode"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void gatewaysOneOfWhichReadsAnotherTopicAgreeAgainWhenTheirRulesDo() throws Exception {
        Part first = gateways.gateway("first", SAME);
        Part second = gateways.gateway("second", SAME);
        await().atMost(60, SECONDS)
                .until(() ->
                        first.works() && second.works() && gateways.said("same").size() > DEVICES);

        assertThat(first.take(OPEN, SAME).added()).containsExactly("open");
        patiently().until(() -> first.says("evaluates rules on other topics") || second.says("on other topics"));
        assertThat(second.take(OPEN, SAME).added()).containsExactly("open");

        patiently().until(() -> gateways.events("open", "door").size() == 1 && first.works() && second.works());
        silence();
        List<String> expected = gateways.expected(SAME, "readings");
        await().atMost(60, SECONDS).until(() -> gateways.said("same").size() >= expected.size());
        assertThat(gateways.said("same")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aGatewayHearsThatAnotherHasARuleInAnotherVersion() {
        AlertRules rules = AlertRules.parse("alerts.yaml", "rules:\n" + SAME);
        try (PeerWatch others = new PeerWatch(
                Map.of("bootstrap.servers", gateways.bootstrapServers(), "client.id", "one"),
                List.of(new TopicPartition("alerts", 0)),
                new PeerVersions())) {
            Timeline timeline = new Timeline(AlertRules.parse("alerts.yaml", "rules:\n" + SAME.replace("80", "70"))
                    .rule("same"));
            timeline.read(new Reading("d", 0, Map.of(), "{\"v\":75}".getBytes(UTF_8)));
            Change change = timeline.changes().get(0);

            await().atMost(60, SECONDS).until(() -> {
                gateways.send("alerts", change.fingerprint().getBytes(UTF_8), change.json());
                return !others.look(rules, 0).isEmpty();
            });

            assertThat(others.look(rules, 0))
                    .containsExactly("another gateway evaluates the rule 'same' in version " + change.version()
                            + ", this one in version " + rules.versions().get("same"));
        }
    }

    /** Threads of Kafka Streams may fail meanwhile. */
    private static ConditionFactory patiently() {
        return await().dontCatchUncaughtExceptions().atMost(180, SECONDS);
    }

    private void silence() throws InterruptedException {
        devices.shutdown();
        assertThat(devices.awaitTermination(10, SECONDS)).isTrue();
        gateways.flush();
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
        gateways.send(topic, device, "{\"v\":" + value + "}");
    }
}
