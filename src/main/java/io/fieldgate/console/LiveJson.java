package io.fieldgate.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.observe.RouteView;
import io.fieldgate.observe.device.DeviceState;
import io.fieldgate.observe.live.HistoryView;
import io.fieldgate.observe.live.LiveEvent;
import io.fieldgate.observe.live.Tick;
import io.fieldgate.observe.live.Trouble;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the gateway is and was, as JSON. A tick is written once, for all who look. Any thread. */
final class LiveJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLI = 1_000;

    private final String instance;
    private final @Nullable String version;
    private volatile @Nullable Written newest;

    private record Written(Tick tick, String text) {}

    /** @param instance tells this gateway from others */
    LiveJson(String instance) {
        this.instance = instance;
        this.version = LiveJson.class.getPackage().getImplementationVersion();
    }

    String tick(Tick tick) {
        Written written = newest;
        if (written == null || !written.tick.equals(tick)) {
            written = new Written(tick, json(tick).toString());
            newest = written;
        }
        return written.text;
    }

    private ObjectNode json(Tick tick) {
        ObjectNode json = JSON.createObjectNode()
                .put("at", tick.at().toString())
                .put("instance", instance)
                .put("version", version == null ? "development" : version)
                .put("uptime_s", tick.uptime().toSeconds());
        ObjectNode health =
                json.putObject("health").put("status", tick.troubles().isEmpty() ? "up" : "down");
        ArrayNode problems = health.putArray("problems");
        tick.troubles().forEach(trouble -> problems.add(json(trouble)));
        Tick.Totals totals = tick.totals();
        json.putObject("totals")
                .put("in", totals.in())
                .put("out", totals.out())
                .put("failed", totals.failed())
                .put("rows", totals.rows())
                .put("dead_letters", totals.deadLetters())
                .put("lag", totals.lag())
                .put("e2e_p99_ms", totals.latency());
        ArrayNode routes = json.putArray("routes");
        tick.routes().forEach(rates -> routes.add(json(rates)));
        ObjectNode devices = json.putObject("devices");
        for (DeviceState state : DeviceState.values()) {
            devices.put(state.text(), tick.devices().getOrDefault(state, 0));
        }
        json.putObject("alerts")
                .put("pending", tick.alerts().pending())
                .put("firing", tick.alerts().firing());
        Tick.Resources resources = tick.resources();
        json.putObject("resources")
                .put("heap_used", resources.heapUsed())
                .put("heap_max", resources.heapMax())
                .put("cpu", resources.cpu())
                .put("disk_free", resources.diskFree())
                .put("disk_total", resources.diskTotal());
        return json;
    }

    private static ObjectNode json(Trouble trouble) {
        return JSON.createObjectNode()
                .put("what", trouble.what())
                .put("route", trouble.route())
                .put("cause", trouble.cause())
                .put("cure", trouble.cure())
                .put("since", trouble.since() == null ? null : trouble.since().toString());
    }

    private static ObjectNode json(Tick.RouteRates rates) {
        RouteView route = rates.view();
        return JSON.createObjectNode()
                .put("id", route.id())
                .put("from", route.from())
                .put("state", route.state().name().toLowerCase(Locale.ROOT))
                .put("cause", route.reason())
                .put("cure", route.cure())
                .put("since", route.since().toString())
                .put("in", rates.in())
                .put("out", rates.out())
                .put("failed", rates.failed())
                .put("received", route.received())
                .put("sent", route.sent())
                .put("failed_total", route.failed())
                .put("in_flight", route.inFlight())
                .put("lag", route.lag())
                .put("drain_s", rates.drain() == null ? null : thousandths(rates.drain()))
                .put("p50_ms", route.p50())
                .put("p99_ms", route.p99());
    }

    static ObjectNode event(LiveEvent event) {
        return JSON.createObjectNode()
                .put("id", event.id())
                .put("at", event.at().toString())
                .put("kind", event.kind().text())
                .put("level", event.level().text())
                .put("route", event.route())
                .put("text", event.text())
                .put("cure", event.cure());
    }

    static ObjectNode events(List<LiveEvent> events) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode all = json.putArray("events");
        events.forEach(event -> all.add(event(event)));
        return json;
    }

    static ObjectNode history(HistoryView history) {
        ObjectNode json = JSON.createObjectNode().put("step_s", history.step());
        ArrayNode times = json.putArray("times");
        for (long time : history.times()) {
            times.add(time);
        }
        put(json.putObject("series"), history.series());
        ObjectNode routes = json.putObject("routes");
        history.routes().forEach((id, series) -> put(routes.putObject(id), series));
        return json;
    }

    private static void put(ObjectNode to, Map<String, float[]> series) {
        series.forEach((name, values) -> {
            ArrayNode array = to.putArray(name);
            for (float value : values) {
                if (Float.isNaN(value)) {
                    array.addNull();
                } else {
                    array.add(thousandths(value));
                }
            }
        });
    }

    private static double thousandths(double value) {
        return Math.round(value * MILLI) / MILLI;
    }
}
