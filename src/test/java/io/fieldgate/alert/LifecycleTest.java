package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What becomes of an alert, in the words of Prometheus. */
class LifecycleTest {
    private static final String HOT = "when: payload.v > 80\n";

    @Test
    void firesAtOnceWithoutFor() {
        assertThat(Play.of(HOT, "0s a 79", "1s a 81", "2s a 82", "3s a 80"))
                .containsExactly("1s firing a warning", "3s resolved a warning");
    }

    @Test
    void isPendingUntilTheConditionHasHeldLongEnough() {
        assertThat(Play.of(HOT + "for: 10s", "0s a 81", "5s a 81", "10s a 81", "11s a 20"))
                .containsExactly("0s pending a warning", "10s firing a warning", "11s resolved a warning");
    }

    @Test
    void firesByTheClockWhenNoReadingSaysOtherwise() {
        assertThat(Play.of(HOT + "for: 10s", "0s a 81", "9s", "30s"))
                .containsExactly("0s pending a warning", "10s firing a warning");
    }

    @Test
    void aReadingAtTheVeryEndOfForDecides() {
        assertThat(Play.of(HOT + "for: 10s", "0s a 81", "10s a 20"))
                .containsExactly("0s pending a warning", "10s inactive a warning");
    }

    @Test
    void isForgottenWhenTheConditionHoldsNoLongerBeforeItFires() {
        assertThat(Play.of(HOT + "for: 10s", "0s a 81", "5s a 20", "6s a 81", "20s"))
                .containsExactly(
                        "0s pending a warning",
                        "5s inactive a warning",
                        "6s pending a warning",
                        "16s firing a warning");
    }

    @Test
    void endsOnlyByItsOwnConditionWhenItHasOne() {
        assertThat(Play.of(HOT + "clear: payload.v < 60", "0s a 81", "1s a 70", "2s a 60", "3s a 59", "4s a 70"))
                .containsExactly("0s firing a warning", "3s resolved a warning");
    }

    @Test
    void isKeptFiringForAWhile() {
        assertThat(Play.of(HOT + "keep_firing_for: 10s", "0s a 81", "5s a 20", "8s a 81", "9s a 20", "30s"))
                .containsExactly("0s firing a warning", "19s resolved a warning");
    }

    @Test
    void staysFiringWhileItsDeviceIsSilent() {
        assertThat(Play.of(HOT, "0s a 81", "30d")).containsExactly("0s firing a warning");
    }

    @Test
    void becomesWorseByTheClock() {
        assertThat(Play.of(
                        HOT
                                + "for: 1m\nescalate:\n  - { after: 5m, severity: critical }\n  - { after: 1h, severity: page }",
                        "0s a 81",
                        "3h",
                        "3h1s a 20"))
                .containsExactly(
                        "0s pending a warning",
                        "1m firing a warning",
                        "6m escalated a critical",
                        "1h1m escalated a page",
                        "3h1s resolved a page");
    }

    @Test
    void beginsAgainWithItsOwnSeverity() {
        assertThat(Play.of(
                        HOT + "severity: info\nescalate: [{ after: 1m, severity: critical }]",
                        "0s a 81",
                        "2m a 20",
                        "3m a 81"))
                .containsExactly(
                        "0s firing a info", "1m escalated a critical", "2m resolved a critical", "3m firing a info");
    }

    @Test
    void everyDeviceHasItsOwn() {
        assertThat(Play.of(HOT, "0s a 81", "0s b 20", "1s b 81", "2s a 20"))
                .containsExactly("0s firing a warning", "1s firing b warning", "2s resolved a warning");
    }

    @Test
    void aReadingOlderThanTheLatestOneChangesNothing() {
        assertThat(Play.of(HOT, "10s a 20", "5s a 81", "11s a 20")).isEmpty();
    }

    @Test
    void backFilledReadingsRaiseNoStaleAlert() {
        assertThat(Play.of(HOT + "max_lateness: 1m", "1h b 20", "10m a 81", "20m a 81", "58m59s a 99"))
                .isEmpty();
        assertThat(Play.of(HOT + "max_lateness: 1m", "1h b 20", "59m a 81")).containsExactly("59m firing a warning");
    }

    @Test
    void aMessageThatLacksTheFieldSaysNothing() {
        assertThat(Play.of(HOT, "0s a 81", "1s a {\"w\":1}", "2s a {\"v\":null}", "3s a nonsense", "4s a 80"))
                .containsExactly("0s firing a warning", "4s resolved a warning");
    }

    @Test
    void aValueThatDoesNotFitSaysNothingAndIsReported() {
        Timeline timeline = new Timeline(Play.rule(HOT));

        timeline.read(Play.reading(Times.BEGINNING, "a", "{\"v\":\"hot\"}"));

        assertThat(timeline.changes()).isEmpty();
        assertThat(timeline.faults()).singleElement().asString().startsWith("'payload.v > 80': ");
    }

    @Test
    void onlyReadingsThatConcernTheRuleCount() {
        assertThat(Play.of(
                        HOT + "where: captures.site == 'north' && payload.motor",
                        "0s a {\"v\":81,\"motor\":false}",
                        "1s a {\"v\":81,\"motor\":true}"))
                .containsExactly("1s firing a warning");
    }

    @Test
    void theEpisodeHasTheSameNameInAllItsRecordsAndTheNextOneAnother() {
        Timeline timeline = new Timeline(Play.rule(HOT + "for: 5s"));
        for (int second : new int[] {0, 6, 7, 8, 20}) {
            timeline.read(Play.reading(Times.BEGINNING + second * 1000L, "a", second == 7 ? "20" : "81"));
        }

        assertThat(timeline.changes().stream().map(Change::episode).distinct()).hasSize(2);
        assertThat(timeline.changes().stream().map(Change::episode).limit(3).distinct())
                .hasSize(1);
        assertThat(timeline.changes().stream().map(Change::fingerprint).distinct())
                .hasSize(1);
    }

    @Test
    void labelsAndAnnotationsAreFilledInFromTheReading() {
        Timeline timeline = new Timeline(
                Play.rule(
                        HOT + "value: payload.v\nlabels: { area: '{{captures.site}}' }\n"
                                + "annotations: { text: 'of {{ rule }}: {{ key }} at {{ value }}, {{ payload.v - 80.0 }} over; {{ payload.w }}' }"));

        timeline.read(Play.reading(Times.BEGINNING, "a", "81.50"));

        assertThat(timeline.changes().get(0).labels()).containsEntry("area", "north");
        assertThat(timeline.changes().get(0).annotations()).containsEntry("text", "of r: a at 81.5, 1.5 over; ?");
    }
}
