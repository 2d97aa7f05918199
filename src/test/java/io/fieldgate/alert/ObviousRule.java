package io.fieldgate.alert;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule means for one device, second by second: slow, and obvious.
 *
 * @param escalateAfter to the severity {@code critical}
 */
record ObviousRule(ObviousKind kind, int forAtLeast, int keepFiringFor, int escalateAfter, int maxLateness) {
    private static final int NEVER = -1;

    Rule rule() {
        return Play.rule(kind.yaml() + "for: " + forAtLeast + "s\nkeep_firing_for: " + keepFiringFor
                + "s\nmax_lateness: " + maxLateness + "s\nescalate: [{ after: " + escalateAfter
                + "s, severity: critical }]");
    }

    Device device() {
        return new Device();
    }

    /** What becomes of its alert, {@code "TIMEs EVENT SEVERITY"} each. */
    final class Device {
        final List<String> said = new ArrayList<>();
        private final ObviousKind.History history = kind.history();
        private String phase = "inactive";
        private String severity = "warning";
        private int since;
        private int fired;
        private int calm = NEVER;
        private int passed = NEVER;

        /** @param clock the latest time that any reading was taken at, this one included */
        void read(int time, int value, int clock) {
            if (time < clock - maxLateness) {
                return;
            }
            // Silence is told by the clock alone.
            if (!(kind instanceof ObviousKind.Silence)) {
                pass(time - 1);
            }
            ObviousKind.Verdict verdict = history.read(time, value);
            history.last = Math.max(history.last, time);
            judge(verdict);
            // What a late reading makes due before the present is told when the clock is looked at next, in its order.
            passed = Math.min(passed, time - 1);
        }

        private void judge(ObviousKind.@Nullable Verdict verdict) {
            if (verdict == null) {
                return;
            }
            int at = Math.max(verdict.at(), Math.max(since, fired));
            if (phase.equals("inactive") && verdict.holds()) {
                phase = "pending";
                since = at;
                if (forAtLeast > 0) {
                    say(at, "pending");
                }
            } else if (phase.equals("pending") && !verdict.holds()) {
                say(at, "inactive");
                end();
            } else if (phase.equals("firing")) {
                calm = !verdict.clears() ? NEVER : calm == NEVER ? at : calm;
            }
            expire(at);
        }

        /** Nothing more is heard of the device up to then. */
        void pass(int upTo) {
            for (int second = passed + 1; second <= upTo; second++) {
                // What is due before it is done before it.
                expire(second - 1);
                for (ObviousKind.Verdict due = due(second); due != null; due = due(second)) {
                    judge(due);
                }
                expire(second);
                passed = second;
            }
        }

        private ObviousKind.@Nullable Verdict due(int second) {
            return history.due(second, !phase.equals("inactive") && calm == NEVER);
        }

        private void expire(int upTo) {
            for (int second = 0; second <= upTo; second++) {
                if (phase.equals("pending") && second >= since + forAtLeast) {
                    phase = "firing";
                    fired = second;
                    say(second, "firing");
                }
                if (phase.equals("firing") && calm != NEVER && second >= calm + keepFiringFor) {
                    say(second, "resolved");
                    end();
                }
                if (phase.equals("firing") && severity.equals("warning") && second >= fired + escalateAfter) {
                    severity = "critical";
                    say(second, "escalated");
                }
            }
        }

        private void end() {
            phase = "inactive";
            severity = "warning";
            since = 0;
            fired = 0;
            calm = NEVER;
        }

        private void say(int at, String event) {
            said.add(at + "s " + event + " " + severity);
        }
    }
}
