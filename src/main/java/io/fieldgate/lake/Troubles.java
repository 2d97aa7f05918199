package io.fieldgate.lake;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Place;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Partitions that were given up, and when they may be begun again: a storage that fails only when files are closed would
 * otherwise have everything read without end. Threads: any number.
 */
final class Troubles {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private final Map<Place, Trouble> troubles = new ConcurrentHashMap<>();

    /**
     * Why it was.
     *
     * @param times in a row
     * @param until when it waits, in nanoseconds
     */
    private record Trouble(Failure failure, int times, long until) {}

    void remember(Place place, Failure failure) {
        Trouble unused = troubles.compute(place, (same, before) -> {
            int times = before == null ? 1 : before.times + 1;
            return new Trouble(
                    failure,
                    times,
                    System.nanoTime() + BACKOFF.after(failure.kind(), times).toNanos());
        });
    }

    /** It has been committed. */
    void forget(Place place) {
        troubles.remove(place);
    }

    /**
     * Nothing when it may be begun again.
     *
     * @throws Failure that it was given up for, when it may not
     */
    void refuse(Place place) {
        @Nullable Trouble trouble = troubles.get(place);
        if (trouble != null && System.nanoTime() < trouble.until) {
            throw trouble.failure;
        }
    }
}
