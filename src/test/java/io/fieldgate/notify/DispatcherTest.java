package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Timelines, as in Alertmanager's acceptance tests: alerts in, notices out. */
class DispatcherTest {
    private static final String TEAM = """
            route:
              receivers: [team]
              group_by: [alertname]
              group_wait: 10s
              group_interval: 1m
              repeat_interval: 1h
            receivers:
              - name: team
                log: {}
            """;

    @Test
    void tellsAlertsThatBeginTogetherInOneNotice() {
        Story story = new Story(TEAM);

        story.at("0s")
                .fires("hot", "a")
                .at("5s")
                .fires("hot", "b")
                .fires("silent", "c")
                .at("50s");

        assertThat(story.told()).containsExactly("10s team: +hot/a +hot/b", "15s team: +silent/c");
    }

    @Test
    void tellsWhatComesLaterWithTheNextIntervalTogetherWithTheWholeGroup() {
        Story story = new Story(TEAM);

        story.at("0s").fires("hot", "a").at("30s").fires("hot", "b").at("3m");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "1m10s team: +hot/b +hot/a");
    }

    @Test
    void tellsTheEndWithTheNextInterval() {
        Story story = new Story(TEAM);

        story.at("0s").fires("hot", "a").at("30s").resolves("hot", "a").at("2h");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "1m10s team: -hot/a");
        assertThat(story.log()).isEmpty();
    }

    @Test
    void tellsTheEndAtOnceWhenAskedTo() {
        Story story = new Story(TEAM + "    resolved_at_once: true\n");

        story.at("0s").fires("hot", "a").at("30s").resolves("hot", "a").at("10m");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "30s team: -hot/a");
    }

    @Test
    void tellsNoEndWhenNotAskedTo() {
        Story story = new Story(TEAM + "    send_resolved: false\n");

        story.at("0s").fires("hot", "a").at("30s").resolves("hot", "a").at("10m");

        assertThat(story.told()).containsExactly("10s team: +hot/a");
        assertThat(story.log()).isEmpty();
    }

    @Test
    void tellsNothingOfAnAlertThatEndsWithinTheWait() {
        Story story = new Story(TEAM);

        story.at("0s").fires("hot", "a").at("5s").resolves("hot", "a").at("10m");

        assertThat(story.told()).isEmpty();
    }

    @Test
    void repeatsWhatStillFires() {
        Story story = new Story(TEAM);

        story.at("0s").fires("hot", "a").at("2h2m");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "1h10s team: +hot/a", "2h10s team: +hot/a");
    }

    @Test
    void tellsAnotherSeverityAfterTheWait() {
        Story story = new Story(TEAM);

        story.at("0s").fires("hot", "a").at("20s").fires("hot", "a", "critical").at("5m");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "30s team: +hot/a(critical)");
    }

    @Test
    void tellsNothingTwiceWhenAChangedRuleSaysTheSameToTheSame() {
        Story story = new Story(TEAM);

        story.at("0s").fires("hot", "a").at("20s").changes("hot", "a").at("50m");

        assertThat(story.told()).containsExactly("10s team: +hot/a");
    }

    @Test
    void tellsWhomAChangedRuleNamesAndTheOthersTheEndOnly() {
        Story story = new Story(TEAM + "  - { name: night, log: {} }\n");

        story.at("0s").fires("hot", "a").at("20s").changes("hot", "a", "night").at("1h20m");
        assertThat(story.told()).containsExactly("10s team: +hot/a", "30s night: +hot/a", "1h30s night: +hot/a");
        story.killed().at("2h20m").resolves("hot", "a").at("3h");

        assertThat(story.told().subList(3, 6))
                .containsExactlyInAnyOrder("2h1m night: +hot/a", "2h21m team: -hot/a", "2h21m night: -hot/a");
    }

    @Test
    void tellsTheEndOfOneOccurrenceEvenWhenTheNextHasBegun() {
        Story story = new Story(TEAM);

        story.at("0s")
                .fires("hot", "a")
                .at("20s")
                .resolves("hot", "a")
                .at("30s")
                .fires("hot", "a")
                .at("5m");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "1m10s team: +hot/a -hot/a");
    }

    @Test
    void tellsTheEndOfAnAlertWhoseRuleIsGone() {
        Story story = new Story(TEAM);

        story.at("0s").fires("hot", "a").at("30s").forgets("hot", "a").at("5m");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "1m10s team: -hot/a");
    }

    @Test
    void triesTheSameNoticeAgainUntilTheReceiverTakesIt() {
        Story story = new Story(TEAM);

        story.at("0s")
                .down("team")
                .fires("hot", "a")
                .at("15s")
                .resolves("hot", "a")
                .at("20s")
                .up("team")
                .at("5m");

        assertThat(story.told()).containsExactly("24s team: +hot/a", "1m10s team: -hot/a");
    }

    @Test
    void repeatsNothingAfterAKillAndForgetsNothing() {
        Story story = new Story(TEAM);

        story.at("0s")
                .fires("hot", "a")
                .at("30s")
                .killed()
                .at("2m")
                .fires("hot", "b")
                .resolves("hot", "a")
                .killed()
                .at("5m");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "2m team: +hot/b -hot/a");
    }

    @Test
    void tellsTheEndOfAnAlertThatWasOnItsWayWhenTheGatewayWasKilled() {
        Story story = new Story(TEAM);

        story.at("0s")
                .down("team")
                .fires("hot", "a")
                .at("15s")
                .resolves("hot", "a")
                .killed()
                .up("team")
                .at("5m");

        assertThat(story.told()).containsExactly("15s team: -hot/a");
        assertThat(story.log()).isEmpty();
    }

    @Test
    void tellsTheEndOfAnOccurrenceThatTheTopicDoesNotHoldAnyMore() {
        Story story = new Story(TEAM);

        story.at("0s")
                .fires("hot", "a")
                .at("20s")
                .resolves("hot", "a")
                .at("30s")
                .fires("hot", "a")
                .killed()
                .at("5m");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "30s team: +hot/a -hot/a");
    }

    @Test
    void tellsNothingOfWhatIsSilencedAndTheEndOfWhatWasToldWhenTheSilenceIsOver() {
        Story story = new Story(TEAM);

        story.at("0s")
                .fires("hot", "a")
                .at("20s")
                .silence("area=\"north\"", "10m")
                .fires("hot", "b")
                .at("1m")
                .resolves("hot", "a")
                .at("15m");

        assertThat(story.told()).containsExactly("10s team: +hot/a", "10m10s team: +hot/b -hot/a");
    }

    @Test
    void doesNotRepeatWhatIsAcknowledgedButTellsItsNextSeverityAndItsEnd() {
        Story story = new Story(TEAM);

        story.at("0s")
                .fires("hot", "a")
                .at("30s")
                .acknowledge("hot", "a")
                .at("3h")
                .fires("hot", "a", "critical")
                .at("3h5m")
                .resolves("hot", "a")
                .at("4h");

        assertThat(story.told())
                .containsExactly("10s team: +hot/a", "3h10s team: +hot/a(critical)", "3h5m10s team: -hot/a");
    }

    @Test
    void tellsNothingOfWhatIsInhibited() {
        Story story = new Story(TEAM + """
                inhibit_rules:
                  - source_matchers: [severity="critical"]
                    target_matchers: [severity="warning"]
                    equal: [device]
                """);

        story.at("0s")
                .fires("silent", "a", "critical")
                .fires("hot", "a")
                .fires("hot", "b")
                .at("1m")
                .resolves("silent", "a")
                .at("5m");

        assertThat(story.told())
                .containsExactly(
                        "10s team: +silent/a(critical)",
                        "10s team: +hot/b",
                        "1m10s team: -silent/a",
                        "1m10s team: +hot/a +hot/b");
    }

    @Test
    void tellsNothingInAMuteTimeAndTheRestAfterIt() {
        Story story = new Story(TEAM + """
                    mute_time_intervals: [night]
                mute_time_intervals:
                  - name: night
                    time_intervals:
                      - weekdays: [monday:friday]
                        times: [{ start_time: "00:00", end_time: "00:30" }]
                """);

        story.at("0s")
                .fires("hot", "a")
                .at("5m")
                .fires("hot", "b")
                .at("10m")
                .resolves("hot", "b")
                .at("45m");

        assertThat(story.told()).containsExactly("30m10s team: +hot/a");
    }

    private static final String TREE = """
            route:
              receiver: team
              group_wait: 10s
              group_interval: 1m
              repeat_interval: 1h
              routes:
                - matchers: [severity="critical"]
                  receiver: pager
                  group_wait: 0s
                - matchers: [alertname="silent"]
                  group_wait: 20s
                  group_by: []
            receivers:
              - { name: team, log: {} }
              - { name: pager, log: {} }
            """;

    @Test
    void tellsWhomTheRouteLeadsToWhenItSays() {
        Story story = new Story(TREE);

        story.at("0s")
                .fires("hot", "a")
                .fires("hot", "b", "critical")
                .fires("silent", "c")
                .at("5m");

        assertThat(story.told())
                .containsExactly("0s pager: +hot/b(critical)", "10s team: +hot/a", "20s team: +silent/c");
    }

    @Test
    void tellsThePagerWhenAnAlertEscalatesAndTheTeamTheEnd() {
        Story story = new Story(TREE);

        story.at("0s").fires("hot", "a").at("20s").fires("hot", "a", "critical").at("2h5s");
        assertThat(story.told())
                .containsExactly("10s team: +hot/a", "20s pager: +hot/a(critical)", "1h20s pager: +hot/a(critical)");
        story.resolves("hot", "a").at("3h");

        assertThat(story.told().subList(3, 5)).containsExactlyInAnyOrder("2h10s team: -hot/a", "2h20s pager: -hot/a");
    }

    private static final String URGENT = """
            route:
              receiver: team
              group_wait: 10s
              group_interval: 10m
              repeat_interval: 4h
              routes:
                - matchers: [severity="critical"]
                  receiver: team
                  group_wait: 0s
                  repeat_interval: 10m
            receivers:
              - { name: team, log: {} }
            """;

    @Test
    void repeatsWhatHasEscalatedAsOftenAsItsRouteSaysThen() {
        Story story = new Story(URGENT);

        story.at("0s")
                .fires("hot", "a")
                .fires("hot", "b")
                .at("20s")
                .fires("hot", "a", "critical")
                .at("25m");

        assertThat(story.told())
                .containsExactly(
                        "10s team: +hot/a +hot/b",
                        "20s team: +hot/a(critical)",
                        "10m20s team: +hot/a(critical)",
                        "20m20s team: +hot/a(critical)");
        story.resolves("hot", "a").at("4h");
        assertThat(story.told().subList(4, story.told().size())).containsExactly("30m20s team: -hot/a");
    }

    @Test
    void tellsWhatHasEscalatedByItsRouteWhileWhatWasBeforeIsTriedAgain() {
        Story story = new Story(URGENT);

        story.at("0s")
                .fires("hot", "a")
                .down("team")
                .at("11s")
                .fires("hot", "a", "critical")
                .at("12s")
                .up("team")
                .at("9m");

        assertThat(story.told()).containsExactly("17s team: +hot/a", "17s team: +hot/a(critical)");
    }

    @Test
    void whatBecameOfANoticeOfTheDispatcherBeforeDoesNotEndTheWaitForItsOwn() {
        Story story = new Story(TEAM);
        story.at("0s").fires("hot", "a").down("team").at("10s");
        Notice before = story.lastNotice();

        story.killed();
        Notice own = story.notice("team");
        story.ended(before);

        assertThat(own).isNotSameAs(before);
        assertThat(story.notice("team")).as("its own is still on its way").isNull();
    }

    private static final String HURRIED = """
            route:
              receivers: [team]
              group_by: [alertname]
              group_wait: 10s
              group_interval: 5m
              repeat_interval: 1h
              routes:
                - matchers: [severity="critical"]
                  group_by: [device]
                  group_wait: 1s
                  group_interval: 20s
                  repeat_interval: 2m
            receivers:
              - name: team
                log: {}
            """;

    @Test
    void anAlertThatEscalatesIsToldFromThenOnAsItsNewRouteSays() {
        Story story = new Story(HURRIED);

        story.at("0s")
                .fires("hot", "a")
                .fires("hot", "b")
                .at("30s")
                .fires("hot", "a", "critical")
                .at("4m")
                .resolves("hot", "a")
                .at("9m")
                .resolves("hot", "b")
                .at("3h");

        assertThat(story.told())
                .containsExactly(
                        "10s team: +hot/a +hot/b",
                        "31s team: +hot/a(critical)",
                        "2m31s team: +hot/a(critical)",
                        "4m11s team: -hot/a",
                        "10m10s team: -hot/b");
        assertThat(story.log()).isEmpty();
    }

    @Test
    void whatWaitsToBeTriedAgainIsNotToldAfterTheEnd() {
        Story story = new Story(HURRIED + "    resolved_at_once: true\n");

        story.at("0s").fires("hot", "a").at("9s").down("team").at("11s").fires("hot", "a", "critical");
        story.up("team").at("15s").resolves("hot", "a").at("3h");

        assertThat(story.told()).containsExactly("17s team: +hot/a", "17s team: -hot/a");
        assertThat(story.log()).isEmpty();
    }

    @Test
    void whatIsOnItsWayOfAnAlertThatEscalatesArrivesFirst() {
        Story story = new Story(HURRIED);

        story.at("0s")
                .down("team")
                .fires("hot", "a")
                .at("12s")
                .fires("hot", "a", "critical")
                .at("15s")
                .up("team")
                .at("30s")
                .resolves("hot", "a")
                .at("3h");

        assertThat(story.told()).containsExactly("17s team: +hot/a", "18s team: +hot/a(critical)", "38s team: -hot/a");
        assertThat(story.log()).isEmpty();
    }

    @Test
    void repeatsNothingOfARouteAfterAKill() {
        Story story = new Story(TREE);

        story.at("0s").fires("silent", "a").at("30s").killed().at("50m");

        assertThat(story.told()).containsExactly("20s team: +silent/a");
    }

    @Test
    void tellsReceiversThatARuleDoesNotNameNothing() {
        Story story = new Story(TEAM + "  - name: siren\n    log: {}\n");

        story.at("0s").fires("hot", "a").at("5m");

        assertThat(story.told()).containsExactly("10s team: +hot/a");
    }

    @Test
    void tellsAThousandAlertsInSeveralNoticesAndEachOfThem() {
        Story story = new Story(TEAM);

        for (int device = 0; device < 1_200; device++) {
            story.fires("hot", "d" + device);
        }
        story.at("30s");

        assertThat(story.told()).hasSize(3).last().asString().endsWith(" and 700");
        Set<String> words = new HashSet<>(List.of(String.join(" ", story.told()).split(" ")));
        words.removeIf(word -> !word.startsWith("+hot/"));
        assertThat(words).hasSize(1_200);
        assertThat(story.log()).hasSize(1_200);
    }

    @Test
    void tellsAlertmanagerEachAlertAgainBeforeItForgetsIt() {
        Story story = new Story("""
                route: { receivers: [am] }
                receivers:
                  - name: am
                    alertmanager: { url: https://am.example, resend: 1m }
                """);

        story.at("0s")
                .fires("hot", "a")
                .at("30s")
                .acknowledge("hot", "a")
                .at("2m30s")
                .resolves("hot", "a");
        story.at("5m");

        assertThat(story.told()).containsExactly("0s am: +hot/a", "1m am: +hot/a", "2m am: +hot/a", "2m30s am: -hot/a");
    }
}
