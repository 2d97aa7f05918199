package io.fieldgate.message;

import java.util.Collection;
import java.util.Map;

/**
 * Keeps positions where the messages themselves are stored. A position only grows, so that an owner of a partition who is
 * late does not undo what the next one has written. All methods wait for the store, and throw a {@link Failure} when it
 * cannot be asked. Threads: any number.
 */
public interface PositionStore {
    /** The offset to read next, by partition; none for a partition that nothing is known of. */
    Map<Integer, Long> load(String group, String topic, Collection<Integer> partitions);

    /** Of messages that were done without being stored here. */
    void save(Collection<Position> positions);

    /**
     * For a partition that has begun anew: makes a position smaller.
     *
     * @param from does nothing unless this is the position
     */
    void moveBack(Position from, long next);
}
