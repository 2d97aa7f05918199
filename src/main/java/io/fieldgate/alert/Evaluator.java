package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Phase;
import io.fieldgate.alert.Change.Event;
import io.fieldgate.alert.Kind.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rule at work on the state of one device after the other. Knows no clock: time comes with readings, or as an argument. */
final class Evaluator {
    /**
     * What came of a reading.
     *
     * @param reason why the reading did not count, null when it did
     */
    record Outcome(
            List<Change> changes,
            @Nullable Ignored reason,
            @Nullable String fault) {}

    /** Why a reading did not count. */
    enum Ignored {
        /** Older than the rule's max_lateness. */
        LATE,
        /** The rule's {@code where} does not let it in. */
        ELSEWHERE,
        /** It has not what the rule asks for, or what it has does not fit. */
        SILENT,
        /** The rule's key cannot be told. */
        KEYLESS
    }

    /** Ends an alert when its rule is in the file no more. */
    static final String RULE_REMOVED = "the rule was removed";
    /** Ends an alert when a record without a value says so. */
    static final String DEVICE_REMOVED = "the device was removed";

    private static final String RULE_CHANGED = "the rule was changed and no longer concerns the device";
    /**
     * A device talks of several things; so long after a change of the rule one of its readings should have been of what the
     * rule asks for.
     */
    private static final long LONGEST_CARRY = Duration.ofMinutes(5).toMillis();

    private final Rule rule;
    private final @Nullable String keyedBy;
    private final String stateName;

    Evaluator(Rule rule) {
        this(rule, rule.keyedBy());
    }

    /** @param keyedBy of a rule that is no more, its key when it was there */
    private Evaluator(Rule rule, @Nullable String keyedBy) {
        this.rule = rule;
        this.keyedBy = keyedBy;
        this.stateName = new StateName(rule.name(), keyedBy).toString();
    }

    Rule rule() {
        return rule;
    }

    /** Under which its states are remembered. */
    String stateName() {
        return stateName;
    }

    /**
     * Takes a reading in.
     *
     * @param clock the time up to which readings are known; what is much older is late
     */
    Outcome read(String key, AlertState state, Reading reading, long clock) {
        var unused = adopt(state, clock);
        if (reading.time() < clock - rule.maxLateness().toMillis()) {
            return new Outcome(List.of(), Ignored.LATE, null);
        }
        Variables variables = new Variables(rule.name(), key, reading, null);
        List<Change> changes = new ArrayList<>();
        try {
            if (rule.where() != null && !Boolean.TRUE.equals(rule.where().holds(variables))) {
                leave(key, state, reading, changes);
                return new Outcome(changes, Ignored.ELSEWHERE, null);
            }
            if (!(rule.kind() instanceof Absence)) {
                // A reading says nothing about the time before it. Silence is told by the clock alone: when the gateway
                // was away, the gap between two readings is not the device's.
                advance(key, state, reading.time() - 1, changes);
            }
            int due = changes.size();
            boolean isCarried = state.isCarried();
            Verdict verdict = rule.kind().read(state, reading, variables);
            state.last = Math.max(state.last, reading.time());
            if (verdict != null) {
                lifecycle(key, reading).judge(state, verdict, changes);
                if (isCarried && changes.size() == due) {
                    changes.addAll(retell(key, state, reading, Math.max(reading.time(), state.firedAt)));
                }
            } else {
                leave(key, state, reading, changes);
            }
            return new Outcome(changes, null, null);
        } catch (Expression.Fault fault) {
            return new Outcome(changes, Ignored.SILENT, fault.getMessage());
        }
    }

    /** Does what is due up to a time when no reading says otherwise. */
    List<Change> advance(String key, AlertState state, long now) {
        var unused = adopt(state, now);
        List<Change> changes = new ArrayList<>();
        advance(key, state, now, changes);
        return changes;
    }

