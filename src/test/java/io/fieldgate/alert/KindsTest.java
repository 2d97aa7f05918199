package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a rule can judge beside a single reading. */
class KindsTest {
    @Test
    void aSequenceCountsReadingsInARow() {
        assertThat(Play.of(
                        "when: payload.v > 80\nrepeated: { times: 3 }",
                        "0s a 81",
                        "1s a 81",
                        "2s a 20",
                        "3s a 81",
                        "4s a 81",
                        "5s a 81",
                        "6s a 81",
                        "7s a 20"))
                .containsExactly("5s firing a warning", "7s resolved a warning");
    }

    @Test
    void aSequenceMayHaveToHappenWithinATime() {
        assertThat(Play.of(
                        "when: payload.v > 80\nrepeated: { times: 3, within: 10s }",
                        "0s a 81",
                        "10s a 81",
                        "20s a 81",
                        "21s a 81",
                        "22s a 81"))
                .containsExactly("22s firing a warning");
    }

    @Test
    void aRateLooksBackToTheOldestReadingOfItsWindow() {
        assertThat(Play.of(
                        "rate: { of: payload.v, per: 1m, over: 5m }\nwhen: value > 5",
                        "0s a 20",
                        "1m a 25",
                        "2m a 32",
                        "7m a 32"))
                .containsExactly("2m firing a warning 6", "7m resolved a warning 0");
    }

    @Test
    void aRateNeedsTwoReadings() {
        assertThat(Play.of("rate: { of: payload.v, over: 1m }\nwhen: value > -1000", "0s a 20", "10m a 21"))
                .isEmpty();
    }

    @Test
    void aFallIsANegativeRate() {
        assertThat(Play.of("rate: { of: payload.v, over: 1m }\nwhen: value < -0.5", "0s a 20", "10s a 10"))
                .containsExactly("10s firing a warning -1");
    }

    @Test
    void aSlidingAverageFollowsItsReadings() {
        assertThat(Play.of(
                        "aggregate: { function: avg, of: payload.v, over: 1m }\nwhen: value > 50",
                        "0s a 40",
                        "30s a 50",
                        "59s a 75",
                        "1m10s a 25"))
                // 40, 50 and 75 make 55; when 25 comes, 40 has left.
                .containsExactly("59s firing a warning 55", "1m10s resolved a warning 50");
    }

    @Test
    void aSlidingCountFallsAsTimePasses() {
        assertThat(Play.of("aggregate: { function: count, over: 1m }\nwhen: value < 2", "0s a 1", "1s a 1", "10m"))
                .containsExactly("0s firing a warning 1", "1s resolved a warning 2", "1m firing a warning 1");
    }

    @Test
    void minimumMaximumAndSumForgetWhatHasLeftTheWindow() {
        assertThat(Play.of(
                        "aggregate: { function: max, of: payload.v, over: 1m }\nwhen: value > 80",
                        "0s a 90",
                        "30s a 10",
                        "2m"))
                .containsExactly("0s firing a warning 90", "1m resolved a warning 10");
        assertThat(Play.of(
                        "aggregate: { function: min, of: payload.v, over: 1m }\nwhen: value < 5",
                        "0s a 1",
                        "30s a 10",
                        "2m"))
                .containsExactly("0s firing a warning 1", "1m resolved a warning 10");
        assertThat(Play.of(
                        "aggregate: { function: sum, of: payload.v, over: 1m }\nwhen: value >= 3",
                        "0s a 1",
                        "30s a 2",
                        "2m"))
                .containsExactly("30s firing a warning 3", "1m resolved a warning 2");
    }

    @Test
    void distinctCountsDifferentValues() {
        assertThat(Play.of(
                        "aggregate: { function: distinct, of: payload.code, over: 1m }\nwhen: value >= 2",
                        "0s a {\"code\":\"E1\"}",
                        "1s a {\"code\":\"E1\"}",
                        "2s a {\"code\":7}"))
                .containsExactly("2s firing a warning 2");
    }

    @Test
    void aTumblingWindowIsJudgedOnceWhenLateReadingsHaveHadTheirTime() {
        assertThat(Play.of(
                        "aggregate: { function: sum, of: payload.v, over: 1m, window: tumbling }\nwhen: value >= 3\nmax_lateness: 5s",
                        "10s a 1",
                        "1m2s a 1",
                        "59s a 2",
                        "1m10s",
                        "3m"))
                .containsExactly("1m5s firing a warning 3", "2m5s resolved a warning 1");
    }

    @Test
    void aWindowTakesReadingsOutOfOrder() {
        assertThat(Play.of(
                        "aggregate: { function: count, over: 1m }\nwhen: value >= 3", "30s a 1", "20s a 1", "25s a 1"))
                .containsExactly("30s firing a warning 3");
    }

    @Test
    void absenceIsToldByTheClock() {
        assertThat(Play.of("absent: 20s", "0s a 1", "0s b 1", "10s b 1", "29s", "30s", "31s b 1"))
                .containsExactly("20s firing a warning 20", "30s firing b warning 20", "31s resolved b warning 20");
    }

    @Test
    void oneOfTenDevicesIsMissed() {
        Timeline timeline = new Timeline(Play.rule("absent: 20s"));
        for (int second = 0; second < 60; second++) {
            for (int device = 0; device < 10; device++) {
                if (device != 4 || second < 10) {
                    timeline.read(Play.reading(Times.BEGINNING + second * 1000L, "device-" + device, "1"));
                }
            }
        }

        assertThat(timeline.changes().stream().map(Play::line)).containsExactly("29s firing device-4 warning 20");
    }

    @Test
    void aMessageThatIsNoJsonIsAlsoASignOfLife() {
        assertThat(Play.of("absent: 20s", "0s a 1", "15s a nonsense", "34s")).isEmpty();
    }

    @Test
    void backFilledReadingsAreNoSignOfLife() {
        assertThat(Play.of("absent: 20s\nmax_lateness: 5s", "0s a 1", "0s b 1", "19s b 1", "10s a 1", "25s"))
                .containsExactly("20s firing a warning 20");
    }

    @Test
    void absenceMayBeToldOfSomeRecordsOnly() {
        assertThat(Play.of("absent: 20s\nwhere: has(payload.v)", "0s a 1", "15s a {\"w\":1}", "25s"))
                .containsExactly("20s firing a warning 20");
    }
}
