package io.fieldgate.alert;

/** An expression of a common shape in plain Java: what CEL says, in a tenth of the time. Thread-safe. */
@FunctionalInterface
interface Formula {
    /** There is no value. */
    enum None {
        /** It asks for a field that the message does not have. */
        FIELD,
        /** Only CEL can tell. */
        ANSWER
    }

    /** A {@link Double}, {@link Long}, {@link String}, {@link Boolean} or {@link None}. */
    Object value(Variables variables);
}
