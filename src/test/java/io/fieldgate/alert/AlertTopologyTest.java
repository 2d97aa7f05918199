package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.message.Failure;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules as the gateway evaluates them, with restarts and bad input, but without Kafka. */
class AlertTopologyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String HOT = """
            - name: hot
              topic: t
              when: payload.v > 80
              value: payload.v
              for: 3s
              labels: { area: "{{ captures.site }}" }
              annotations: { summary: "{{ key }} is at {{ value }}" }
              notify: [team]
            """;
    private static final String SILENT = """
            - name: silent
              topic: t
              absent: 20s
              severity: critical
            """;

    @Test
    void tellsAnAlertUnderItsFingerprintWithAllThatIsKnownOfIt() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("oven-1", "81").pass(Duration.ofSeconds(4)).read("oven-1", "20");

            TestRecord<byte[], byte[]> firing = play.records().get(1);
            JsonNode change = play.changes().get(1);

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot oven-1 warning",
                            "3s firing hot oven-1 warning",
                            "4s resolved hot oven-1 warning");
            assertThat(new String(firing.key(), UTF_8)).isEqualTo(Change.fingerprint("hot", "t", "oven-1"));
            assertThat(change.get("episode").asText())
                    .isEqualTo(Change.fingerprint("hot", "t", "oven-1") + "-" + Times.BEGINNING);
            assertThat(change.get("state").asText()).isEqualTo("firing");
            assertThat(change.get("value").asDouble()).isEqualTo(81);
            assertThat(change.get("labels").get("area").asText()).isEqualTo("north");
            assertThat(change.get("annotations").get("summary").asText()).isEqualTo("oven-1 is at 81");
            assertThat(change.get("notify").get(0).asText()).isEqualTo("team");
        }
    }

    @Test
    void rulesOfSeveralTopicsKeepToTheirOwn() {
        try (TopologyPlay play =
                new TopologyPlay(HOT + HOT.replace("hot", "warm").replace("topic: t", "topic: u"))) {
            play.pipe("u", "oven-1", TopologyPlay.json("90"), play.now(), play.now());

            assertThat(play.said()).containsExactly("0s pending warm oven-1 warning");
        }
    }

    @Test
    void aSilentDeviceIsToldByTheClock() {
        try (TopologyPlay play = new TopologyPlay(SILENT)) {
            play.read("a", "1").read("b", "1");
            for (int second = 0; second < 25; second++) {
                play.pass(SECOND).read("b", "1");
            }
            play.read("a", "1");

            assertThat(play.said()).containsExactly("20s firing silent a critical", "25s resolved silent a critical");
        }
    }

    @Test
    void nobodyIsCalledSilentWhileReadingsAreStillToBeRead() {
        try (TopologyPlay play = new TopologyPlay(SILENT)) {
            play.read("a", "1").readsEverything(false).pass(Duration.ofMinutes(5));
            assertThat(play.said()).isEmpty();

            // What had waited is read, then the clock counts again, after a time for what is still under way.
            play.read("a", "1", play.now()).readsEverything(true).pass(Duration.ofSeconds(20));

            assertThat(play.said()).isEmpty();
            assertThat(play.pass(SECOND).said()).containsExactly("5m20s firing silent a critical");
        }
    }

    @Test
    void afterARestartADeviceHasTimeToBeHeardBeforeItIsCalledSilent() {
        try (TopologyPlay play = new TopologyPlay(SILENT)) {
            play.read("gone", "1").read("well", "1");
            play.restart(Duration.ofHours(1), SILENT).pass(Duration.ofSeconds(15));
            play.read("well", "1").pass(Duration.ofSeconds(4));
            assertThat(play.said()).isEmpty();

            play.pass(SECOND);

            assertThat(play.said()).containsExactly("20s firing silent gone critical");
        }
    }

    @Test
    void aDeviceThatWasSilentBeforeTheRestartIsToldOnce() {
        try (TopologyPlay play = new TopologyPlay(SILENT)) {
            play.read("a", "1").pass(Duration.ofSeconds(21));
            play.restart(Duration.ofSeconds(5), SILENT).pass(Duration.ofMinutes(2));

            assertThat(play.said()).containsExactly("20s firing silent a critical");
        }
    }

    @Test
    void aPendingAlertFiresAfterARestartAtItsTime() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(SECOND);

            play.restart(Duration.ofMinutes(10), HOT).pass(SECOND);

            assertThat(play.said()).containsExactly("0s pending hot a warning", "3s firing hot a warning");
            assertThat(play.changes().get(0).get("episode"))
                    .isEqualTo(play.changes().get(1).get("episode"));
        }
    }

    @Test
    void backFilledReadingsRaiseNoStaleAlertAndAreCounted() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.pass(Duration.ofHours(1)).read("a", "90", play.now() - 61_000);

            assertThat(play.said()).isEmpty();
            assertThat(play.meter("fieldgate.alerts.readings", "rule", "hot", "outcome", "late"))
                    .isEqualTo(1);
        }
    }

    @Test
    void readingsThatWaitedInTheTopicAreNotLate() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            long then = play.now();
            play.readsEverything(false).pass(Duration.ofHours(1));

            play.pipe("t", "a", TopologyPlay.json("90"), then, then);

            assertThat(play.said()).containsExactly("0s pending hot a warning");
        }
    }

    @Test
    void aDeviceWhoseClockIsAheadMakesNoOtherLate() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("ahead", "90", play.now() + 86_400_000).read("right", "90");

            assertThat(play.said()).containsExactly("0s pending hot ahead warning", "0s pending hot right warning");
        }
    }

    @Test
    void aDeviceWhoseClockIsBehindIsNotSilent() {
        try (TopologyPlay play = new TopologyPlay(SILENT)) {
            play.pass(Duration.ofMinutes(1));
            for (int second = 0; second < 60; second++) {
                play.pass(SECOND).read("behind", "1", play.now() - 30_000);
            }

            assertThat(play.said()).isEmpty();
        }
    }

    @Test
    void aTombstoneEndsTheAlertsOfItsDeviceAndForgetsIt() {
        try (TopologyPlay play = new TopologyPlay(HOT + SILENT)) {
            play.read("a", "90").pass(Duration.ofSeconds(5));

            play.pipe("t", "a", null, play.now(), play.now()).pass(Duration.ofMinutes(1));

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning", "3s firing hot a warning", "5s resolved hot a warning");
            assertThat(play.remembered.get("state-t")).isEmpty();
            assertThat(play.meter("fieldgate.alerts", "rule", "hot", "state", "firing"))
                    .isZero();
        }
    }

    @Test
    void whatNoRuleCanReadStopsNothing() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.pipe("t", null, TopologyPlay.json("90"), play.now(), play.now())
                    .pipe("t", null, null, play.now(), play.now())
                    .pipe("t", "tombstone", null, play.now(), play.now())
                    .pipe("t", "", new byte[0], play.now(), play.now())
                    .read("a", "{\"v\":21.")
                    .read("a", "{\"w\":90}")
                    .read("a", "[[[[]]]]")
                    .read("a", "90");

            assertThat(play.said()).containsExactly("0s pending hot a warning");
            assertThat(play.meter("fieldgate.alerts.skipped", "reason", "no-key"))
                    .isEqualTo(2);
        }
    }

    @Test
    void aRuleThatCannotBeEvaluatedHurtsNoOther() {
        String broken = "- { name: broken, topic: t, when: payload.v.size() > 3 }\n";
        try (TopologyPlay play = new TopologyPlay(broken + HOT)) {
            play.read("a", "90").read("b", "{\"v\":\"long text\"}");

            assertThat(play.said()).containsExactly("0s pending hot a warning", "0s firing broken b warning");
            assertThat(play.meter("fieldgate.alerts.faults", "rule", "broken")).isEqualTo(1);
        }
    }

    @Test
    void aRuleThatIsGoneEndsItsAlertsInTheirOwnWords() {
        try (TopologyPlay play = new TopologyPlay(HOT + SILENT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4)).read("b", "90");

            play.restart(SECOND, SILENT).pass(SECOND);

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning",
                            "3s firing hot a warning",
                            "4s pending hot b warning",
                            "6s resolved hot a warning",
                            "6s inactive hot b warning");
            JsonNode resolved = play.changes().get(3);
            assertThat(resolved.get("episode")).isEqualTo(play.changes().get(1).get("episode"));
            assertThat(resolved.get("annotations").get("summary").asText()).isEqualTo("a is at 90");
            assertThat(resolved.get("notify").get(0).asText()).isEqualTo("team");
        }
    }

    @Test
    void theLastRuleOfATopicEndsItsAlertsTooWhenItGoes() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4));

            play.restart(SECOND, "[]").pass(SECOND);

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning", "3s firing hot a warning", "6s resolved hot a warning");
            assertThat(play.remembered.get("state-t")).isEmpty();
        }
    }

    @Test
    void aRuleWithAMistakeKeepsItsAlertsForItsCorrection() {
        try (TopologyPlay play = new TopologyPlay(HOT + SILENT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4));
            play.restart(SECOND, HOT.replace("payload.v > 80", "payload.v >") + SILENT)
                    .pass(SECOND);
            assertThat(play.rules().disabled()).containsExactly("hot");

            play.restart(SECOND, HOT + SILENT).pass(SECOND).read("a", "20");

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning", "3s firing hot a warning", "8s resolved hot a warning");
        }
    }

    @Test
    void aRuleThatHasLostItsNameEndsNoAlertAtTheStartAndTheOthersGoOn() {
        try (TopologyPlay play = new TopologyPlay(HOT + HOT.replace("hot", "same"))) {
            play.read("a", "90").pass(Duration.ofSeconds(4));

            play.restart(SECOND, HOT.replace("name: hot", "severity: page") + HOT.replace("hot", "same"))
                    .pass(SECOND)
                    .read("a", "20");
            assertThat(play.said().subList(4, play.said().size())).containsExactly("6s resolved same a warning");
            play.change(HOT + HOT.replace("hot", "same")).pass(SECOND).read("a", "20");

            assertThat(play.said().subList(5, play.said().size())).containsExactly("7s resolved hot a warning");
        }
    }

    @Test
    void alertsOfARuleThatIsGoneEndOnceTheFileCanBeTold() {
        try (TopologyPlay play = new TopologyPlay(HOT + SILENT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4));
            play.restart(SECOND, HOT.replace("name: hot", "severity: page") + SILENT)
                    .pass(SECOND);
            assertThat(play.said()).hasSize(2);

            play.change(SILENT).pass(SECOND);

            assertThat(play.said().subList(2, 3)).containsExactly("7s resolved hot a warning");
        }
    }

    @Test
    void aChangedRuleJudgesItsAlertsAnewAndTheOthersKeepTheirs() {
        try (TopologyPlay play = new TopologyPlay(HOT + HOT.replace("hot", "same"))) {
            play.read("a", "90").pass(Duration.ofSeconds(4));

            play.restart(SECOND, HOT.replace("> 80", "> 95") + HOT.replace("hot", "same"))
                    .pass(SECOND)
                    .read("a", "91");

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning",
                            "0s pending same a warning",
                            "3s firing hot a warning",
                            "3s firing same a warning",
                            "6s resolved hot a warning");
        }
    }

    @Test
    void theEndInTheTopicThatARuleHasLeftEndsNothingOfWhatItSaysInItsNewOne() {
        try (TopologyPlay play =
                new TopologyPlay(HOT + HOT.replace("hot", "other").replace("topic: t", "topic: u"))) {
            play.read("a", "90").pass(Duration.ofSeconds(4));

            play.change(HOT.replace("topic: t", "topic: u").replace("for: 3s", "for: 0s"));
            play.pipe("u", "a", TopologyPlay.json("90"), play.now(), play.now()).pass(SECOND);

            assertThat(play.said().subList(2, 4))
                    .containsExactlyInAnyOrder("4s firing hot a warning", "5s resolved hot a warning");
            assertThat(play.open()).containsExactly(Change.fingerprint("hot", "u", "a"));
        }
    }

    @Test
    void anAlertThatAnEarlierBuildHasBegunEndsUnderTheNameThatItBeganUnder() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4));
            play.rememberAsFormat(2);

            play.restart(SECOND, HOT).pass(SECOND).read("a", "20");
            play.pass(SECOND).read("a", "90");

            assertThat(play.changes())
                    .extracting(change -> change.get("fingerprint").asText())
                    .endsWith(Change.topiclessFingerprint("hot", "a"), Change.fingerprint("hot", "t", "a"));
            assertThat(play.said()).endsWith("6s resolved hot a warning", "7s pending hot a warning");
        }
    }

    @Test
    void anAlertThatAnEarlierBuildHasLeftPendingFiresAndEndsUnderTheNameThatItBeganUnder() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").read("b", "90").pass(SECOND);
            play.rememberAsFormat(2);

            play.restart(SECOND, HOT).read("b", "20").pass(SECOND).restart(SECOND, HOT);
            play.pass(SECOND).read("a", "20").read("b", "90");

            assertThat(play.said().subList(2, play.said().size()))
                    .containsExactly(
                            "2s inactive hot b warning",
                            "3s firing hot a warning",
                            "5s resolved hot a warning",
                            "5s pending hot b warning");
            assertThat(play.changes())
                    .extracting(change -> change.get("fingerprint").asText())
                    .endsWith(
                            Change.topiclessFingerprint("hot", "b"),
                            Change.topiclessFingerprint("hot", "a"),
                            Change.topiclessFingerprint("hot", "a"),
                            Change.fingerprint("hot", "t", "b"));
        }
    }

    @Test
    void anAlertOfAnEarlierBuildWhoseRuleIsGoneEndsUnderTheNameThatItBeganUnder() {
        try (TopologyPlay play = new TopologyPlay(HOT + SILENT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4)).read("b", "90");
            play.rememberAsFormat(2);

            play.restart(SECOND, SILENT).pass(SECOND);

            assertThat(play.said().subList(3, play.said().size()))
                    .containsExactlyInAnyOrder("6s resolved hot a warning", "6s inactive hot b warning");
            assertThat(play.changes().subList(3, 5))
                    .extracting(change -> change.get("fingerprint").asText())
                    .containsExactlyInAnyOrder(
                            Change.topiclessFingerprint("hot", "a"), Change.topiclessFingerprint("hot", "b"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, StateCodec.FORMAT})
    void whatABuildBeforeHasBegunGoesOnAsIfThereHadBeenNoUpgrade(int format) {
        String rules = HOT + "  escalate: [{ after: 5s, severity: page }]\n" + SILENT;
        try (TopologyPlay play = new TopologyPlay(rules)) {
            play.read("a", "90").pass(Duration.ofSeconds(2)).read("b", "90").pass(Duration.ofSeconds(2));
            play.rememberAsFormat(format);

            play.restart(SECOND, rules)
                    .pass(Duration.ofSeconds(5))
                    .read("a", "20")
                    .read("b", "20");

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning",
                            "2s pending hot b warning",
                            "3s firing hot a warning",
                            "5s firing hot b warning",
                            "8s escalated hot a page",
                            "10s escalated hot b page",
                            "10s resolved hot a page",
                            "10s resolved hot b page");
            assertThat(play.changes())
                    .extracting(change -> change.get("fingerprint").asText())
                    .containsOnly(Change.fingerprint("hot", "t", "a"), Change.fingerprint("hot", "t", "b"));
        }
    }

    @Test
    void whatANewerBuildHasRememberedStopsTheRulesAndIsNotTouched() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4));
            play.rememberAsFormat(StateCodec.FORMAT + 1);
            byte[] before =
                    play.remembered.get("state-t").firstEntry().getValue().clone();
            play.restart(SECOND, HOT);

            assertThatThrownBy(() -> play.read("a", "20"))
                    .satisfies(thrown -> assertThat(Failure.in(thrown).getMessage())
                            .contains("A newer Fieldgate has written", "'t'", "format is " + (StateCodec.FORMAT + 1)));

            assertThat(play.remembered.get("state-t").firstEntry().getValue()).isEqualTo(before);
            assertThat(play.said()).hasSize(2);
        }
    }

    @Test
    void aRunningGatewayTakesOtherRulesOverAndUnchangedOnesKeepWhatTheyHadBegun() {
        try (TopologyPlay play = new TopologyPlay(HOT + HOT.replace("hot", "same") + SILENT)) {
            play.read("a", "90").pass(Duration.ofSeconds(2));

            play.change(SILENT + HOT.replace("hot", "same") + HOT.replace("hot", "new"))
                    .pass(SECOND)
                    .read("b", "20")
                    .read("a", "91");

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning",
                            "0s pending same a warning",
                            "3s inactive hot a warning",
                            "3s firing same a warning",
                            "3s pending new a warning");
            assertThat(play.changes().get(2).get("reason").asText()).isEqualTo("the rule was removed");
            assertThat(play.changes().get(3).has("reason")).isFalse();
            assertThat(play.meter("fieldgate.alerts", "rule", "same", "state", "firing"))
                    .isEqualTo(1);
            assertThat(play.meter("fieldgate.alerts", "rule", "hot", "state", "pending"))
                    .isZero();
        }
    }

    @Test
    void anAlertOfARuleThatChangesGoesOnUntilTheRuleSaysOtherwise() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").read("b", "90").pass(Duration.ofSeconds(4));

            play.change(HOT.replace("> 80", "> 85").replace("is at", "has")).pass(SECOND);
            play.read("a", "84").read("b", "86").pass(SECOND);

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning",
                            "0s pending hot b warning",
                            "3s firing hot a warning",
                            "3s firing hot b warning",
                            "5s changed hot a warning",
                            "5s changed hot b warning",
                            "5s resolved hot a warning");
            assertThat(play.changes().get(6).get("episode"))
                    .isEqualTo(play.changes().get(0).get("episode"));
            assertThat(play.changes().get(6).get("rule_version"))
                    .isNotEqualTo(play.changes().get(0).get("rule_version"));
        }
    }

    @Test
    void whatFiresIsToldAnewAtOnceWhenItsChangedRuleSaysSomethingElseOfIt() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").read("b", "90").pass(Duration.ofSeconds(4));

            play.change(HOT.replace("[team]", "[night]").replace("labels: {", "labels: { plant: '7',")
                            + "  severity: critical\n")
                    .pass(SECOND);

            assertThat(play.said().subList(4, play.said().size()))
                    .containsExactlyInAnyOrder("5s changed hot a critical", "5s changed hot b critical");
            JsonNode changed = play.changes().get(4);
            JsonNode firing = play.changes().get(2);
            assertThat(changed.get("state").asText()).isEqualTo("firing");
            assertThat(changed.get("episode")).isEqualTo(firing.get("episode"));
            assertThat(changed.get("fired_at")).isEqualTo(firing.get("fired_at"));
            assertThat(changed.get("rule_version")).isNotEqualTo(firing.get("rule_version"));
            assertThat(changed.get("labels").toString()).isEqualTo("{\"plant\":\"7\",\"area\":\"north\"}");
            assertThat(changed.get("notify").toString()).isEqualTo("[\"night\"]");
        }
    }

    @Test
    void whatOnlyAReadingCanTellIsToldAnewWithTheNextOne() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4));

            play.change(HOT.replace("captures.site", "payload.v")).pass(SECOND);
            assertThat(play.said()).hasSize(2);
            play.read("a", "90").read("a", "91").pass(SECOND);

            assertThat(play.said().subList(2, 3)).containsExactly("5s changed hot a warning");
            assertThat(play.said()).hasSize(3);
            assertThat(play.changes().get(2).at("/labels/area").asText()).isEqualTo("90");
        }
    }

    @Test
    void aChangeThatSaysTheSameOfWhatFiresIsNotTold() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4));

            play.change(HOT.replace("for: 3s", "for: 2s")).pass(SECOND);
            play.read("a", "90").pass(SECOND);

            assertThat(play.said()).hasSize(2);
        }
    }

    @Test
    void aChangeIsNotToldWhenOnlyTheValueIsAnotherByNow() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4)).read("a", "91.5").pass(SECOND);

            play.change(HOT.replace("for: 3s", "for: 2s")).pass(SECOND);
            play.read("a", "92").pass(SECOND);

            assertThat(play.said()).containsExactly("0s pending hot a warning", "3s firing hot a warning");
        }
    }

    @Test
    void whatIsToldAnewHasTheValueOfNow() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4)).read("a", "91.5").pass(SECOND);

            play.change(HOT.replace("is at", "has")).pass(SECOND);

            assertThat(play.said().subList(2, 3)).containsExactly("6s changed hot a warning");
            assertThat(play.changes().get(2).at("/annotations/summary").asText())
                    .isEqualTo("a has 91.5");
        }
    }

    @Test
    void anAlertThatHasEscalatedEndsAlsoWhenItsRuleEscalatesNoMore() {
        try (TopologyPlay play = new TopologyPlay(HOT + "  escalate: [{ after: 5s, severity: page }]\n")) {
            play.read("a", "90").pass(Duration.ofSeconds(9));

            play.change(HOT).pass(SECOND).read("a", "20");

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning",
                            "3s firing hot a warning",
                            "8s escalated hot a page",
                            "10s changed hot a warning",
                            "10s resolved hot a warning");
        }
    }

    @Test
    void whatIsPendingFiresOnlyWhenTheChangedRuleAgrees() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "81").read("b", "96").pass(SECOND);

            play.change(HOT.replace("> 80", "> 95").replace("for: 3s", "for: 2s"))
                    .pass(Duration.ofSeconds(10));
            assertThat(play.said()).hasSize(2);
            play.read("a", "81").read("b", "96");

            assertThat(play.said())
                    .containsExactly(
                            "0s pending hot a warning",
                            "0s pending hot b warning",
                            "11s inactive hot a warning",
                            "11s firing hot b warning");
        }
    }

    @Test
    void aDeviceThatIsSilentStaysSoWhenItsRuleChanges() {
        try (TopologyPlay play = new TopologyPlay(SILENT + SILENT.replace("silent", "slow") + "  for: 10s\n")) {
            play.read("a", "1").pass(Duration.ofSeconds(22));

            play.change(SILENT.replace("critical", "page")
                            + SILENT.replace("silent", "slow").replace("20s", "21s") + "  for: 10s\n")
                    .pass(Duration.ofSeconds(20))
                    .read("a", "1");

            assertThat(play.said())
                    .containsExactly(
                            "20s firing silent a critical",
                            "20s pending slow a critical",
                            "23s changed silent a page",
                            "30s firing slow a critical",
                            "42s resolved silent a page",
                            "42s resolved slow a critical");
        }
    }

    @Test
    void anAlertEndsWhenItsChangedRuleIsAboutOtherDevices() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4));

            play.change(HOT + "  where: key == 'b'\n")
                    .pass(SECOND)
                    .read("a", "90")
                    .pass(Duration.ofMinutes(4));
            play.read("a", "20");
            assertThat(play.said()).hasSize(2);
            play.pass(Duration.ofMinutes(2)).read("a", "20").read("a", "90");

            assertThat(play.said().subList(2, 3)).containsExactly("6m5s resolved hot a warning");
            assertThat(play.said()).hasSize(3);
            assertThat(play.changes().get(2).get("reason").asText())
                    .isEqualTo("the rule was changed and no longer concerns the device");
        }
    }

    @Test
    void anAlertWhoseChangedRuleGathersReadingsWaitsForTheEndOfTheWindow() {
        String busy = """
                - name: busy
                  topic: t
                  aggregate: { function: max, of: payload.v, over: 10m, window: tumbling }
                  when: value > 80
                  max_lateness: 1s
                """;
        try (TopologyPlay play = new TopologyPlay(busy)) {
            play.read("a", "90").pass(Duration.ofMinutes(11)).read("a", "90");
            assertThat(play.said()).hasSize(1);

            play.change(busy + "  annotations: { summary: 'other words' }\n");
            for (int minute = 12; minute <= 18; minute++) {
                play.read("a", "90").pass(Duration.ofMinutes(1));
            }

            assertThat(play.said()).containsExactly("10m1s firing busy a warning", "11m changed busy a warning");
        }
    }

    @Test
    void aRuleThatGetsAMistakeWhileItRunsKeepsItsAlertsAndTheOthersGoOn() {
        try (TopologyPlay play = new TopologyPlay(HOT + HOT.replace("hot", "same"))) {
            play.read("a", "90").pass(Duration.ofSeconds(4));

            play.change(HOT.replace("payload.v > 80", "payload.v >") + HOT.replace("hot", "same"))
                    .pass(SECOND)
                    .read("a", "20");
            play.change(HOT + HOT.replace("hot", "same")).pass(SECOND).read("a", "20");

            assertThat(play.said().subList(4, 6))
                    .containsExactly("5s resolved same a warning", "6s resolved hot a warning");
        }
    }

    @Test
    void aStateThatCannotBeReadBeginsAnew() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90");
            play.remembered.get("state-t").put(Bytes.wrap("a".getBytes(UTF_8)), "{\"hot\":{}}".getBytes(UTF_8));

            play.read("a", "91");

            assertThat(play.said()).containsExactly("0s pending hot a warning", "0s pending hot a warning");
            assertThat(play.meter("fieldgate.alerts.skipped", "reason", "bad-state"))
                    .isEqualTo(1);
        }
    }

    @Test
    void countsAlertsByStateAlsoAfterARestart() {
        try (TopologyPlay play = new TopologyPlay(HOT)) {
            play.read("a", "90").pass(Duration.ofSeconds(4)).read("b", "90").read("c", "20");
            play.restart(SECOND, HOT).pass(SECOND);

            assertThat(play.meter("fieldgate.alerts", "rule", "hot", "state", "firing"))
                    .isEqualTo(1);
            assertThat(play.meter("fieldgate.alerts", "rule", "hot", "state", "pending"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aWholeFleetThatGoesSilentIsToldWithinSeconds() {
        try (TopologyPlay play = new TopologyPlay(SILENT)) {
            for (int device = 0; device < 25_000; device++) {
                play.read("d" + device, "1");
            }

            play.pass(Duration.ofSeconds(20));
            int first = play.records().size();
            play.pass(Duration.ofSeconds(2));

            assertThat(first).isEqualTo(10_000);
            assertThat(play.records()).hasSize(25_000);
        }
    }

    @Test
    void halfACharacterInAMessageIsShownAsOneThatIsUnknown() {
        String rule = """
                - name: hot
                  topic: t
                  when: payload.v > 80
                  labels: { text: "<{{ payload.text }}>" }
                """;
        try (TopologyPlay play = new TopologyPlay(rule)) {
            play.read("a", "{\"v\":81,\"text\":\"\\ud83d \\ud83d\\udc4d \\udc4d\"}");

            assertThat(play.changes().get(0).at("/labels/text").asText()).isEqualTo("<\ufffd \ud83d\udc4d \ufffd>");
        }
    }
}
