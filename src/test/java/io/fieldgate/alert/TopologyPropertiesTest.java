package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Any readings, out of order and late, with restarts and rebalances between them: the topology says of each alert what the
 * plain timeline says, which knows none and always looks at the clock.
 */
class TopologyPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
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
            - name: least
              topic: t
              aggregate: { function: min, of: payload.v, over: 30s }
              when: value > 60
              max_lateness: 10s
            - name: different
              topic: t
              aggregate: { function: distinct, of: payload.v, over: 1m }
              when: value > 3
              keep_firing_for: 5s
            - name: most
              topic: t
              aggregate: { function: max, of: payload.v, over: 20s, window: tumbling }
              when: value > 90
              for: 30s
            - name: total
              topic: t
              aggregate: { function: sum, of: payload.v, over: 10s, window: tumbling }
              when: value > 150
              max_lateness: 5s
            - name: windows
              topic: t
              aggregate: { function: count, over: 10s, window: tumbling }
              when: value > 2
              max_lateness: 10s
            - name: half
              topic: t
              key: "payload.v > 75.0 ? 'hot' : 'cool'"
              aggregate: { function: distinct, of: device, over: 20s }
              when: value > 1
              for: 5s
            - name: place
              topic: t
              key: captures.site
              when: payload.v > 80
              keep_firing_for: 7s
              max_lateness: 10s
            - name: same-place
              topic: t
              key: captures.site
              aggregate: { function: avg, of: payload.v, over: 10s, window: tumbling }
              when: value > 75
              max_lateness: 5s
            """;

    /** What happens to the partition before a reading comes, if one comes. */
    enum Event {
        NOTHING,
        RESTART,
        REBALANCE
    }

    /**
     * What happens next.
     *
     * @param passes time until the reading, in milliseconds
     * @param late how much older than that the reading is
     * @param reads false: no reading comes
     */
    record Step(Event event, int passes, int late, boolean reads, int device, int value) {}

    @Property(tries = 15)
    void readingsOutOfOrderGiveTheAlertsOfTheTimeline(@ForAll("outOfOrder") List<Step> steps) throws Exception {
        check(RULES, steps, true);
    }

    @Provide
    Arbitrary<List<Step>> outOfOrder() {
        return steps(
                Arbitraries.frequency(
                        Tuple.of(16, Event.NOTHING), Tuple.of(2, Event.RESTART), Tuple.of(2, Event.REBALANCE)),
                seconds(),
                Arbitraries.frequencyOf(
                        Tuple.of(2, Arbitraries.just(0)),
                        Tuple.of(1, Arbitraries.integers().between(0, 25_000))));
    }

    @Property(tries = 15)
    void soDoRestartsAfterWhichTheFirstLookAtTheClockComesLate(@ForAll("unwatched") List<Step> steps) throws Exception {
        check(RULES, steps, false);
    }

    @Provide
    Arbitrary<List<Step>> unwatched() {
        return steps(
                Arbitraries.frequency(
                        Tuple.of(16, Event.NOTHING), Tuple.of(2, Event.RESTART), Tuple.of(2, Event.REBALANCE)),
                Arbitraries.integers().between(0, 2_000),
                Arbitraries.just(0));
    }

    @Property(tries = 15)
    void soDoesSilence(@ForAll("silent") List<Step> steps) throws Exception {
        check("""
                - { name: silent, topic: t, absent: 20s, for: 3s }
                - { name: all-silent, topic: t, key: captures.site, absent: 10s }
                """, steps, true);
    }

    /** After a restart a device has time to be heard, which the timeline does not know. */
    @Provide
    Arbitrary<List<Step>> silent() {
        return steps(
                Arbitraries.frequency(Tuple.of(9, Event.NOTHING), Tuple.of(1, Event.REBALANCE)),
                seconds(),
                Arbitraries.just(0));
    }

    private static Arbitrary<Integer> seconds() {
        return Arbitraries.integers().between(0, 3).map(seconds -> seconds * 1_000);
    }

    private static Arbitrary<List<Step>> steps(
            Arbitrary<Event> event, Arbitrary<Integer> passes, Arbitrary<Integer> late) {
        return Combinators.combine(
                        event,
                        passes,
                        late,
                        Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(50, 99))
                .as(Step::new)
                .list()
                .ofMaxSize(200);
    }

    /** @param looks whether somebody looks at the clock before the first reading after a restart, as the timeline does */
    private static void check(String rules, List<Step> steps, boolean looks) throws Exception {
        try (TopologyPlay play = new TopologyPlay(rules)) {
            List<Timeline> timelines =
                    play.rules().all().stream().map(Timeline::new).toList();
            for (Step step : steps) {
                Duration pause = Duration.ofMillis(step.passes);
                switch (step.event) {
                    case NOTHING -> play.leap(step.passes);
                    case RESTART -> play.restart(pause, rules);
                    case REBALANCE -> play.rebalance(pause, rules);
                }
                if (looks && step.event != Event.NOTHING) {
                    play.leap(1000);
                }
                timelines.forEach(timeline -> timeline.advance(play.now()));
                if (step.reads) {
                    String key = "device-" + step.device;
                    String value = String.valueOf(step.value);
                    long time = play.now() - step.late;
                    timelines.forEach(timeline -> timeline.read(Play.reading(time, key, value)));
                    play.read(key, value, time);
                }
            }
            play.pass(Duration.ofMinutes(2));
            timelines.forEach(timeline -> timeline.advance(play.now()));

            List<Change> expected = new ArrayList<>();
            timelines.forEach(timeline -> expected.addAll(timeline.changes()));
            assertThat(byAlert(play.changes())).isEqualTo(byAlert(trees(expected)));
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
