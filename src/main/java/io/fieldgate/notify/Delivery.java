package io.fieldgate.notify;

/** Tells one receiver. Called by one thread at a time. */
interface Delivery extends AutoCloseable {
    /**
     * Returns when the receiver has it.
     *
     * @throws NotDelivered when it has not, or it is not known
     */
    void deliver(Notice notice) throws NotDelivered, InterruptedException;

    /** Ends what is on its way. From any thread. */
    @Override
    default void close() {}
}
