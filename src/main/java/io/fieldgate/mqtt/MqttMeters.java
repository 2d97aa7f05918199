package io.fieldgate.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What an {@code mqtt:} route counts. Tags are the route only: a device or topic name would make a meter each. */
final class MqttMeters {
    private final MeterRegistry registry;
    private final String route;
    private final List<Gauge> gauges = new ArrayList<>();
    private final Counter received;
    private final Counter acknowledged;
    private final Counter droppedQos0;
    private final Counter reconnects;
    private final Counter sessionsLost;
    private final Counter resent;
    private final Counter skippedRetained;

    MqttMeters(MeterRegistry registry, String route) {
        this.registry = registry;
        this.route = route;
        this.received = counter("fieldgate.messages.received", "Messages taken from the source");
        this.acknowledged = counter(
                "fieldgate.messages.acknowledged", "Messages acknowledged to the source: stored or dead-lettered");
        this.droppedQos0 =
                counter("fieldgate.mqtt.qos0.dropped", "QoS 0 messages refused because the route was behind");
        this.reconnects = counter("fieldgate.mqtt.reconnects", "Connections to the broker that were lost");
        this.sessionsLost = counter("fieldgate.mqtt.session.lost", "Reconnects that found the session gone");
        this.resent = counter(
                "fieldgate.mqtt.resent", "Messages that the broker sent again before they were acknowledged; ignored");
        this.skippedRetained = counter("fieldgate.mqtt.retained.skipped", "Retained messages not wanted by the route");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("route", route)
                .tag("transport", "mqtt")
                .register(registry);
    }

    /**
     * Shows the window; the gauges read the suppliers.
     *
     * @param oldest age of the oldest un-acknowledged message in seconds
     */
    void window(Supplier<Number> unacknowledged, Supplier<Number> oldest) {
        gauges.add(gauge("fieldgate.mqtt.window.used", "Messages received and not yet acknowledged", unacknowledged)
                .register(registry));
        gauges.add(gauge("fieldgate.mqtt.unacknowledged.age", "Age of the oldest un-acknowledged message", oldest)
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

    void resent() {
        resent.increment();
    }

    void skippedRetained() {
        skippedRetained.increment();
    }

    void droppedQos0() {
        droppedQos0.increment();
    }

    void reconnect() {
        reconnects.increment();
    }

    void sessionLost() {
        sessionsLost.increment();
    }
}
