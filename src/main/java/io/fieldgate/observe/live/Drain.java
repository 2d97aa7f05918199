package io.fieldgate.observe.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long routes take to deal with what waits for them, at the speed of the last seconds. Used by one thread; the gauges may
 * be read by any.
 */
final class Drain {
    private static final double NEW = 0.2;
    private static final double SLOWEST = 0.001;

    private final MeterRegistry meters;
    private final Map<String, Reading> readings = new HashMap<>();

    /** A route that reads a topic. */
    private static final class Reading {
        private final Gauge gauge;
        private double speed;
        private volatile double seconds;

        Reading(MeterRegistry meters, String route, double speed) {
            this.speed = speed;
            this.gauge = Gauge.builder("fieldgate.topic.drain", this, reading -> reading.seconds)
                    .description("Time until the route has dealt with what waits, at the speed of the last seconds")
                    .baseUnit("seconds")
                    .tag("route", route)
                    .register(meters);
        }
    }

    Drain(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * One more second of a route.
     *
     * @param lag records that wait; null when it reads none, then it is not shown any more
     * @param done records a second that it is through with: those that it has sent on, and dead letters
     * @return null when nothing waits, or nothing moves
     */
    @Nullable
    Double seconds(String route, @Nullable Long lag, double done) {
        if (lag == null) {
            forget(route);
            return null;
        }
        Reading reading = readings.computeIfAbsent(route, name -> new Reading(meters, name, done));
        reading.speed += NEW * (done - reading.speed);
        double seconds = lag == 0 ? 0 : reading.speed < SLOWEST ? Double.POSITIVE_INFINITY : lag / reading.speed;
        reading.seconds = seconds;
        return lag == 0 || Double.isInfinite(seconds) ? null : seconds;
    }

    /** Shows no others than these any more. */
    void keep(Set<String> routes) {
        Set.copyOf(readings.keySet()).stream()
                .filter(route -> !routes.contains(route))
                .forEach(this::forget);
    }

    private void forget(String route) {
        Reading reading = readings.remove(route);
        if (reading != null) {
            meters.remove(reading.gauge);
        }
    }
}
