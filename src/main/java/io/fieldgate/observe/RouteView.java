package io.fieldgate.observe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a route is, at one moment. Counts begin with the gateway.
 *
 * @param from where it begins, without options
 * @param reason why it is not well; null when it is
 * @param cure what helps then; null when time will
 * @param since when it came into this state
 * @param received messages that entered it
 * @param sent messages that left it as they should
 * @param failed attempts that ended with an error: dead letters, and what is tried again
 * @param inFlight messages that are inside
 * @param lag records of its topic that are still to come out of it; null when it reads none
 * @param p50 how long half of the messages were inside at most, in milliseconds; null when none was of late
 * @param p99 the same of all but the slowest hundredth
 */
public record RouteView(
        String id,
        String from,
        State state,
        @Nullable String reason,
        @Nullable String cure,
        Instant since,
        long received,
        long sent,
        long failed,
        long inFlight,
        @Nullable Long lag,
        @Nullable Long p50,
        @Nullable Long p99) {
    private static final List<String> INNER = List.of("topic:", "kafka:", "direct:", "seda:", "timer:");

    /** Whether messages come into the gateway by it, rather than from a topic or another route. */
    public boolean isSource() {
        return INNER.stream().noneMatch(from::startsWith);
    }

    /** Whether it works. */
    public enum State {
        STARTED,
        /** It runs, and something keeps it from going on. */
        DOWN,
        /** It could not start and is tried again. */
        STARTING,
        SUSPENDED,
        STOPPED
    }
}
