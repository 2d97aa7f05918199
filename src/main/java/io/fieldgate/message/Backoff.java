package io.fieldgate.message;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Growing waits between attempts: doubled each time up to a bound, each shortened by up to a fifth at random. Not thread-safe. */
public final class Backoff {
    private final long first;
    private final long longest;
    private long next;

    public Backoff(Duration first, Duration longest) {
        this.first = first.toMillis();
        this.longest = longest.toMillis();
        this.next = this.first;
    }

    /** How long to wait now. */
    public Duration next() {
        long wait = next;
        next = Math.min(longest, next * 2);
        // Gateways that lost the same broker must not all come back in the same instant.
        return Duration.ofMillis(wait - ThreadLocalRandom.current().nextLong(wait / 5 + 1));
    }

    /** After a success. */
    public void reset() {
        next = first;
    }
}
