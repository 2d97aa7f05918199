package io.fieldgate.alert;

import java.util.ArrayList;
import java.util.List;

/**
 * What a threshold rule means for one device, second by second: slow, and obvious. Its alert holds above 80 and ends, with
 * hysteresis, below 60.
 *
 * @param escalateAfter to the severity {@code critical}
 */
record ObviousRule(int forAtLeast, int keepFiringFor, int escalateAfter, int maxLateness, boolean hysteresis) {
    private static final int NEVER = -1;

    Rule rule() {
        return Play.rule("when: payload.v > 80\nfor: " + forAtLeast + "s\nkeep_firing_for: " + keepFiringFor
                + "s\nmax_lateness: " + maxLateness + "s\n" + (hysteresis ? "clear: payload.v < 60\n" : "")
                + "escalate: [{ after: " + escalateAfter + "s, severity: critical }]");
    }

    Device device() {
        return new Device();
    }

    /** What becomes of its alert, {@code "TIMEs EVENT SEVERITY"} each. */
    final class Device {
        final List<String> said = new ArrayList<>();
        private String phase = "inactive";
        private String severity = "warning";
        private int since;
        private int fired;
        private int calm = NEVER;
        private int last;

        /** @param clock the latest time that any reading was taken at, this one included */
        void read(int time, int value, int clock) {
            if (time < clock - maxLateness) {
                return;
            }
            pass(time - 1);
            if (time < last) {
                return;
            }
            last = time;
            judge(Math.max(time, Math.max(since, fired)), value > 80, hysteresis ? value < 60 : value <= 80);
        }

        private void judge(int at, boolean holds, boolean clears) {
            if (phase.equals("inactive") && holds) {
                phase = "pending";
                since = at;
                if (forAtLeast > 0) {
                    say(at, "pending");
                }
            } else if (phase.equals("pending") && !holds) {
                say(at, "inactive");
                end();
            } else if (phase.equals("firing")) {
                calm = !clears ? NEVER : calm == NEVER ? at : calm;
            }
            pass(at);
        }

        /** Nothing more is heard of the device up to then. */
        void pass(int upTo) {
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
