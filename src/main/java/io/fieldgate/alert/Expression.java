package io.fieldgate.alert;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import io.fieldgate.alert.Formula.None;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A compiled CEL expression. Thread-safe. */
final class Expression {
    /** It cannot be evaluated for what the message holds, such as a text where it needs a number. */
    static final class Fault extends RuntimeException {
        Fault(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private final String text;
    private final CelRuntime.Program program;
    private final @Nullable Formula formula;
    private final List<PayloadPath> paths;

    /**
     * An expression that has been compiled.
     *
     * @param formula the same in plain Java, as far as it goes
     * @param paths the places in payloads that the formula looks at
     */
    Expression(String text, CelRuntime.Program program, @Nullable Formula formula, List<PayloadPath> paths) {
        this.text = text;
        this.program = program;
        this.formula = formula;
        this.paths = paths;
    }

    /** The places in payloads that are looked at; none when all of a payload is. */
    List<PayloadPath> paths() {
        return paths;
    }

    @Nullable
    Formula formula() {
        return formula;
    }

    /**
     * The value; null when it asks for a field that the message does not have.
     *
     * @throws Fault when the message's values do not fit
     */
    @Nullable
    Object value(Variables variables) {
        Object known = formula == null ? None.ANSWER : formula.value(variables);
        if (known != None.ANSWER) {
            return known == None.FIELD ? null : known;
        }
        return ofCel(variables);
    }

    /** As {@link #value}, and always by CEL itself. */
    @Nullable
    Object ofCel(Variables variables) {
        try {
            Object value = program.eval(name -> Optional.ofNullable(variables.get(name)));
            // It depends on a payload that is no JSON, or on a value that the message does not have.
            return value instanceof CelUnknownSet ? null : value;
        } catch (CelEvaluationException e) {
            if (e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND
                    || e.getErrorCode() == CelErrorCode.INDEX_OUT_OF_BOUNDS
                    || variables.lacksPayload()) {
                return null;
            }
            throw new Fault("'" + text + "': " + e.getMessage(), e);
        }
    }

    /** As {@link #value}, for a condition. */
    @Nullable
    Boolean holds(Variables variables) {
        Object value = value(variables);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw new Fault(
                "'" + text + "' is no condition, it gave a " + value.getClass().getSimpleName(), null);
    }

    /** As {@link #value}, for a number. */
    @Nullable
    Double number(Variables variables) {
        Object value = value(variables);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new Fault(
                "'" + text + "' is no number, it gave a " + value.getClass().getSimpleName(), null);
    }

    @Override
    public String toString() {
        return text;
    }
}
