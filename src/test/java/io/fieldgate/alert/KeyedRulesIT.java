package io.fieldgate.alert;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.alert.RuleGateways.Part;
import io.fieldgate.fault.Parts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that count by line, over devices in all partitions of a real Kafka, come, change and go while readings flow. */
class KeyedRulesIT {
    private static final int PARTITIONS = 4;
    private static final int DEVICES = 12;
    private static final String DEVICE_HOT =
            "  - { name: device-hot, topic: readings, when: payload.v > 80 || payload.v == 30, max_lateness: 1h }\n";
    private static final String HOT = """
              - name: hot
                topic: readings
                key: payload.line
                aggregate: { function: avg, of: payload.v, over: 30s }
                when: value > 60
            """;
    private static final String SILENT = "  - { name: silent, topic: readings, key: payload.line, absent: 5s }\n";

    @TempDir
    private Path folder;

    private RuleGateways gateways;
    private ScheduledExecutorService devices;
    private volatile int lines = 3;
    private int turn;

    @BeforeEach
    void start() throws Exception {
        gateways = new RuleGateways(folder, new NewTopic("readings", PARTITIONS, (short) 1));
        devices = Executors.newSingleThreadScheduledExecutor();
        var unused = devices.scheduleAtFixedRate(this::readings, 0, 50, MILLISECONDS);
    }

    @AfterEach
    void stop() {
        Parts.closeAll(() -> devices.shutdownNow(), gateways);
    }

    @Test
    void aRuleWithAKeyComesRestartsChangesAndGoesWhileTheRulesOfDevicesLoseNothing() throws Exception {
        Part first = gateways.gateway("first", DEVICE_HOT);
        atLast().until(() -> gateways.said("device-hot").size() > DEVICES);

        assertThat(first.take(DEVICE_HOT, HOT).added()).containsExactly("hot");
        atLast().until(() -> gateways.events("hot", "line-1").equals(List.of("firing")) && first.works());
        assertThat(partitions("it-alerts-rekey-readings-repartition")).isEqualTo(PARTITIONS);
        assertThat(partitions("it-alerts-keyed-state-readings-changelog")).isEqualTo(PARTITIONS);

        first.close();
        Part second = gateways.gateway("second", DEVICE_HOT, HOT);
        int before = gateways.said("device-hot").size();
        atLast().until(() -> second.works() && gateways.said("device-hot").size() > before + 2 * DEVICES);
        assertThat(gateways.events("hot", "line-1")).containsExactly("firing");

        assertThat(second.take(DEVICE_HOT, HOT.replace("payload.line", "payload.hall"))
                        .changed())
                .containsExactly("hot");
        atLast().until(() -> gateways.events("hot", "hall-1").equals(List.of("firing")));
        // The rule is new; the alerts of the one before it are ended at the next look at the clock.
        atLast().until(() ->
                gateways.events("hot", "line-1").equals(List.of("firing", "resolved the rule was removed")));

        assertThat(second.take(DEVICE_HOT).removed()).containsExactly("hot");
        atLast().until(() ->
                gateways.events("hot", "hall-1").equals(List.of("firing", "resolved the rule was removed")));
        silence();
        List<String> expected = gateways.expected(DEVICE_HOT, "readings");
        atLast().until(() -> gateways.said("device-hot").size() >= expected.size());
        assertThat(gateways.said("device-hot")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(gateways.events("hot", "line-0")).isEmpty();
    }

    @Test
    void gatewaysShareTheLinesAndALineIsSilentOnceWhenAllOfItsDevicesAre() throws Exception {
        Part first = gateways.gateway("first", SILENT, HOT);
        Part second = gateways.gateway("second", SILENT, HOT);
        atLast().until(() -> first.works()
                && second.works()
                && gateways.events("hot", "line-1").equals(List.of("firing")));

        lines = 2;

        atLast().until(() -> gateways.events("silent", "line-2").equals(List.of("firing")));
        second.close();
        lines = 3;
        atLast().until(() -> gateways.events("silent", "line-2").equals(List.of("firing", "resolved")));
        silence();
        for (String line : List.of("line-0", "line-1")) {
            atLast().until(() -> gateways.events("silent", line).equals(List.of("firing")));
        }
        assertThat(gateways.events("hot", "line-1")).containsExactly("firing");
    }

    @Test
    void gatewaysOneOfWhichHasARuleWithAKeyAgreeAgainWhenTheirRulesDo() throws Exception {
        Part first = gateways.gateway("first", DEVICE_HOT);
        Part second = gateways.gateway("second", DEVICE_HOT);
        atLast().until(() ->
                first.works() && second.works() && gateways.said("device-hot").size() > DEVICES);

        assertThat(second.take(DEVICE_HOT, HOT).added()).containsExactly("hot");
        int before = gateways.said("device-hot").size();
        assertThat(first.take(DEVICE_HOT, HOT).added()).containsExactly("hot");

        atLast().until(() -> gateways.events("hot", "line-1").equals(List.of("firing"))
                && first.works()
                && second.works()
                && gateways.said("device-hot").size() > before + 2 * DEVICES);
        silence();
        List<String> expected = gateways.expected(DEVICE_HOT, "readings");
        atLast().until(() -> gateways.said("device-hot").size() >= expected.size());
        assertThat(gateways.said("device-hot")).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Each device is hot for a second and cool for one, those of a line at different times; and only line 1 is hot. */
    private void readings() {
        for (int device = 0; device < DEVICES; device++) {
            int line = device % 3;
            int value = ((turn / 20 + device) % 2 == 0 ? 99 : 70) - (line == 1 ? 0 : 69);
            if (line < lines) {
                gateways.send(
                        "readings",
                        "device-" + device,
                        "{\"v\":" + value + ",\"line\":\"line-" + line + "\",\"hall\":\"hall-" + line + "\"}");
            }
        }
        turn++;
    }

    /** Threads of Kafka Streams may fail meanwhile. */
    private static ConditionFactory atLast() {
        return await().dontCatchUncaughtExceptions().atMost(180, SECONDS);
    }

    private void silence() throws InterruptedException {
        devices.shutdown();
        assertThat(devices.awaitTermination(10, SECONDS)).isTrue();
        gateways.flush();
    }

    private int partitions(String topic) throws Exception {
        try (Admin admin = gateways.admin()) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(60, SECONDS)
                    .get(topic)
                    .partitions()
                    .size();
        }
    }
}
