package io.fieldgate.message;

import java.util.Collection;
import java.util.Map;

/**
 * Keeps positions where the messages themselves are stored. A position only grows, so that an owner of a partition who is
 * late does not undo what the next one has written. All methods wait for the store, and throw a {@link Failure} when it
 * cannot be asked. Threads: any number.
 */
public interface PositionStore {
    /** What it has; {@link Position#UNKNOWN} for a place that nothing is known of. */
    Position load(Place place);

    /**
     * Of messages that were done without being stored here. Tells the bookmarks what it has then.
     *
     * @param next where each goes
     */
    void save(Map<Bookmark, Long> next);

    /**
     * No more messages come for them: what is gathered should be stored now, or will come again from the next source.
     */
    default void leave(Collection<Bookmark> bookmarks) {}

    /** Tells bookmarks what it has. */
    void verify(Collection<Bookmark> bookmarks);

    /**
     * For a partition that has begun anew.
     *
     * @param from does nothing unless it has this
     * @param next may be smaller
     * @param topicId of the topic as it is now
     * @return what it has then
     */
    Position restart(Place place, Position from, long next, String topicId);
}
