package io.fieldgate.message;

import org.jspecify.annotations.Nullable;

/**
 * Hears of work that is done for many messages at once, such as a transaction of a database. Called on the thread that does
 * the work, so it must neither wait nor fail.
 */
public interface JointWork {
    /** Looks away. */
    JointWork UNSEEN = (what, traceparents) -> Attempt.UNSEEN;

    /** One attempt. */
    interface Attempt {
        /** Of which nobody wants to know. */
        Attempt UNSEEN = (messages, failure) -> {};

        /**
         * It is over; called once.
         *
         * @param failure why it has failed; null when it has not
         */
        void ended(int messages, @Nullable Throwable failure);
    }

    /**
     * Work begins.
     *
     * @param what for example {@code database:telemetry}; one of few
     * @param traceparents of its messages, of those that have one; gone through at most once, and only before this returns
     */
    Attempt begin(String what, Iterable<String> traceparents);
}
