package io.fieldgate.observe.live;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last 15 minutes by the second, and the last day by the minute. Used under the lock of its owner. */
final class History {
    private static final int MINUTE = 60;
    private static final Set<String> WORST_COUNTS = Set.of(Point.LAG, Point.P99, Point.LATENCY);

    private final Ring seconds = new Ring(15 * MINUTE);
    private final Ring minutes = new Ring(24 * MINUTE);
    private final Mean mean = new Mean();
    private final Map<String, Mean> routes = new LinkedHashMap<>();
    private long minute = -1;

    void add(Tick tick) {
        Point point = Point.of(tick);
        seconds.add(point);
        long now = point.time() / MINUTE;
        if (minute >= 0 && now != minute) {
            Map<String, Map<String, Double>> all = new LinkedHashMap<>();
            routes.forEach((id, route) -> all.put(id, route.take()));
            routes.clear();
            minutes.add(new Point(minute * MINUTE, mean.take(), all));
        }
        minute = now;
        mean.add(point.series());
        point.routes()
                .forEach((id, values) ->
                        routes.computeIfAbsent(id, unused -> new Mean()).add(values));
    }

    HistoryView view(boolean fine, @Nullable String route) {
        return fine ? seconds.view(1, route) : minutes.view(MINUTE, route);
    }

    /** The mean of some numbers, or the largest where that says more. */
    private static final class Mean {
        private final Map<String, double[]> sums = new LinkedHashMap<>();

        void add(Map<String, Double> values) {
            values.forEach((name, value) -> {
                double[] sum = sums.computeIfAbsent(name, unused -> new double[2]);
                if (!Double.isNaN(value)) {
                    boolean worst = WORST_COUNTS.contains(name);
                    sum[0] = worst ? Math.max(sum[0], value) : sum[0] + value;
                    sum[1] = worst ? 1 : sum[1] + 1;
                }
            });
        }

        Map<String, Double> take() {
            Map<String, Double> means = new LinkedHashMap<>();
            sums.forEach((name, sum) -> means.put(name, sum[1] == 0 ? Double.NaN : sum[0] / sum[1]));
            sums.clear();
            return means;
        }
    }
}
