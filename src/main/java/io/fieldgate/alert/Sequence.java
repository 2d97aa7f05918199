package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Point;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The condition must hold for several readings in a row.
 *
 * @param times how many
 * @param within the most time from the first to the last of them; zero: any
 */
record Sequence(Conditions conditions, @Nullable Expression value, int times, Duration within) implements Kind {
    @Override
    public @Nullable Verdict read(AlertState state, Reading reading, Variables variables) {
        Verdict single = new Threshold(conditions, value).read(state, reading, variables);
        if (single == null) {
            return null;
        }
        if (!single.holds()) {
            state.points.clear();
            return single;
        }
        state.points.add(new Point(single.at(), 0));
        while (state.points.size() > times) {
            state.points.remove(0);
        }
        boolean holds = state.points.size() == times
                && (within.isZero() || single.at() - state.points.get(0).time() <= within.toMillis());
        // A run that is not long enough yet is no reason to end an alert either.
        return new Verdict(single.at(), holds, false, single.value());
    }

    @Override
    public boolean isComputed() {
        return false;
    }

    @Override
    public List<Expression> readingExpressions() {
        return conditions.and(value);
    }
}
