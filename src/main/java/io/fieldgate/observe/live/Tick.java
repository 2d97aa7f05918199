package io.fieldgate.observe.live;

import io.fieldgate.observe.RouteView;
import io.fieldgate.observe.device.DeviceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gateway at one moment. Rates are per second, since the tick before.
 *
 * @param event the id of the newest event
 * @param troubles what is not well, worst first
 */
public record Tick(
        Instant at,
        long event,
        Duration uptime,
        List<Trouble> troubles,
        Totals totals,
        List<RouteRates> routes,
        Map<DeviceState, Integer> devices,
        Alerts alerts,
        Resources resources)
        implements LiveItem {

    /**
     * Of all routes.
     *
     * @param in messages that came from elsewhere than a topic
     * @param out messages that Kafka has stored
     * @param rows of databases
     * @param lag records that routes have still to read; null when none reads
     * @param latency what all but the slowest hundredth took from their receipt to the database, or to Kafka when there is
     *     none, at most, in milliseconds; null when nothing came
     */
    public record Totals(
            double in,
            double out,
            double failed,
            double rows,
            double deadLetters,
            @Nullable Long lag,
            @Nullable Long latency) {}

    /**
     * Of one route.
     *
     * @param drain seconds until it has read what waits, at the speed of now; null when nothing waits, or nothing moves
     */
    public record RouteRates(
            RouteView view,
            double in,
            double out,
            double failed,
            @Nullable Double drain) {}

    /** How many alerts are open. */
    public record Alerts(int pending, int firing) {}

    /**
     * What the process uses, in bytes.
     *
     * @param cpu from 0 to 1, of all processors; null while unknown
     */
    public record Resources(
            long heapUsed, long heapMax, @Nullable Double cpu, long diskFree, long diskTotal) {}
}