    /** Ends what a rule has begun, in the words in which the alert was told last. */
    static List<Change> abandon(StateName name, String topic, String key, AlertState state, long now, String reason) {
        Rule gone = new Rule(
                name.rule(),
                topic,
                null,
                null,
                new Kind.Gone(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                state.severity,
                List.of(),
                Map.of(),
                Map.of(),
                List.copyOf(state.receivers),
                state.version);
        state.level = 0;
        List<Change> changes = new ArrayList<>();
        new Evaluator(gone, name.keyedBy()).lifecycle(key, null).abandon(state, now, changes);
        return changes.stream().map(change -> change.because(reason)).toList();
    }

    /**
     * A reading about which the rule says nothing: an alert that it has not judged since it changed is not its own for ever.
     * One that gathers readings, for a window or a rate, will say something.
     */
    private void leave(String key, AlertState state, Reading reading, List<Change> changes) {
        boolean gathers = !state.points.isEmpty() || !state.buckets.isEmpty();
        if (state.isCarried() && !gathers && reading.time() >= state.carriedSince + LONGEST_CARRY) {
            changes.addAll(abandon(
                    new StateName(rule.name(), keyedBy), rule.topic(), key, state, reading.time(), RULE_CHANGED));
        }
    }

    /** When {@link #advance} has something to do; {@link Kind#NEVER} when only a reading changes anything. */
    long deadline(AlertState state) {
        return Math.min(rule.kind().deadline(state), lifecycle("", null).deadline(state));
    }

    private void advance(String key, AlertState state, long now, List<Change> changes) {
        Lifecycle lifecycle = lifecycle(key, null);
        while (true) {
            long ofKind = rule.kind().deadline(state);
            long ofAlert = lifecycle.deadline(state);
            if (Math.min(ofKind, ofAlert) > now) {
                return;
            }
            if (ofAlert < ofKind) {
                lifecycle.expire(state, ofAlert, changes);
                continue;
            }
            try {
                Verdict verdict = rule.kind().pass(state, new Variables(rule.name(), key, null, null));
                if (verdict != null) {
                    lifecycle.judge(state, verdict, changes);
                }
            } catch (Expression.Fault numberDoesNotFit) {
                // Such as a division by zero; the window has moved on, and the next verdict may be one.
            }
        }
    }

    /** Takes over what an earlier version of the rule remembers; returns whether there was something to do. */
    boolean adopt(AlertState state, long now) {
        if (state.version.equals(rule.version())) {
            return false;
        }
        if (!state.version.isEmpty()) {
            state.carry(now);
        }
        state.version = rule.version();
        state.level = Math.min(state.level, rule.escalations().size());
        return true;
    }

    /**
     * Says anew what fires when the rule, which has changed, says something else of it. Another value alone is not told: the
     * rule would have said that without the change, too.
     *
     * @param reading null: what only a reading can tell follows with the next one, which tells just that
     */
    List<Change> retell(String key, AlertState state, @Nullable Reading reading, long at) {
        Variables variables = new Variables(rule.name(), key, reading, state.value);
        Wording now = Wording.of(rule, variables, state);
        if (state.phase != Phase.FIRING || !now.isNews(Wording.told(state), rule, variables)) {
            return List.of();
        }
        now.keep(state);
        return List.of(change(key, Event.CHANGED, state, at));
    }

    private Lifecycle lifecycle(String key, @Nullable Reading reading) {
        return new Lifecycle(rule, (event, state, at) -> announce(key, reading, event, state, at));
    }

    private Change announce(String key, @Nullable Reading reading, Event event, AlertState state, long at) {
        // What happens by the passing of time is told in the words of the reading that it follows.
        if (reading != null || rule.kind().isComputed()) {
            Variables variables = new Variables(rule.name(), key, reading, state.value);
            state.labels = rendered(rule.labels(), variables);
            state.annotations = rendered(rule.annotations(), variables);
        }
        state.severity = rule.severity(state.level);
        state.receivers = rule.receivers();
        return change(key, event, state, at);
    }

    private Change change(String key, Event event, AlertState state, long at) {
        return new Change(
                event,
                state.isTopicless
                        ? Change.topiclessFingerprint(rule.name(), key)
                        : Change.fingerprint(rule.name(), rule.topic(), keyedBy, key),
                rule.name(),
                rule.topic(),
                key,
                keyedBy,
                state.severity,
                state.since,
                at,
                state.firedAt,
                state.value,
                Collections.unmodifiableMap(new LinkedHashMap<>(state.labels)),
                Collections.unmodifiableMap(new LinkedHashMap<>(state.annotations)),
                rule.receivers(),
                rule.version(),
                null);
    }

    private static Map<String, String> rendered(Map<String, Template> templates, Variables variables) {
        Map<String, String> rendered = new LinkedHashMap<>();
        templates.forEach((name, template) -> rendered.put(name, template.render(variables)));
        return rendered;
    }
}
