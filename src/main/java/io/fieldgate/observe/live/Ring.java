package io.fieldgate.observe.live;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last so many points of some series. Used under the lock of its owner. */
final class Ring {
    /** Of more routes the others have no history. */
    private static final int MOST_ROUTES = 100;

    private final int capacity;
    private final long[] times;
    private final Map<String, float[]> series = new LinkedHashMap<>();
    private final Map<String, Columns> routes = new LinkedHashMap<>();
    private int next;
    private int size;

    private static final class Columns {
        private final Map<String, float[]> columns = new LinkedHashMap<>();
        private int missing;
    }

    Ring(int capacity) {
        this.capacity = capacity;
        this.times = new long[capacity];
    }

    void add(Point point) {
        times[next] = point.time();
        put(series, point.series());
        routes.values().removeIf(route -> ++route.missing > capacity);
        point.routes().forEach((id, values) -> {
            Columns known = routes.get(id);
            if (known == null && routes.size() < MOST_ROUTES) {
                known = new Columns();
                routes.put(id, known);
            }
            if (known != null) {
                known.missing = 0;
            }
        });
        routes.forEach((id, route) -> put(route.columns, point.routes().getOrDefault(id, Map.of())));
        next = (next + 1) % capacity;
        size = Math.min(size + 1, capacity);
    }

    private void put(Map<String, float[]> columns, Map<String, Double> values) {
        columns.values().forEach(column -> column[next] = Float.NaN);
        values.forEach((name, value) -> {
            float[] column = columns.computeIfAbsent(name, unused -> {
                float[] empty = new float[capacity];
                Arrays.fill(empty, Float.NaN);
                return empty;
            });
            column[next] = value.floatValue();
        });
    }

    HistoryView view(int step, @Nullable String only) {
        long[] ordered = new long[size];
        for (int i = 0; i < size; i++) {
            ordered[i] = times[place(i)];
        }
        Map<String, Map<String, float[]>> shown = new LinkedHashMap<>();
        routes.forEach((id, route) -> {
            if (only == null || only.equals(id)) {
                shown.put(id, ordered(route.columns));
            }
        });
        return new HistoryView(step, ordered, ordered(series), shown);
    }

    private Map<String, float[]> ordered(Map<String, float[]> columns) {
        Map<String, float[]> all = new LinkedHashMap<>();
        columns.forEach((name, column) -> {
            float[] ordered = new float[size];
            for (int i = 0; i < size; i++) {
                ordered[i] = column[place(i)];
            }
            all.put(name, ordered);
        });
        return all;
    }

    private int place(int i) {
        return Math.floorMod(next - size + i, capacity);
    }
}
