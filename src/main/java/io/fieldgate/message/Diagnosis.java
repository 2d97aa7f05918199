package io.fieldgate.message;

import org.jspecify.annotations.Nullable;

/**
 * What a look at one thing that the gateway needs has shown, in a sentence for an operator.
 *
 * @param about what was looked at, in a word
 * @param cure what the operator should do; null when there is nothing to do
 */
public record Diagnosis(
        String about, State state, String text, @Nullable String cure) {
    /** How it is. */
    public enum State {
        WELL,
        /** The gateway runs, but perhaps not as it is meant. */
        ODD,
        /** Something will not work. */
        ILL,
        /** Nobody needs it. */
        UNUSED
    }

    public static Diagnosis well(String about, String text) {
        return new Diagnosis(about, State.WELL, text, null);
    }

    public static Diagnosis odd(String about, String text, String cure) {
        return new Diagnosis(about, State.ODD, text, cure);
    }

    public static Diagnosis ill(String about, String text, @Nullable String cure) {
        return new Diagnosis(about, State.ILL, text, cure);
    }

    public static Diagnosis unused(String about, String text) {
        return new Diagnosis(about, State.UNUSED, text, null);
    }
}
