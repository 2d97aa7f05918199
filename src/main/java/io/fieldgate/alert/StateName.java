package io.fieldgate.alert;

import org.jspecify.annotations.Nullable;

/**
 * Under which name the state of a rule is remembered: its own, and the expression of its key when it has one. With another
 * expression it is about other things, whose alerts are others.
 *
 * @param keyedBy null: each device is judged for itself
 */
record StateName(String rule, @Nullable String keyedBy) {
    /** In no name of a rule. */
    private static final char SEPARATOR = '\n';

    static StateName parse(String text) {
        int end = text.indexOf(SEPARATOR);
        return end < 0 ? new StateName(text, null) : new StateName(text.substring(0, end), text.substring(end + 1));
    }

    @Override
    public String toString() {
        return keyedBy == null ? rule : rule + SEPARATOR + keyedBy;
    }
}
