package io.fieldgate.alert;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each reading speaks for itself.
 *
 * @param value what is shown as the alert's value
 */
record Threshold(Conditions conditions, @Nullable Expression value) implements Kind {
    @Override
    public @Nullable Verdict read(AlertState state, Reading reading, Variables variables) {
        if (reading.time() < state.last) {
            return null;
        }
        Double number = value == null ? null : value.number(variables);
        Variables all = new Variables(variables.rule(), variables.key(), reading, number);
        return conditions.verdict(reading.time(), all, number);
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
