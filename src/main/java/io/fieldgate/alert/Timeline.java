package io.fieldgate.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rule at work on readings given beforehand, all in memory: what it would have said, and when. The readings come in the
 * order given; the clock is the latest of their times.
 */
final class Timeline {
    private final Evaluator evaluator;
    private final Map<String, AlertState> states = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long clock = Long.MIN_VALUE;
    private int late;

    Timeline(Rule rule) {
        evaluator = new Evaluator(rule);
    }

    void read(Reading reading) {
        advance(reading.time() - 1);
        clock = Math.max(clock, reading.time());
        Evaluator.Outcome outcome = outcome(reading);
        changes.addAll(outcome.changes());
        if (outcome.reason() == Evaluator.Ignored.LATE) {
            late++;
        }
        if (outcome.fault() != null) {
            faults.add(outcome.fault());
        }
    }

    private Evaluator.Outcome outcome(Reading reading) {
        String key;
        try {
            key = evaluator.rule().keyOf(reading);
        } catch (Expression.Fault fault) {
            return RuleKeys.keyless(evaluator.rule(), reading, String.valueOf(fault.getMessage()));
        }
        return evaluator.read(key, states.computeIfAbsent(key, name -> new AlertState()), reading, clock);
    }

    /** Time passes without a reading; earlier than the clock nothing happens. */
    void advance(long now) {
        if (now <= clock) {
            return;
        }
        clock = now;
        List<Change> due = new ArrayList<>();
        states.forEach((key, state) -> due.addAll(evaluator.advance(key, state, now)));
        due.sort(Comparator.comparingLong(Change::at));
        changes.addAll(due);
    }

    List<Change> changes() {
        return changes;
    }

    /** Readings that came too late to count. */
    int late() {
        return late;
    }

    /** What conditions could not be evaluated, and why. */
    List<String> faults() {
        return faults;
    }
}
