package io.fieldgate.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fieldgate.observe.Masks;
import io.fieldgate.topic.DeviceRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers in a device's JSON messages over time, of as many messages as there are in a memory that does not grow: a stretch
 * of time has one point, with the mean of each number. One thread.
 */
final class DeviceSeries {
    private static final int POINTS = 600;
    private static final int MOST_METRICS = 12;
    private static final int MOST_NAME = 64;
    private static final int DEEPEST = 3;
    /** A longer message is not looked into. */
    private static final int MOST_BYTES = 64 * 1024;
    /** What a message that is nothing but a number is called. */
    private static final String ALONE = "value";

    private static final JsonFactory JSON = new JsonFactory();

    private final Masks masks;
    private final long since;
    private final long step;
    private final @Nullable Point[] points = new Point[POINTS];
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private long messages;

    private static final class Point {
        private long newest;
        private final double[] sums = new double[MOST_METRICS];
        private final int[] counts = new int[MOST_METRICS];
    }

    DeviceSeries(Masks masks, Instant since, Instant until) {
        this.masks = masks;
        this.since = since.toEpochMilli();
        this.step = Math.max(1, Duration.between(since, until).toMillis() / POINTS + 1);
    }

    /** The names of those that come first are kept. */
    void add(DeviceRecord record) {
        long at = record.at().toEpochMilli();
        int place = (int) Math.min(POINTS - 1, (at - since) / step);
        messages++;
        if (place < 0 || record.value().length > MOST_BYTES) {
            return;
        }
        Point known = points[place];
        Point point = known == null ? new Point() : known;
        point.newest = Math.max(point.newest, at);
        try (JsonParser parser = JSON.createParser(record.value())) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                object(parser, "", 1, point);
            } else if (first != null && first.isNumeric()) {
                number(ALONE, parser, point);
            }
        } catch (IOException noJson) {
            // What came before the mistake counts: the next message may be whole.
        }
        points[place] = point;
    }

    private void object(JsonParser parser, String above, int depth, Point point) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = above + parser.currentName();
            boolean hidden = masks.hides(name);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && depth < DEEPEST && !hidden) {
                object(parser, name + ".", depth + 1, point);
            } else if (value.isStructStart()) {
                parser.skipChildren();
            } else if (value.isNumeric() && !hidden) {
                number(name, parser, point);
            }
        }
    }

    private void number(String name, JsonParser parser, Point point) throws IOException {
        Integer known = names.get(name);
        if (known == null && (names.size() >= MOST_METRICS || name.length() > MOST_NAME)) {
            return;
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            return;
        }
        int metric = known == null ? names.size() : known;
        names.putIfAbsent(name, metric);
        point.sums[metric] += value;
        point.counts[metric]++;
    }

    /** Messages that were looked at, of whatever content. */
    long messages() {
        return messages;
    }

    /** In milliseconds, from old to new. */
    List<Long> times() {
        return present().stream().map(point -> point.newest).toList();
    }

    /** By name, one value for each of the times; null where a message has none. */
    Map<String, List<@Nullable Double>> values() {
        List<Point> present = present();
        Map<String, List<@Nullable Double>> values = new LinkedHashMap<>();
        names.forEach((name, metric) -> {
            List<@Nullable Double> line = new ArrayList<>();
            for (Point point : present) {
                line.add(point.counts[metric] == 0 ? null : point.sums[metric] / point.counts[metric]);
            }
            values.put(name, line);
        });
        return values;
    }

    private List<Point> present() {
        List<Point> present = new ArrayList<>();
        for (Point point : points) {
            if (point != null) {
                present.add(point);
            }
        }
        return present;
    }
}
