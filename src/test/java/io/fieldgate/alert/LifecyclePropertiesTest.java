package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random rules and readings against a slow, obvious model, which looks at every second. The seed is in the test's name. */
class LifecyclePropertiesTest {
    private static final int RUNS = 300;
    private static final int SECONDS = 200;

    /** One case: a rule, and a reading at some of the seconds. */
    private static final class Case {
        final int forAtLeast;
        final int keep;
        final int escalateAfter;
        final boolean hysteresis;
        final TreeMap<Integer, Integer> readings = new TreeMap<>();

        Case(SplittableRandom random) {
            forAtLeast = random.nextInt(3) == 0 ? 0 : random.nextInt(15);
            keep = random.nextInt(3) == 0 ? 0 : random.nextInt(15);
            escalateAfter = 1 + random.nextInt(40);
            hysteresis = random.nextBoolean();
            int step = 1 + random.nextInt(12);
            for (int second = 0; second < SECONDS; second += 1 + random.nextInt(step)) {
                readings.put(second, 50 + random.nextInt(50));
            }
        }

        Rule rule() {
            return Play.rule("when: payload.v > 80\nfor: " + forAtLeast + "s\nkeep_firing_for: " + keep + "s\n"
                    + (hysteresis ? "clear: payload.v < 60\n" : "")
                    + "escalate: [{ after: " + escalateAfter + "s, severity: critical }]");
        }

        List<String> obvious() {
            List<String> said = new ArrayList<>();
            String phase = "inactive";
            String severity = "warning";
            int since = 0;
            int fired = 0;
            int calm = -1;
            int value = 0;
            for (int now = 0; now < SECONDS; now++) {
                boolean news = readings.containsKey(now);
                value = news ? readings.get(now) : value;
                boolean holds = value > 80;
                boolean clears = hysteresis ? value < 60 : !holds;
                if (phase.equals("inactive") && news && holds) {
                    since = now;
                    phase = "pending";
                    if (forAtLeast > 0) {
                        said.add(now + "s pending warning");
                    }
                } else if (phase.equals("pending") && !holds) {
                    phase = "inactive";
                    said.add(now + "s inactive warning");
                }
                if (phase.equals("pending") && now >= since + forAtLeast) {
                    phase = "firing";
                    fired = now;
                    said.add(now + "s firing warning");
                    continue;
                }
                if (phase.equals("firing")) {
                    calm = !clears ? -1 : calm < 0 ? now : calm;
                    if (calm >= 0 && now >= calm + keep) {
                        said.add(now + "s resolved " + severity);
                        phase = "inactive";
                        severity = "warning";
                        calm = -1;
                    } else if (severity.equals("warning") && now >= fired + escalateAfter) {
                        severity = "critical";
                        said.add(now + "s escalated critical");
                    }
                }
            }
            return said;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void saysWhatTheObviousModelSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            Case given = new Case(random.split());
            Timeline timeline = new Timeline(given.rule());

            given.readings.forEach((second, value) -> timeline.read(reading(second, value)));
            timeline.advance(millis(SECONDS - 1));

            assertThat(timeline.changes().stream().map(LifecyclePropertiesTest::line))
                    .as("run %d of seed %d", run, seed)
                    .containsExactlyElementsOf(given.obvious());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void saysTheSameWhateverLooksAtTheClockAndHoweverOftenTheStateIsStoredAndRead(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            Case given = new Case(random.split());
            Evaluator evaluator = new Evaluator(given.rule());
            List<Change> said = new ArrayList<>();
            AlertState state = new AlertState();

            for (int second = 0; second < SECONDS; second++) {
                if (given.readings.containsKey(second)) {
                    said.addAll(evaluator
                            .read("a", state, reading(second, given.readings.get(second)), millis(second))
                            .changes());
                }
                if (random.nextInt(3) == 0 || second == SECONDS - 1) {
                    said.addAll(evaluator.advance("a", state, millis(second)));
                }
                if (random.nextInt(5) == 0) {
                    state = StateCodec.states(StateCodec.bytes(Map.of("r", state)))
                            .get("r");
                }
            }

            assertThat(said.stream().map(LifecyclePropertiesTest::line))
                    .as("run %d of seed %d", run, seed)
                    .containsExactlyElementsOf(given.obvious());
        }
    }

    private static Reading reading(int second, int value) {
        return Play.reading(millis(second), "a", String.valueOf(value));
    }

    private static long millis(int second) {
        return Times.BEGINNING + second * 1000L;
    }

    private static String line(Change change) {
        return (change.at() - Times.BEGINNING) / 1000 + "s " + change.event().text() + " " + change.severity();
    }
}
