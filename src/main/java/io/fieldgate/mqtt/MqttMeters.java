package io.fieldgate.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What an {@code mqtt:} route counts. Tags are the route only: a device or topic name would make a meter each. */
final class MqttMeters {
    private final MeterRegistry registry;
    private final String route;
    private final Counter received;
    private final Counter acknowledged;
    private final Counter droppedQos0;
    private final Counter reconnects;
    private final Counter sessionsLost;

    MqttMeters(MeterRegistry registry, String route) {
        this.registry = registry;
        this.route = route;
        this.received = counter("fieldgate.messages.received", "Messages taken from the source");
        this.acknowledged = counter("fieldgate.messages.acknowledged", "Messages that are stored or dead-lettered");
        this.droppedQos0 =
                counter("fieldgate.mqtt.qos0.dropped", "QoS 0 messages refused because the route was behind");
        this.reconnects = counter("fieldgate.mqtt.reconnects", "Connections to the broker that were lost");
        this.sessionsLost = counter("fieldgate.mqtt.session.lost", "Reconnects that found the session gone");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("route", route)
                .tag("transport", "mqtt")
                .register(registry);
    }

    /** Shows the window; the gauge reads the supplier. */
    void window(Supplier<Number> unacknowledged) {
        Gauge.builder("fieldgate.mqtt.window.used", unacknowledged)
                .description("Messages received and not yet acknowledged")
                .tag("route", route)
                .register(registry);
    }

    void received() {
        received.increment();
    }

    void acknowledged() {
        acknowledged.increment();
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
