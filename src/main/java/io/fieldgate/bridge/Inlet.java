package io.fieldgate.bridge;

import java.time.Duration;
import java.util.List;

/**
 * One connection of a source to its neighbour, from its opening to its loss. Used by one thread, which may wait for Kafka in
 * between: what reads the socket and answers heartbeats must be another.
 *
 * <p>A {@link io.fieldgate.message.Failure} says what an operator reads; a systemic one names the cure. Any exception ends the
 * connection, and the next begins after a growing wait.
 */
public interface Inlet extends AutoCloseable {
    /** Connects, and asks for messages. */
    void open() throws Exception;

    /**
     * Waits for messages.
     *
     * @param most that may come, at least 1
     * @param patience the longest wait for the first of them
     * @return in the order in which they are to be stored; empty when none has come
     */
    List<Arrival> read(int most, Duration patience) throws Exception;

    /**
     * Acknowledges messages that are stored or dead-lettered.
     *
     * @param settled in the order of reading; all that were read before them have been acknowledged
     */
    void acknowledge(List<Arrival> settled) throws Exception;

    /**
     * Whether messages that are not acknowledged when the connection ends come again on the next. They are forgotten here then;
     * otherwise they are kept until they are stored, also while the route stops.
     */
    default boolean bringsAgain() {
        return true;
    }

    /**
     * Messages that came and were dropped since this was asked last, where a neighbour cannot be made to wait. It is asked once more
     * when this is closed, for those that were not read by then.
     */
    default long dropped() {
        return 0;
    }

    /** Ends it, whether or not it was opened; messages that were not acknowledged stay with the neighbour. */
    @Override
    void close();
}
