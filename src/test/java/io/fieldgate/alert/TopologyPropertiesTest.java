package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random readings, out of order and late, random looks at the clock and restarts: the topology says of each alert what the
 * plain timeline says, which knows no restarts and always looks. The seed is in the test's name.
 */
class TopologyPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RUNS = 6;
    private static final int STEPS = 150;
    private static final String RULES = """
            - name: hot
              topic: t
              when: payload.v > 80
              clear: payload.v < 60
              value: payload.v
              for: 5s
              keep_firing_for: 7s
              max_lateness: 20s
              escalate: [{ after: 30s, severity: critical }]
            - name: row
              topic: t
              when: payload.v > 70
              repeated: { times: 3, within: 30s }
              max_lateness: 10s
            - name: rise
              topic: t
              rate: { of: payload.v, per: 10s, over: 1m }
              when: value > 20
            - name: mean
              topic: t
              aggregate: { function: avg, of: payload.v, over: 30s }
              when: value > 75
            - name: windows
              topic: t
              aggregate: { function: count, over: 10s, window: tumbling }
              when: value > 2
              max_lateness: 10s
            """;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readingsOutOfOrderGiveTheAlertsOfTheTimeline(long seed) throws Exception {
        check(seed, RULES, random -> {
            long passes = random.nextInt(4) * 1000L;
            return new Step(random.nextInt(10) == 0, passes, random.nextInt(3) == 0 ? random.nextInt(25_000) : 0, true);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void soDoRestartsAfterWhichTheFirstLookAtTheClockComesLate(long seed) throws Exception {
        check(seed, RULES, random -> new Step(random.nextInt(10) == 0, random.nextInt(2_000), 0, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void soDoesSilence(long seed) throws Exception {
        check(
                seed,
                "- { name: silent, topic: t, absent: 20s, for: 3s }",
                random -> new Step(false, random.nextInt(4) * 1000L, 0, true));
    }

    /**
     * What happens next.
     *
     * @param passes time until the reading, in milliseconds
     * @param late how much older than that the reading is
     * @param looks whether the clock is looked at before the reading, as the timeline does
     */
    private record Step(boolean restart, long passes, long late, boolean looks) {}

    private static void check(long seed, String rules, Function<SplittableRandom, Step> steps) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            check(random.split(), rules, steps, "run " + run + " of seed " + seed);
        }
    }

    private static void check(
            SplittableRandom random, String rules, Function<SplittableRandom, Step> steps, String name)
            throws Exception {
        try (TopologyPlay play = new TopologyPlay(rules)) {
            List<Timeline> timelines =
                    play.rules().all().stream().map(Timeline::new).toList();
            for (int number = 0; number < STEPS; number++) {
                Step step = steps.apply(random);
                if (step.restart) {
                    play.restart(Duration.ofMillis(step.passes), rules);
                    if (step.looks) {
                        play.leap(1000);
                    }
                } else {
                    play.leap(step.passes);
                }
                timelines.forEach(timeline -> timeline.advance(play.now()));
                if (random.nextInt(5) > 0) {
                    String key = "device-" + random.nextInt(3);
                    String value = String.valueOf(50 + random.nextInt(50));
                    long time = play.now() - step.late;
                    timelines.forEach(timeline -> timeline.read(Play.reading(time, key, value)));
                    play.read(key, value, time);
                }
            }
            play.pass(Duration.ofMinutes(2));
            timelines.forEach(timeline -> timeline.advance(play.now()));

            List<Change> expected = new ArrayList<>();
            timelines.forEach(timeline -> expected.addAll(timeline.changes()));
            assertThat(byAlert(play.changes())).as(name).isEqualTo(byAlert(trees(expected)));
            assertThat(expected).as(name + " says something").isNotEmpty();
        }
    }

    private static List<JsonNode> trees(List<Change> changes) throws IOException {
        List<JsonNode> trees = new ArrayList<>();
        for (Change change : changes) {
            trees.add(JSON.readTree(change.json()));
        }
        return trees;
    }

    /** Each alert's changes in their order. */
    private static Map<String, List<JsonNode>> byAlert(List<JsonNode> changes) {
        Map<String, List<JsonNode>> byAlert = new TreeMap<>();
        changes.forEach(change -> byAlert.computeIfAbsent(
                        change.get("rule").asText() + " " + change.get("key").asText(), alert -> new ArrayList<>())
                .add(change));
        return byAlert;
    }
}
