package io.fieldgate.mqtt;

import io.fieldgate.lane.SourceMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What an {@code mqtt:} route counts. Tags are the route only: a device or topic name would make a meter each. */
final class MqttMeters extends SourceMeters {
    private final Counter droppedQos0;
    private final Counter reconnects;
    private final Counter sessionsLost;
    private final Counter resent;
    private final Counter skippedRetained;

    MqttMeters(MeterRegistry registry, String route) {
        super(registry, route, "mqtt");
        this.droppedQos0 =
                counter("fieldgate.mqtt.qos0.dropped", "QoS 0 messages refused because the route was behind");
        this.reconnects = counter("fieldgate.mqtt.reconnects", "Connections to the broker that were lost");
        this.sessionsLost = counter("fieldgate.mqtt.session.lost", "Reconnects that found the session gone");
        this.resent = counter(
                "fieldgate.mqtt.resent", "Messages that the broker sent again before they were acknowledged; ignored");
        this.skippedRetained = counter("fieldgate.mqtt.retained.skipped", "Retained messages not wanted by the route");
    }

    /**
     * Shows the window; the gauges read the suppliers.
     *
     * @param oldest age of the oldest un-acknowledged message in seconds
     */
    void window(Supplier<Number> unacknowledged, Supplier<Number> oldest) {
        gauge("fieldgate.mqtt.window.used", "Messages received and not yet acknowledged", null, unacknowledged);
        gauge("fieldgate.mqtt.unacknowledged.age", "Age of the oldest un-acknowledged message", "seconds", oldest);
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
