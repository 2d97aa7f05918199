package io.fieldgate.observe.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long routes take to read what waits for them, at the speed of the last seconds. Used by one thread; the gauges may be
 * read by any.
 */
final class Drain {
    private static final double NEW = 0.2;
    private static final double SLOWEST = 0.001;

    private final MeterRegistry meters;
    private final Map<String, Double> speeds = new HashMap<>();
    private final Map<String, Double> shown = new ConcurrentHashMap<>();

    Drain(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * One more second of a route.
     *
     * @param lag records that wait; null when it reads none
     * @param out messages a second
     * @return null when nothing waits, or nothing moves
     */
    @Nullable
    Double seconds(String route, @Nullable Long lag, double out) {
        if (lag == null) {
            return null;
        }
        double speed = speeds.merge(route, out, (before, now) -> before + NEW * (now - before));
        double seconds = lag == 0 ? 0 : speed < SLOWEST ? Double.POSITIVE_INFINITY : lag / speed;
        if (shown.put(route, seconds) == null) {
            Gauge.builder("fieldgate.topic.drain", shown, all -> all.getOrDefault(route, Double.NaN))
                    .description("Time until the route has read what waits, at the speed of the last seconds")
                    .baseUnit("seconds")
                    .tag("route", route)
                    .register(meters);
        }
        return lag == 0 || Double.isInfinite(seconds) ? null : seconds;
    }
}
