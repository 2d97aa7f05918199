package io.fieldgate.database;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt.
 *
 * @param first after the first failure; doubled with each further one, give or take a fifth
 * @param longest where the doubling ends
 * @param systemic after a failure that waits for a person
 */
record Backoff(Duration first, Duration longest, Duration systemic) {
    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(300), Duration.ofSeconds(30), Duration.ofSeconds(30));

    private static final int MAX_DOUBLINGS = 20;

    /** @param failures how many attempts have failed in a row, at least 1 */
    Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        long millis = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(Math.round(millis * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }
}
