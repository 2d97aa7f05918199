package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Phase;
import io.fieldgate.alert.Evaluator.Ignored;
import io.fieldgate.alert.Evaluator.Outcome;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a part of the topology at work on one device, or key, after the other. What happens to alerts goes to a
 * consumer. A rule that cannot be evaluated hurts no other. Not thread-safe.
 */
final class TopicRules {
    /** A device whose last words are still under way when the gateway begins must not be called silent. */
    private static final long LONGEST_GRACE = Duration.ofSeconds(30).toMillis();

    private final Division division;
    private final List<Evaluator> evaluators;
    /** Names of states whose rules are evaluated. */
    private final Set<String> judged;
    /** Names of rules with a mistake, whose alerts stay. */
    private final Set<String> disabled;
    /** Whether a rule that is not there is gone. */
    private final boolean knowsAll;

    private final RuleMarks marks;
    private final PayloadFields fields;
    private final AlertTally tally;
    private final AlertMeters meters;
    private final Consumer<Change> changes;

    /**
     * Makes them of a file's.
     *
     * @param rules of all topics; alerts of those with a mistake wait for its correction, and all alerts while it cannot be
     *     told which rules there are
     */
    TopicRules(Division division, AlertRules rules, AlertMeters meters, Consumer<Change> changes) {
        this.division = division;
        this.evaluators = rules.of(division).stream().map(Evaluator::new).toList();
        this.knowsAll = rules.isReadable();
        this.disabled = Set.copyOf(rules.disabled());
        Map<String, String> versions = new LinkedHashMap<>();
        evaluators.forEach(evaluator ->
                versions.put(evaluator.stateName(), evaluator.rule().version()));
        this.judged = versions.keySet();
        Set<String> known = new LinkedHashSet<>(disabled);
        known.addAll(judged);
        this.marks = new RuleMarks(known, versions);
        this.fields = PayloadFields.of(evaluators.stream()
                .flatMap(evaluator -> evaluator.rule().readingExpressions().stream())
                .toList());
        this.tally = new AlertTally(meters);
        this.meters = meters;
        this.changes = changes;
    }

    /** What stands for them in states. */
    RuleMarks marks() {
        return marks;
    }

    /** A payload, of which these rules will ask for some fields. */
    Payload payload(byte[] bytes) {
        return new Payload(bytes, fields);
    }

    /**
     * Takes over what was remembered before, says anew what fires when its rule says something else of it, and ends the
     * alerts of rules that are no more.
     */
    boolean takeOver(String key, Map<String, AlertState> states, long now) {
        states.forEach((name, state) -> tally.moved(StateName.parse(name).rule(), null, state.phase));
        boolean changed = knowsAll && end(key, states, this::isKept, now, Evaluator.RULE_REMOVED);
        for (Evaluator evaluator : evaluators) {
            AlertState state = states.get(evaluator.stateName());
            if (state != null && evaluator.adopt(state, now)) {
                changed = true;
                evaluator.retell(key, state, null, notBefore(state, now)).forEach(this::tell);
            }
        }
        return changed;
    }

    /** Ends all alerts of a device that is no more. */
    void end(String key, Map<String, AlertState> states, long now) {
        end(key, states, name -> false, now, Evaluator.DEVICE_REMOVED);
    }

    private boolean isKept(String name) {
        if (judged.contains(name)) {
            return true;
        }
        if (disabled.contains(StateName.parse(name).rule())) {
            return true;
        }
        // The key of a rule with a mistake may be the mistake, so nobody knows the mark of its states.
        return division.isKeyed() && !disabled.isEmpty() && RuleMarks.isUnknown(name);
    }

    private boolean end(String key, Map<String, AlertState> states, Predicate<String> but, long now, String reason) {
        boolean ended = false;
        for (Iterator<Map.Entry<String, AlertState>> all = states.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, AlertState> entry = all.next();
            AlertState state = entry.getValue();
            if (but.test(entry.getKey())) {
                continue;
            }
            StateName name = StateName.parse(entry.getKey());
            tally.moved(name.rule(), state.phase, null);
            Evaluator.abandon(name, division.topic(), key, state, notBefore(state, now), reason)
                    .forEach(this::tell);
            all.remove();
            ended = true;
        }
        return ended;
    }

