package io.fieldgate.message;

import org.jspecify.annotations.Nullable;

/**
 * Where a source has begun at a place, and what is known to be stored since. When the store turns out to have less than
 * that, it has lost messages: the bookmark is void, moves the position no more, and its source begins again where the
 * store stands. Threads: any number.
 */
public final class Bookmark {
    private final PositionSink keeper;
    private final Place place;
    private Position known;
    private @Nullable Position loss;

    /**
     * A new one.
     *
     * @param keeper the sink that keeps its position
     * @param known what the keeper's store had when the source began, with the topic's id of then
     */
    public Bookmark(PositionSink keeper, Place place, Position known) {
        this.keeper = keeper;
        this.place = place;
        this.known = known;
    }

    public PositionSink keeper() {
        return keeper;
    }

    public Place place() {
        return place;
    }

    /** The least that the store must have. */
    public synchronized Position known() {
        return known;
    }

    /**
     * What the store has, once that is committed.
     *
     * @param asked what was {@link #known} before the store was asked; more may be by now, of which the answer tells
     *     nothing
     * @param now null when it does not even know the place any more
     */
    public synchronized void answer(Position asked, @Nullable Position now) {
        if (now == null || !now.includes(asked)) {
            loss = loss != null ? loss : now != null ? now : Position.UNKNOWN;
        } else if (now.version() > known.version() || now.next() > known.next()) {
            known = new Position(now.next(), known.topicId(), now.version());
        }
    }

    /** What was taken and not stored yet is gone: the source begins again where the store stands. */
    public synchronized void lose() {
        loss = loss != null ? loss : known;
    }

    /** What the store has when that is less than it should be; null while it has all. */
    public synchronized @Nullable Position loss() {
        return loss;
    }
}
