package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

/** Rules that count by a key of their own, as the gateway evaluates them, without Kafka. */
class KeyedTopologyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String HOT = "- { name: hot, topic: t, when: payload.v > 80, value: payload.v }\n";
    private static final String LINE_HOT = """
            - name: line-hot
              topic: t
              key: payload.line
              aggregate: { function: avg, of: payload.v, over: 1m }
              when: value > 80
              labels: { line: "{{ key }}" }
            """;
    private static final String LINE_SILENT = "- { name: line-silent, topic: t, key: payload.line, absent: 20s }\n";

    @Test
    void devicesOfOneLineShareOneAlert() {
        try (TopologyPlay play = new TopologyPlay(LINE_HOT)) {
            read(play, "oven-1", "A", 90);
            read(play, "oven-2", "A", 92);
            read(play, "oven-3", "B", 20);

            JsonNode firing = play.changes().get(0);

            assertThat(play.said()).containsExactly("0s firing line-hot A warning");
            assertThat(new String(play.records().get(0).key(), UTF_8))
                    .isEqualTo(firing.get("fingerprint").asText())
                    .isEqualTo(Change.fingerprint("line-hot", "t", "payload.line", "A"))
                    .isNotEqualTo(Change.fingerprint("line-hot", "t", "A"));
            assertThat(firing.get("keyed_by").asText()).isEqualTo("payload.line");
            assertThat(firing.get("labels").get("line").asText()).isEqualTo("A");
        }
    }

    @Test
    void whatOneDeviceSaysEndsTheAlertThatAnotherHasRaised() {
        try (TopologyPlay play = new TopologyPlay(LINE_HOT)) {
            read(play, "oven-1", "A", 90);
            play.pass(SECOND);
            read(play, "oven-2", "A", 20);

            assertThat(play.said()).containsExactly("0s firing line-hot A warning", "1s resolved line-hot A warning");
        }
    }

    @Test
    void aLineIsSilentWhenAllOfItsDevicesAre() {
        try (TopologyPlay play = new TopologyPlay(LINE_SILENT)) {
            for (int second = 0; second < 60; second++) {
                read(play, "oven-" + (second < 5 ? 1 : 2), "A", 20);
                if (second < 10) {
                    read(play, "oven-3", "B", 20);
                }
                play.pass(SECOND);
            }

            assertThat(play.said()).containsExactly("29s firing line-silent B warning");
        }
    }

    @Test
    void expressionsKnowTheDeviceAndTheKey() {
        String rule = """
                - name: r
                  topic: t
                  key: payload.line
                  where: device != 'test'
                  when: key == 'A' && device == 'oven-1' && captures.site == 'north' && headers.size() == 2
                  labels: { device: "{{ device }}" }
                """;
        try (TopologyPlay play = new TopologyPlay(rule)) {
            read(play, "test", "A", 90);
            read(play, "oven-1", "B", 90);
            read(play, "oven-1", "A", 90);

            assertThat(play.said()).containsExactly("0s firing r A warning");
            assertThat(play.changes().get(0).at("/labels/device").asText()).isEqualTo("oven-1");
        }
    }

    @Test
    void devicesOfALineAreCountedByAWindow() {
        String rule = """
                - name: few
                  topic: t
                  key: payload.line
                  aggregate: { function: distinct, of: device, over: 10s, window: tumbling }
                  when: value < 2
                  max_lateness: 1s
                """;
        try (TopologyPlay play = new TopologyPlay(rule)) {
            for (int second = 0; second < 25; second++) {
                read(play, "oven-1", "A", 20);
                if (second < 10) {
                    read(play, "oven-2", "A", 20);
                }
                play.pass(SECOND);
            }

            assertThat(play.said()).containsExactly("21s firing few A warning");
        }
    }

    @Test
    void recordsWithoutADeviceCountToo() {
        try (TopologyPlay play = new TopologyPlay(LINE_HOT + HOT)) {
            play.pipe("t", null, TopologyPlay.json("{\"line\":\"A\",\"v\":90}"), play.now(), play.now());

            assertThat(play.said()).containsExactly("0s firing line-hot A warning");
        }
    }

    @Test
    void rulesOfSeveralKeysKeepToTheirOwn() {
        try (TopologyPlay play = new TopologyPlay(
                HOT + LINE_HOT + LINE_HOT.replace("line-hot", "site-hot").replace("payload.line", "captures.site"))) {
            read(play, "oven-1", "north", 90);

            assertThat(play.said())
                    .containsExactlyInAnyOrder(
                            "0s firing hot oven-1 warning",
                            "0s firing line-hot north warning",
                            "0s firing site-hot north warning");
            assertThat(play.open()).hasSize(3);
        }
    }

    @Test
    void aRecordWhoseKeyCannotBeToldIsCountedAndHurtsNoOtherRule() {
        try (TopologyPlay play = new TopologyPlay(HOT + LINE_HOT)) {
            play.read("a", "{\"v\":90}").read("b", "{\"line\":[],\"v\":90}").read("c", "{\"line\":\"A\",\"v\":90}");

            assertThat(play.said())
                    .containsExactlyInAnyOrder(
                            "0s firing hot a warning",
                            "0s firing hot b warning",
                            "0s firing hot c warning",
                            "0s firing line-hot A warning");
            assertThat(play.meter("fieldgate.alerts.readings", "rule", "line-hot", "outcome", "keyless"))
                    .isEqualTo(2);
            assertThat(play.meter("fieldgate.alerts.readings", "rule", "line-hot", "outcome", "evaluated"))
                    .isEqualTo(1);
            assertThat(play.meter("fieldgate.alerts.faults", "rule", "line-hot"))
                    .isEqualTo(2);
            assertThat(play.meter("fieldgate.alerts.faults", "rule", "hot")).isZero();
        }
    }

    @Test
    void aRecordThatDoesNotConcernTheRuleNeedsNoKey() {
        try (TopologyPlay play = new TopologyPlay(LINE_HOT + "  where: payload.type == 'oven'\n")) {
            play.read("a", "{\"type\":\"door\"}").read("b", "{\"type\":\"oven\",\"v\":90}");

            assertThat(play.meter("fieldgate.alerts.readings", "rule", "line-hot", "outcome", "elsewhere"))
                    .isEqualTo(1);
            assertThat(play.meter("fieldgate.alerts.faults", "rule", "line-hot"))
                    .isEqualTo(1);
        }
    }

    @Test
    void theEndOfADeviceIsNotThatOfItsLine() {
        try (TopologyPlay play = new TopologyPlay(HOT + LINE_HOT)) {
            read(play, "oven-1", "A", 90);
            play.pass(SECOND).pipe("t", "oven-1", null, play.now(), play.now());

            assertThat(play.said().subList(2, 3)).containsExactly("1s resolved hot oven-1 warning");
            assertThat(play.open()).containsExactly(Change.fingerprint("line-hot", "t", "payload.line", "A"));
        }
    }

    @Test
    void lateReadingsRaiseNoAlert() {
        try (TopologyPlay play = new TopologyPlay(LINE_HOT)) {
            play.pass(Duration.ofHours(1)).read("a", "{\"line\":\"A\",\"v\":90}", play.now() - 61_000);

            assertThat(play.said()).isEmpty();
            assertThat(play.meter("fieldgate.alerts.readings", "rule", "line-hot", "outcome", "late"))
                    .isEqualTo(1);
        }
    }

    @Test
    void readingsThatWaitedInTheTopicAreNotLate() {
        try (TopologyPlay play = new TopologyPlay(LINE_HOT)) {
            long then = play.now();
            play.readsEverything(false).pass(Duration.ofHours(1));

            play.pipe("t", "a", TopologyPlay.json("{\"line\":\"A\",\"v\":90}"), then, then);

            assertThat(play.said()).containsExactly("0s firing line-hot A warning");
        }
    }

    @Test
    void anAlertGoesOnInItsEpisodeAfterARestart() {
        try (TopologyPlay play = new TopologyPlay(LINE_HOT)) {
            read(play, "oven-1", "A", 90);

            play.restart(Duration.ofMinutes(2), LINE_HOT).pass(SECOND);
            read(play, "oven-2", "A", 20);

            assertThat(play.said()).containsExactly("0s firing line-hot A warning", "2m1s resolved line-hot A warning");
            assertThat(play.changes().get(1).get("episode"))
                    .isEqualTo(play.changes().get(0).get("episode"));
        }
    }

    @Test
    void aChangeOfTheKeyEndsTheAlertsOfTheOldOneAndBeginsNewOnes() {
        try (TopologyPlay play = new TopologyPlay(LINE_HOT)) {
            read(play, "oven-1", "A", 90);

            // Gives the same texts: the alerts are others all the same.
            play.change(LINE_HOT.replace("payload.line", "payload['line']")).pass(SECOND);
            read(play, "oven-1", "A", 90);

            assertThat(play.said())
                    .containsExactly(
                            "0s firing line-hot A warning",
                            "1s resolved line-hot A warning",
                            "1s firing line-hot A warning");
            assertThat(play.changes().get(1).get("fingerprint"))
                    .isEqualTo(play.changes().get(0).get("fingerprint"))
                    .isNotEqualTo(play.changes().get(2).get("fingerprint"));
            assertThat(play.changes().get(1).get("reason").asText()).isEqualTo("the rule was removed");
        }
    }

    @Test
    void aRuleThatGetsAKeyEndsTheAlertsOfItsDevices() {
        try (TopologyPlay play = new TopologyPlay(HOT + LINE_HOT)) {
            read(play, "oven-1", "A", 90);

            play.change(HOT.replace("topic: t", "topic: t, key: payload.line") + LINE_HOT)
                    .pass(SECOND);
            read(play, "oven-1", "A", 90);

            assertThat(play.said().subList(2, 4))
                    .containsExactly("1s resolved hot oven-1 warning", "1s firing hot A warning");
        }
    }

    @Test
    void aChangedRuleWithTheSameKeyGoesOnWithItsAlerts() {
        try (TopologyPlay play = new TopologyPlay(LINE_HOT)) {
            read(play, "oven-1", "A", 90);

            play.change(LINE_HOT + "  severity: page\n").pass(SECOND);

            assertThat(play.said()).containsExactly("0s firing line-hot A warning", "1s changed line-hot A page");
        }
    }

    @Test
    void aRuleThatIsGoneEndsItsAlertsAndTheOthersGoOn() {
        try (TopologyPlay play = new TopologyPlay(HOT + LINE_HOT + LINE_SILENT)) {
            read(play, "oven-1", "A", 90);

            play.change(HOT + LINE_SILENT).pass(SECOND);

            assertThat(play.said().subList(2, play.said().size())).containsExactly("1s resolved line-hot A warning");
            assertThat(play.changes().get(2).get("reason").asText()).isEqualTo("the rule was removed");
        }
    }

    @Test
    void aRuleWithAMistakeKeepsItsAlertsAndWhatItRemembersForItsCorrection() {
        try (TopologyPlay play = new TopologyPlay(HOT + LINE_HOT + LINE_SILENT)) {
            read(play, "oven-1", "A", 90);

            play.change(HOT
                            + LINE_HOT.replace("payload.line", "payload.")
                            + LINE_SILENT.replace("payload.line", "payload."))
                    .pass(SECOND);
            play.change(HOT + LINE_HOT + LINE_SILENT).pass(Duration.ofSeconds(20));

            assertThat(play.said().subList(2, play.said().size())).containsExactly("20s firing line-silent A warning");
        }
    }

    @Test
    void aRuleWithAKeyThatIsAddedLeavesTheStatesOfDevicesAlone() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            read(play, "oven-1", "A", 90);

            play.restart(SECOND, HOT + LINE_HOT).pass(SECOND);
            read(play, "oven-1", "A", 20);

            assertThat(play.said()).containsExactly("0s firing hot oven-1 warning", "2s resolved hot oven-1 warning");
            assertThat(play.changes().get(1).get("episode"))
                    .isEqualTo(play.changes().get(0).get("episode"));
            assertThat(play.remembered.keySet()).containsExactlyInAnyOrder("state-t", "keyed-state-t");
        }
    }

    @Test
    void partsOfDevicesHaveTheSameNumbersWithAndWithoutRulesWithAKey() {
        String others = "- { name: u, topic: u, absent: 1m }\n- { name: z, topic: zz, absent: 1m }\n";
        TopologyDescription without = TopologyPlay.description(HOT + others);
        TopologyDescription with = TopologyPlay.description(HOT
                + others
                + LINE_HOT
                + LINE_SILENT.replace("topic: t", "topic: zz").replace("line-silent", "z2"));

        for (TopologyDescription.Subtopology part : without.subtopologies()) {
            assertThat(nodes(with, part.id())).containsAll(nodes(without, part.id()));
        }
        assertThat(without.toString()).doesNotContain("rekey", "keyed");
        assertThat(with.toString()).contains("rekey-t-repartition", "rekey-zz-repartition");
    }

    private static Set<String> nodes(TopologyDescription topology, int part) {
        return topology.subtopologies().stream()
                .filter(subtopology -> subtopology.id() == part)
                .flatMap(subtopology -> subtopology.nodes().stream())
                .map(TopologyDescription.Node::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void read(TopologyPlay play, String device, String line, int value) {
        play.read(device, "{\"line\":\"" + line + "\",\"v\":" + value + "}");
    }
}
