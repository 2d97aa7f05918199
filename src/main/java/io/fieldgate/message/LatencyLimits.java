package io.fieldgate.message;

import java.time.Duration;

/** The times that latencies are counted by, the same for all, so that they can be compared and added. */
public final class LatencyLimits {
    private LatencyLimits() {}

    /** Ascending, in an array of the caller's own. */
    public static Duration[] all() {
        return new Duration[] {
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(2_500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5)
        };
    }
}