    /** A device's clock may be ahead. */
    private static long notBefore(AlertState state, long now) {
        return Math.max(now, Math.max(state.since, state.last));
    }

    /**
     * Judges a reading.
     *
     * @param passage how it came, and up to which time readings are known
     * @param arrival when it came; {@link EventClock#UNKNOWN} when nobody knows
     * @return whether any state has changed
     */
    boolean read(String key, Map<String, AlertState> states, Reading reading, Passage passage, long arrival) {
        boolean changed = false;
        long clock = passage.clock();
        for (Evaluator evaluator : evaluators) {
            if (!evaluator.rule().takes(passage)) {
                continue;
            }
            AlertState state = state(states, evaluator);
            Phase before = state.phase;
            Reading heard = isLifeSign(evaluator.rule(), reading, clock, arrival) ? reading.at(arrival) : reading;
            Outcome outcome = outcome(evaluator, key, state, heard, clock);
            outcome.changes().forEach(this::tell);
            changed |= !outcome.changes().isEmpty()
                    || (outcome.reason() != Ignored.LATE && outcome.reason() != Ignored.ELSEWHERE);
            tally.moved(evaluator.rule().name(), before, state.phase);
        }
        return changed;
    }

    private Outcome outcome(Evaluator evaluator, String key, AlertState state, Reading reading, long clock) {
        try {
            Outcome outcome = evaluator.read(key, state, reading, clock);
            meters.evaluated(evaluator.rule().name(), outcome);
            return outcome;
        } catch (RuntimeException unforeseen) {
            meters.fault(evaluator.rule().name(), unforeseen.toString());
            return new Outcome(List.of(), Ignored.SILENT, null);
        }
    }

    private List<Change> advanced(Evaluator evaluator, String key, AlertState state, long upTo) {
        try {
            return evaluator.advance(key, state, upTo);
        } catch (RuntimeException unforeseen) {
            meters.fault(evaluator.rule().name(), unforeseen.toString());
            return List.of();
        }
    }

    /** Silence is about when a device was heard, whatever its own clock says. */
    private static boolean isLifeSign(Rule rule, Reading reading, long clock, long arrival) {
        return rule.kind() instanceof Absence
                && arrival > reading.time()
                && reading.time() >= clock - rule.maxLateness().toMillis();
    }

    /** Does what is due by the clock; returns whether any state has changed. */
    boolean pass(String key, Map<String, AlertState> states, Horizon.Known known) {
        boolean changed = false;
        for (Evaluator evaluator : evaluators) {
            AlertState state = state(states, evaluator);
            if (due(evaluator, state, known) > known.upTo()) {
                continue;
            }
            Phase before = state.phase;
            changed = true;
            advanced(evaluator, key, state, known.upTo()).forEach(this::tell);
            tally.moved(evaluator.rule().name(), before, state.phase);
        }
        return changed;
    }

    /** When {@link #pass} has something to do; {@link Kind#NEVER} when only a reading changes anything. */
    long due(Map<String, AlertState> states, Horizon.@Nullable Known known) {
        long first = Kind.NEVER;
        for (Evaluator evaluator : evaluators) {
            first = Math.min(first, due(evaluator, state(states, evaluator), known));
        }
        return first;
    }

    private static long due(Evaluator evaluator, AlertState state, Horizon.@Nullable Known known) {
        long due = evaluator.deadline(state);
        if (due == Kind.NEVER || known == null || !(evaluator.rule().kind() instanceof Absence absence)) {
            return due;
        }
        return Math.max(due, known.from() + Math.min(absence.after().toMillis(), LONGEST_GRACE));
    }

    /** Nothing that this has counted is counted any more. */
    void forget() {
        tally.clear();
    }

    private void tell(Change change) {
        meters.changed(change);
        changes.accept(change);
    }

    private AlertState state(Map<String, AlertState> states, Evaluator evaluator) {
        AlertState known = states.get(evaluator.stateName());
        if (known == null) {
            known = new AlertState();
            states.put(evaluator.stateName(), known);
            tally.moved(evaluator.rule().name(), null, known.phase);
        }
        return known;
    }
}
