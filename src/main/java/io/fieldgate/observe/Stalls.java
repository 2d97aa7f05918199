package io.fieldgate.observe;

import io.fieldgate.observe.RouteBoard.Ill;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds routes that have records to read and read none, whatever their source believes: a connection that is open says
 * nothing about whether messages get through. Any thread.
 */
final class Stalls {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier clock;
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();

    /** How much has gone through a route, and when it was less. */
    private record Progress(long moved, long at) {}

    /** @param clock in nanoseconds */
    Stalls(LongSupplier clock) {
        this.clock = clock;
    }

    /** Null when the route has nothing to read, or reads. */
    @Nullable
    Ill of(String route, @Nullable Long lag, Pulse.Count count) {
        long now = clock.getAsLong();
        long moved = count.entered() + count.succeeded() + count.failed();
        Progress latest = progress.compute(
                route,
                (id, known) -> lag == null || lag == 0 || known == null || known.moved != moved
                        ? new Progress(moved, now)
                        : known);
        long still = now - latest.at;
        return still <= PATIENCE_NANOS
                ? null
                : new Ill(
                        lag + " records of its topic wait, and for " + TimeUnit.NANOSECONDS.toSeconds(still)
                                + " s none has entered or left the route",
                        "If Kafka is well, stop and start the route, or the gateway, and report it.",
                        null);
    }
}
