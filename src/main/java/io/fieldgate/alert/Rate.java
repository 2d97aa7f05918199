package io.fieldgate.alert;

import io.fieldgate.alert.AlertState.Point;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a number changes: the difference between a reading and the oldest one at most {@code over} before it, for each
 * {@code per}.
 */
record Rate(Conditions conditions, Expression of, Duration per, Duration over) implements Kind {
    /** Readings that are closer together than a piece of the window are remembered once. */
    private static final int PIECES = 60;

    @Override
    public @Nullable Verdict read(AlertState state, Reading reading, Variables variables) {
        long time = reading.time();
        if (time < state.last) {
            return null;
        }
        Double number = of.number(variables);
        if (number == null) {
            return null;
        }
        state.points.removeIf(point -> point.time() < time - over.toMillis());
        Verdict verdict = null;
        if (!state.points.isEmpty() && state.points.get(0).time() < time) {
            Point oldest = state.points.get(0);
            double rate = (number - oldest.value()) * per.toMillis() / (time - oldest.time());
            verdict = conditions.verdict(time, new Variables(variables.rule(), variables.key(), null, rate), rate);
        }
        if (state.points.isEmpty()
                || time - state.points.get(state.points.size() - 1).time() >= over.toMillis() / PIECES) {
            state.points.add(new Point(time, number));
        }
        return verdict;
    }

    @Override
    public List<Expression> readingExpressions() {
        return List.of(of);
    }
}
