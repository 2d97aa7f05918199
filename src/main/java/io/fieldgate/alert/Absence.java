package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A device that has talked once talks no more.
 *
 * @param after how long it must be silent
 */
record Absence(Duration after) implements Kind {
    @Override
    public @Nullable Verdict read(AlertState state, Reading reading, Variables variables) {
        // One that is no later than another says nothing about the time since.
        return reading.time() <= state.last ? null : new Verdict(reading.time(), false, true, null);
    }

    @Override
    public long deadline(AlertState state) {
        // While an alert is kept firing after a reading, the device may go silent anew, and the alert then goes on.
        boolean undecided = state.phase == Phase.INACTIVE || state.calmSince != 0 || state.isCarried();
        return undecided && state.last > 0 ? state.last + after.toMillis() : NEVER;
    }

    @Override
    public Verdict pass(AlertState state, Variables variables) {
        return new Verdict(deadline(state), true, false, after.toMillis() / 1000.0);
    }
}
