package io.fieldgate.message;

/** An endpoint whose producer keeps the position that a message's {@link Progress} tells, in one transaction with the message. */
public interface PositionSink {
    PositionStore positions();

    /**
     * Whether a message whose exchange has ended may be lost still, since it is stored later and together with others. Then
     * nothing but {@link Bookmark#known()} says how far a source has come, and it is the sink of every route that ends in it.
     */
    default boolean gathers() {
        return false;
    }
}
