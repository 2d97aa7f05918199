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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random readings, out of order and late, random looks at the clock and restarts: the topology says of each alert what the
 * plain timeline says, which knows neither. The seed is in the test's name.
 */
class TopologyPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RUNS = 25;
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
    @ValueSource(longs = {1, 2, 3, 4})
    void anyOrderOfReadingsAndRestartsGivesTheAlertsOfTheTimeline(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            check(random.split(), RULES, true, "run " + run + " of seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void soDoesSilence(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            check(
                    random.split(),
                    "- { name: silent, topic: t, absent: 20s, for: 3s }",
                    false,
                    "run " + run + " of seed " + seed);
        }
    }

    /** @param any whether readings may be late, and restarts come; silence is told later then, on purpose */
    private static void check(SplittableRandom random, String rules, boolean any, String name) throws Exception {
        try (TopologyPlay play = new TopologyPlay(rules)) {
            List<Timeline> timelines =
                    play.rules().all().stream().map(Timeline::new).toList();
            for (int step = 0; step < STEPS; step++) {
                long passes = random.nextInt(4) * 700L;
                timelines.forEach(timeline -> timeline.advance(play.now() + passes));
                // Absence is told by the clock alone, so that is looked at before each reading.
                if (any && random.nextInt(3) == 0) {
                    play.restart(Duration.ofMillis(passes), rules);
                } else {
                    play.leap(passes);
                }
                if (random.nextInt(5) > 0) {
                    String key = "device-" + random.nextInt(3);
                    String value = String.valueOf(50 + random.nextInt(50));
                    long time = play.now() - (any && random.nextInt(3) == 0 ? random.nextInt(25_000) : 0);
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
