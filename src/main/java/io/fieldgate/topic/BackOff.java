package io.fieldgate.topic;

import io.fieldgate.message.FailureKind;
import java.time.Duration;

/** How long to wait before a failed record is tried again. */
record BackOff(Duration first, Duration most) {
    static final BackOff DEFAULT = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(30));

    /** @param attempt how often it failed so far, from 1 */
    Duration after(FailureKind kind, int attempt) {
        if (kind == FailureKind.SYSTEMIC) {
            return most;
        }
        Duration wait = first.multipliedBy(1L << Math.min(attempt - 1, 20));
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
