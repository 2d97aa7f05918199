package io.fieldgate.message;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt.
 *
 * @param first after the first failure; doubled with each further one
 * @param longest where the doubling ends
 * @param systemic after a failure that waits for a person
 */
public record Backoff(Duration first, Duration longest, Duration systemic) {
    private static final int MAX_DOUBLINGS = 20;

    /** One that waits for a person as long as it ever waits. */
    public Backoff(Duration first, Duration longest) {
        this(first, longest, longest);
    }

    /**
     * The wait after a transient failure, shortened by up to a fifth at random: gateways that lost the same server must
     * not all come back in the same instant.
     *
     * @param failures how many attempts have failed in a row, at least 1
     */
    public Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long millis = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 5 + 1));
    }

    /** As {@link #after(int)}, or the systemic wait. */
    public Duration after(FailureKind kind, int failures) {
        return kind == FailureKind.SYSTEMIC ? systemic : after(failures);
    }
}
