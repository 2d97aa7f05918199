package io.fieldgate.topic;

import java.util.concurrent.TimeUnit;

/** So many in a second, evenly. One thread. */
final class Pace {
    /** What was slept too long may be caught up with; after a longer pause there is no burst. */
    private static final long MOST_BEHIND = TimeUnit.MILLISECONDS.toNanos(50);

    private final long interval;
    private long due = System.nanoTime();

    Pace(int perSecond) {
        interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Nanoseconds to wait before the next; not more than 0 when it may go at once. */
    long next() {
        long now = System.nanoTime();
        due = Math.max(due + interval, now - MOST_BEHIND);
        return due - now;
    }
}
