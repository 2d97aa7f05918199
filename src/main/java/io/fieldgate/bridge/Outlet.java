package io.fieldgate.bridge;

import io.fieldgate.message.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection of sinks to their neighbour, from its opening to its loss. Used by one thread. Exceptions are as those of
 * {@link Inlet}.
 */
public interface Outlet extends AutoCloseable {
    /** Connects. */
    void open() throws Exception;

    /**
     * Hands messages over, in their order, and waits until the neighbour has them. Those that have not been
     * {@linkplain Departure#refuse refused} have arrived when this returns. When it throws, those that have no fate yet are handed
     * over again on the next connection, in the same order.
     */
    void send(List<Departure> departures) throws Exception;

    /** Why the neighbour takes nothing at the moment though it is there; null when it does. Any thread. */
    default @Nullable Failure held() {
        return null;
    }

    /** Ends it, whether or not it was opened. */
    @Override
    void close();
}
