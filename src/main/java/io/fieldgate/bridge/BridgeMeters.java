package io.fieldgate.bridge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a route counts that takes from a neighbour. Tags are the route and the neighbour's kind: a queue would make a meter each. */
final class BridgeMeters {
    private final MeterRegistry registry;
    private final String route;
    private final String transport;
    private final List<Gauge> gauges = new ArrayList<>();
    private final Counter received;
    private final Counter acknowledged;
    private final Counter reconnects;
    private final Counter dropped;

    BridgeMeters(MeterRegistry registry, String route, String transport) {
        this.registry = registry;
        this.route = route;
        this.transport = transport;
        this.received = counter("fieldgate.messages.received", "Messages taken from the source");
        this.acknowledged = counter(
                "fieldgate.messages.acknowledged", "Messages acknowledged to the source: stored or dead-lettered");
        this.reconnects = counter("fieldgate.bridge.reconnects", "Connections to the neighbour that were lost");
        this.dropped = counter(
                "fieldgate.bridge.dropped", "Messages dropped since the window was full and the neighbour cannot wait");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("route", route)
                .tag("transport", transport)
                .register(registry);
    }

    /**
     * Shows the window; the gauges read the suppliers.
     *
     * @param oldest age of the oldest un-acknowledged message in seconds
     */
    void window(Supplier<Number> unacknowledged, Supplier<Number> oldest) {
        gauges.add(gauge("fieldgate.bridge.window.used", "Messages received and not yet acknowledged", unacknowledged)
                .register(registry));
        gauges.add(gauge("fieldgate.bridge.unacknowledged.age", "Age of the oldest un-acknowledged message", oldest)
                .baseUnit("seconds")
                .register(registry));
    }

    /** A registry keeps the first gauge of a name, so those of a source that is started again must be gone. */
    void close() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }

    private Gauge.Builder<Supplier<Number>> gauge(String name, String description, Supplier<Number> value) {
        return Gauge.builder(name, value).description(description).tag("route", route);
    }

    void received(int messages) {
        received.increment(messages);
    }

    void acknowledged(int messages) {
        acknowledged.increment(messages);
    }

    void dropped(long messages) {
        dropped.increment((double) messages);
    }

    void reconnect() {
        reconnects.increment();
    }
}
