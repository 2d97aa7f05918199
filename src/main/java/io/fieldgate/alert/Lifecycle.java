package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Phase;
import io.fieldgate.alert.Change.Event;
import io.fieldgate.alert.Kind.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What becomes of an alert as verdicts come and time passes: inactive, pending, firing, and back, as in Prometheus. Other
 * than there a firing alert whose device goes silent stays firing: no news is not good news. A verdict holds until the
 * next one. Times never go backwards.
 */
final class Lifecycle {
    private final Rule rule;
    private final Announcer announcer;

    /** Makes the record of what has happened. */
    @FunctionalInterface
    interface Announcer {
        Change announce(Event event, AlertState state, long at);
    }

    Lifecycle(Rule rule, Announcer announcer) {
        this.rule = rule;
        this.announcer = announcer;
    }

    void judge(AlertState state, Verdict verdict, List<Change> changes) {
        // A late reading may speak of a time before the alert; the alert does not end before it has begun.
        long now = Math.max(verdict.at(), Math.max(state.since, state.firedAt));
        if (verdict.value() != null) {
            state.value = verdict.value();
        }
        state.carriedSince = 0;
        switch (state.phase) {
            case INACTIVE -> {
                if (verdict.holds()) {
                    begin(state, now, changes);
                }
            }
            case PENDING -> {
                if (!verdict.holds()) {
                    end(Event.INACTIVE, state, now, changes);
                } else if (now >= firesAt(state)) {
                    fire(state, now, changes);
                }
            }
            case FIRING -> {
                if (!verdict.clears()) {
                    state.calmSince = 0;
                } else if (state.calmSince == 0) {
                    state.calmSince = now;
                }
                expire(state, now, changes);
            }
        }
    }

    /** When {@link #expire} must be called if no verdict comes before; {@link Kind#NEVER} when it need not. */
    long deadline(AlertState state) {
        return switch (state.phase) {
            case INACTIVE -> Kind.NEVER;
            case PENDING -> state.isCarried() ? Kind.NEVER : firesAt(state);
            case FIRING -> Math.min(resolvesAt(state), escalatesAt(state));
        };
    }

    /** Does what is due. */
    void expire(AlertState state, long now, List<Change> changes) {
        // What an earlier version of the rule has begun fires only when the present one agrees.
        if (state.phase == Phase.PENDING && !state.isCarried() && now >= firesAt(state)) {
            fire(state, firesAt(state), changes);
        }
        while (state.phase == Phase.FIRING && now >= Math.min(resolvesAt(state), escalatesAt(state))) {
            if (resolvesAt(state) <= escalatesAt(state)) {
                end(Event.RESOLVED, state, resolvesAt(state), changes);
            } else {
                long at = escalatesAt(state);
                state.level++;
                changes.add(announcer.announce(Event.ESCALATED, state, at));
            }
        }
    }

    /** Ends it at once, whatever the condition says. */
    void abandon(AlertState state, long now, List<Change> changes) {
        if (state.phase != Phase.INACTIVE) {
            end(state.phase == Phase.FIRING ? Event.RESOLVED : Event.INACTIVE, state, now, changes);
        }
    }

    private void begin(AlertState state, long now, List<Change> changes) {
        state.since = now;
        if (rule.forAtLeast().isZero()) {
            fire(state, now, changes);
        } else {
            state.phase = Phase.PENDING;
            changes.add(announcer.announce(Event.PENDING, state, now));
        }
    }

    private void fire(AlertState state, long now, List<Change> changes) {
        state.phase = Phase.FIRING;
        state.firedAt = now;
        changes.add(announcer.announce(Event.FIRING, state, now));
    }

    private void end(Event event, AlertState state, long now, List<Change> changes) {
        changes.add(announcer.announce(event, state, now));
        state.phase = Phase.INACTIVE;
        state.isTopicless = false;
        state.since = 0;
        state.firedAt = 0;
        state.calmSince = 0;
        state.carriedSince = 0;
        state.level = 0;
        state.value = null;
        state.labels = Map.of();
        state.annotations = Map.of();
        state.receivers = List.of();
    }

    private long firesAt(AlertState state) {
        return state.since + rule.forAtLeast().toMillis();
    }

    private long resolvesAt(AlertState state) {
        return state.calmSince == 0
                ? Kind.NEVER
                : state.calmSince + rule.keepFiringFor().toMillis();
    }

    private long escalatesAt(AlertState state) {
        return state.level >= rule.escalations().size()
                ? Kind.NEVER
                : state.firedAt + rule.escalations().get(state.level).after().toMillis();
    }
}
