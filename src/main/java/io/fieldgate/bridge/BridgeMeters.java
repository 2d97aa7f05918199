package io.fieldgate.bridge;

import io.fieldgate.lane.SourceMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What a route counts that takes from a neighbour. Tags are the route and the neighbour's kind: a queue would make a meter each. */
final class BridgeMeters extends SourceMeters {
    private final Counter reconnects;
    private final Counter dropped;

    BridgeMeters(MeterRegistry registry, String route, String transport) {
        super(registry, route, transport);
        this.reconnects = counter("fieldgate.bridge.reconnects", "Connections to the neighbour that were lost");
        this.dropped = counter(
                "fieldgate.bridge.dropped",
                "Messages dropped since the window was full, or the route stopped, and the neighbour cannot wait");
    }

    /**
     * Shows the window; the gauges read the suppliers.
     *
     * @param oldest age of the oldest un-acknowledged message in seconds
     */
    void window(Supplier<Number> unacknowledged, Supplier<Number> oldest) {
        gauge("fieldgate.bridge.window.used", "Messages received and not yet acknowledged", null, unacknowledged);
        gauge("fieldgate.bridge.unacknowledged.age", "Age of the oldest un-acknowledged message", "seconds", oldest);
    }

    void dropped(long messages) {
        dropped.increment((double) messages);
    }

    void reconnect() {
        reconnects.increment();
    }
}
