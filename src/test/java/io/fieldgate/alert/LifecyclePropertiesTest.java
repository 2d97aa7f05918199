package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any rule, and readings in any order, against a slow, obvious model. */
class LifecyclePropertiesTest {
    private static final int END = 1_000;
    private static final int LONGEST_DELAY = 20;

    /**
     * A reading as it comes.
     *
     * @param passes seconds since the one before it came
     * @param late how much older it is
     * @param stored whether the state is written and read before it comes
     * @param looks whether somebody looks at the clock before it comes
     */
    record Step(int passes, int late, String device, int value, boolean stored, boolean looks) {}

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void saysWhatTheObviousModelSays(@ForAll("rules") ObviousRule given, @ForAll("anyOrder") List<Step> steps)
            throws IOException {
        check(given, steps, true);
    }

    /** When a reading comes late it does matter whether what was due before it has been done. */
    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void ofReadingsInOrderItSaysTheSameWhoeverLooksAtTheClock(
            @ForAll("rulesOfReadings") ObviousRule given, @ForAll("inOrder") List<Step> steps) throws IOException {
        check(given, steps, false);
    }

    /** @param looks whether somebody looks at the clock whenever it moves */
    private static void check(ObviousRule given, List<Step> steps, boolean looks) throws IOException {
        Timeline timeline = new Timeline(given.rule());
        Evaluator evaluator = new Evaluator(given.rule());
        Map<String, AlertState> states = new HashMap<>();
        Map<String, ObviousRule.Device> model = new HashMap<>();
        List<Change> said = new ArrayList<>();
        int present = 0;
        int clock = 0;
        for (Step step : steps) {
            present += step.passes;
            int time = Math.max(0, present - step.late);
            if (time > clock) {
                clock = time;
                for (String device : states.keySet()) {
                    model.get(device).pass(time - 1);
                    if (looks || step.looks) {
                        said.addAll(evaluator.advance(device, states.get(device), millis(time) - 1));
                    }
                }
            }
            AlertState state = states.computeIfAbsent(step.device, name -> new AlertState());
            if (step.stored) {
                state = StateCodec.states(StateCodec.bytes(Map.of("r", state))).get("r");
                states.put(step.device, state);
            }

            Reading reading = Play.reading(millis(time), step.device, String.valueOf(step.value));
            said.addAll(
                    evaluator.read(step.device, state, reading, millis(clock)).changes());
            timeline.read(reading);
            model.computeIfAbsent(step.device, name -> given.device()).read(time, step.value, clock);
        }
        states.forEach((device, state) -> said.addAll(evaluator.advance(device, state, millis(END))));
        timeline.advance(millis(END));

        model.forEach((name, device) -> {
            device.pass(END);
            assertThat(lines(said, name)).as(name).isEqualTo(device.said);
            assertThat(lines(timeline.changes(), name))
                    .as("%s in the timeline", name)
                    .isEqualTo(device.said);
        });
    }

    /** A reading in its own time, and how much later it comes. */
    record Delayed(int time, int by, String device, int value) {
        int comes() {
            return time + by;
        }
    }

    /** Windows that are judged when late readings have had their time do not care who comes first. */
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void ofTumblingWindowsAnyOrderWithinTheLatenessGivesTheSameAlerts(
            @ForAll("tumbling") ObviousRule given, @ForAll("delayed") List<Delayed> readings) {
        List<Delayed> inOrder =
                readings.stream().sorted(Comparator.comparingInt(Delayed::time)).toList();
        List<Delayed> asTheyCome = readings.stream()
                .sorted(Comparator.comparingInt(Delayed::comes))
                .toList();

        Timeline ordered = play(given, inOrder);
        Timeline disordered = play(given, asTheyCome);

        assertThat(disordered.late()).isZero();
        for (String device : List.of("a", "b")) {
            assertThat(lines(disordered.changes(), device)).isEqualTo(lines(ordered.changes(), device));
        }
    }

