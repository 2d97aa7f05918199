package io.fieldgate.lake;

import io.fieldgate.message.Position;
import java.util.List;

/**
 * What is done at one stroke.
 *
 * @param position after it; its version is the number of the commit
 * @param files that come into their places with it
 */
record Commit(Position position, List<Move> files) {
    /** Nothing has been committed yet. */
    static final Commit NONE = new Commit(Position.UNKNOWN, List.of());

    /**
     * One file.
     *
     * @param from where it was written, and nobody looks
     * @param to its place
     */
    record Move(String from, String to) {}
}
