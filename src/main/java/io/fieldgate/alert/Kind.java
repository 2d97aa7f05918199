package io.fieldgate.alert;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a rule makes verdicts of readings, and of the passing of time. */
sealed interface Kind permits Threshold, Sequence, Rate, Aggregate, Absence, Kind.Gone {
    /** There is no such moment. */
    long NEVER = Long.MAX_VALUE;

    /**
     * What the rule says at a time.
     *
     * @param holds the condition for the alert
     * @param clears the condition for its end
     */
    record Verdict(
            long at,
            boolean holds,
            boolean clears,
            @Nullable Double value) {}

    /** Takes a reading in; null when it says nothing. Out-of-order readings come here too. */
    @Nullable
    Verdict read(AlertState state, Reading reading, Variables variables);

    /** Whether conditions and templates see a computed value only, and no message. */
    default boolean isComputed() {
        return true;
    }

    /** What is asked of each reading. */
    default List<Expression> readingExpressions() {
        return List.of();
    }

    /** When {@link #pass} must be called if no reading comes before; {@link #NEVER} when it need not. */
    default long deadline(AlertState state) {
        return NEVER;
    }

    /** The verdict at the deadline; null when there is none. It must move the deadline. */
    default @Nullable Verdict pass(AlertState state, Variables variables) {
        return null;
    }

    /** That of a rule that is no more. */
    record Gone() implements Kind {
        @Override
        public @Nullable Verdict read(AlertState state, Reading reading, Variables variables) {
            return null;
        }

        @Override
        public boolean isComputed() {
            return false;
        }
    }

    /**
     * The conditions of a rule.
     *
     * @param clear null: the alert ends when {@code when} does not hold
     */
    record Conditions(Expression when, @Nullable Expression clear) {
        /** Both, and others that are there. */
        List<Expression> and(@Nullable Expression... others) {
            return Stream.concat(Stream.of(when, clear), Stream.of(others))
                    .filter(Objects::nonNull)
                    .toList();
        }

        /** Null when they ask for a field that is not there. */
        @Nullable
        Verdict verdict(long at, Variables variables, @Nullable Double value) {
            Boolean holds = when.holds(variables);
            if (holds == null) {
                return null;
            }
            Boolean clears = clear == null ? Boolean.valueOf(!holds) : clear.holds(variables);
            return new Verdict(at, holds, Boolean.TRUE.equals(clears) && !holds, value);
        }
    }
}