    private static Timeline play(ObviousRule rule, List<Delayed> readings) {
        Timeline timeline = new Timeline(rule.rule());
        for (Delayed reading : readings) {
            timeline.read(Play.reading(millis(reading.time), reading.device, String.valueOf(reading.value)));
        }
        timeline.advance(millis(END));
        return timeline;
    }

    @Provide
    Arbitrary<ObviousRule> tumbling() {
        return rules(tumbling(LONGEST_DELAY), LONGEST_DELAY);
    }

    @Provide
    Arbitrary<List<Delayed>> delayed() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 200),
                        oftenZero(LONGEST_DELAY),
                        Arbitraries.of("a", "b"),
                        Arbitraries.integers().between(50, 99))
                .as(Delayed::new)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<ObviousRule> rules() {
        return Arbitraries.integers()
                .between(0, 20)
                .flatMap(lateness -> rules(
                        Arbitraries.oneOf(
                                ofReadings(lateness),
                                Arbitraries.integers().between(1, 40).map(ObviousKind.Silence::new)),
                        lateness));
    }

    @Provide
    Arbitrary<ObviousRule> rulesOfReadings() {
        return Arbitraries.integers().between(0, 20).flatMap(lateness -> rules(ofReadings(lateness), lateness));
    }

    private static Arbitrary<ObviousRule> rules(Arbitrary<ObviousKind> kinds, int lateness) {
        Arbitrary<Integer> time = oftenZero(15);
        return Combinators.combine(kinds, time, time, Arbitraries.integers().between(1, 40))
                .as((kind, forAtLeast, keepFiringFor, escalateAfter) ->
                        new ObviousRule(kind, forAtLeast, keepFiringFor, escalateAfter, lateness));
    }

    private static Arbitrary<ObviousKind> ofReadings(int lateness) {
        Arbitrary<Integer> over = Arbitraries.of(6, 12, 30, 60);
        Arbitrary<Aggregate.Function> functions = Arbitraries.of(Aggregate.Function.class);
        return Arbitraries.oneOf(
                Arbitraries.of(true, false).map(ObviousKind.Threshold::new),
                Combinators.combine(Arbitraries.integers().between(2, 4), oftenZero(20))
                        .as(ObviousKind.Row::new),
                Arbitraries.create(ObviousKind.Rise::new),
                Combinators.combine(functions, over)
                        .as((function, length) -> new ObviousKind.Sliding(function, length, limit(function))),
                tumbling(lateness));
    }

    private static Arbitrary<ObviousKind> tumbling(int lateness) {
        return Combinators.combine(Arbitraries.of(Aggregate.Function.class), Arbitraries.of(6, 12, 30, 60))
                .as((function, length) -> new ObviousKind.Tumbling(function, length, limit(function), lateness));
    }

    private static int limit(Aggregate.Function function) {
        return switch (function) {
            case COUNT, DISTINCT -> 2;
            case SUM -> 200;
            case AVG, MIN, MAX -> 75;
        };
    }

    @Provide
    Arbitrary<List<Step>> anyOrder() {
        return steps(oftenZero(30));
    }

    @Provide
    Arbitrary<List<Step>> inOrder() {
        return steps(Arbitraries.just(0));
    }

    private static Arbitrary<List<Step>> steps(Arbitrary<Integer> late) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        late,
                        Arbitraries.of("a", "b"),
                        Arbitraries.integers().between(50, 99),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    private static Arbitrary<Integer> oftenZero(int most) {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(2, Arbitraries.integers().between(0, most)));
    }

    private static long millis(int second) {
        return Times.BEGINNING + second * 1000L;
    }

    private static List<String> lines(List<Change> changes, String device) {
        return changes.stream()
                .filter(change -> change.key().equals(device))
                .map(change -> (change.at() - Times.BEGINNING) / 1000 + "s "
                        + change.event().text() + " " + change.severity())
                .toList();
    }
}
