package io.fieldgate.notify;

import java.time.Instant;
import java.util.List;

/**
 * Alerts that nobody is told of for a while.
 *
 * @param matchers all must match; at least one
 * @param start inclusive
 * @param end exclusive
 */
public record Silence(String id, List<String> matchers, Instant start, Instant end, String author, String comment) {
    public Silence {
        matchers = List.copyOf(matchers);
    }

    boolean isActive(Instant now) {
        return !now.isBefore(start) && now.isBefore(end);
    }

    /** active, pending or expired. */
    public String state(Instant now) {
        return isActive(now) ? "active" : now.isBefore(start) ? "pending" : "expired";
    }

    Silence ending(Instant when) {
        return new Silence(id, matchers, start, when, author, comment);
    }
}
