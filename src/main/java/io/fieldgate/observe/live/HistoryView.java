package io.fieldgate.observe.live;

import java.util.Map;

/**
 * What was, at some moments.
 *
 * @param step seconds between moments, but for gaps
 * @param times seconds since 1970, oldest first
 * @param series a number for each moment, NaN where it is unknown, by name
 * @param routes the same for each route
 */
public record HistoryView(
        int step, long[] times, Map<String, float[]> series, Map<String, Map<String, float[]>> routes) {}
