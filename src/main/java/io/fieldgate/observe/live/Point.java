package io.fieldgate.observe.live;

import io.fieldgate.observe.device.DeviceState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one moment, by name.
 *
 * @param time seconds since 1970
 */
record Point(long time, Map<String, Double> series, Map<String, Map<String, Double>> routes) {
    static final String LAG = "lag";
    static final String P99 = "p99_ms";
    static final String LATENCY = "e2e_p99_ms";

    static Point of(Tick tick) {
        Tick.Totals totals = tick.totals();
        Map<String, Double> series = new LinkedHashMap<>();
        series.put("in", totals.in());
        series.put("out", totals.out());
        series.put("failed", totals.failed());
        series.put("rows", totals.rows());
        series.put("dead_letters", totals.deadLetters());
        series.put(LAG, number(totals.lag()));
        series.put(LATENCY, number(totals.latency()));
        tick.devices().forEach((state, count) -> series.put("devices_" + state.text(), count.doubleValue()));
        for (DeviceState state : DeviceState.values()) {
            series.putIfAbsent("devices_" + state.text(), 0.0);
        }
        series.put("alerts_firing", (double) tick.alerts().firing());
        series.put("heap_used", (double) tick.resources().heapUsed());
        series.put("cpu", number(tick.resources().cpu()));
        Map<String, Map<String, Double>> routes = new LinkedHashMap<>();
        for (Tick.RouteRates rates : tick.routes()) {
            Map<String, Double> route = new LinkedHashMap<>();
            route.put("in", rates.in());
            route.put("out", rates.out());
            route.put("failed", rates.failed());
            route.put(LAG, number(rates.view().lag()));
            route.put(P99, number(rates.view().p99()));
            routes.put(rates.view().id(), route);
        }
        return new Point(tick.at().getEpochSecond(), series, routes);
    }

    private static double number(@Nullable Number number) {
        return number == null ? Double.NaN : number.doubleValue();
    }
}
