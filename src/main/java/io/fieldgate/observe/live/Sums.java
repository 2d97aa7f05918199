package io.fieldgate.observe.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What meters say of all routes together. */
final class Sums {
    private static final String TO_DATABASE = "fieldgate.latency.database";
    private static final String TO_KAFKA = "fieldgate.latency.kafka";

    private final MeterRegistry meters;

    Sums(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Counts since the start, at one moment.
     *
     * @param deadLetters by route
     */
    record Read(double sent, double rows, Map<String, Double> deadLetters, int pending, int firing, Buckets latency) {
        static final Read NOTHING = new Read(0, 0, Map.of(), 0, 0, Buckets.NONE);

        double allDeadLetters() {
            return deadLetters.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
        }

        double deadLettersOf(String route) {
            return deadLetters.getOrDefault(route, 0.0);
        }
    }

    /**
     * How many messages took how long since the start.
     *
     * @param limits in milliseconds, ascending
     * @param counts of those that took no longer
     */
    record Buckets(double[] limits, double[] counts, double all) {
        static final Buckets NONE = new Buckets(new double[0], new double[0], 0);

        /** What all but the slowest hundredth took at most, of those since then; null when there were none. */
        @Nullable
        Long since(Buckets then) {
            boolean comparable = then.limits.length == limits.length;
            double more = all - (comparable ? then.all : 0);
            if (more <= 0) {
                return null;
            }
            for (int i = 0; i < limits.length; i++) {
                if (counts[i] - (comparable ? then.counts[i] : 0) >= 0.99 * more) {
                    return Math.round(limits[i]);
                }
            }
            return limits.length == 0 ? null : Math.round(limits[limits.length - 1]);
        }
    }

    Read read() {
        Collection<Timer> timers = meters.find(TO_DATABASE).timers();
        return new Read(
                count("fieldgate.messages.sent"),
                count("fieldgate.database.rows"),
                deadLetters(),
                alerts("pending"),
                alerts("firing"),
                buckets(timers.isEmpty() ? meters.find(TO_KAFKA).timers() : timers));
    }

    private double count(String name) {
        return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    private Map<String, Double> deadLetters() {
        Map<String, Double> byRoute = new HashMap<>();
        for (Counter counter : meters.find("fieldgate.messages.dead.lettered").counters()) {
            byRoute.merge(String.valueOf(counter.getId().getTag("route")), counter.count(), Double::sum);
        }
        return byRoute;
    }

    private int alerts(String state) {
        return (int) meters.find("fieldgate.alerts").tag("state", state).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private static Buckets buckets(Collection<Timer> timers) {
        Buckets sum = Buckets.NONE;
        for (Timer timer : timers) {
            var snapshot = timer.takeSnapshot();
            CountAtBucket[] read = snapshot.histogramCounts();
            double[] limits = new double[read.length];
            double[] counts = new double[read.length];
            for (int i = 0; i < read.length; i++) {
                limits[i] = read[i].bucket(TimeUnit.MILLISECONDS);
                counts[i] = read[i].count() + (sum.counts().length == read.length ? sum.counts()[i] : 0);
            }
            sum = new Buckets(limits, counts, sum.all() + snapshot.count());
        }
        return sum;
    }
}
