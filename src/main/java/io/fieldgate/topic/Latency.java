package io.fieldgate.topic;

import io.fieldgate.message.LatencyLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long messages of a route took to be stored in Kafka. Called for each message: takes no lock. */
final class Latency {
    private final MeterRegistry registry;
    private final String route;
    private final Timer sinceReceipt;
    private volatile @Nullable Timer sinceEvent;

    Latency(MeterRegistry registry, String route) {
        this.registry = registry;
        this.route = route;
        this.sinceReceipt = Timer.builder("fieldgate.latency.kafka")
                .description("From the receipt of a message by the gateway to its acknowledgement by Kafka")
                .tag("route", route)
                .serviceLevelObjectives(LatencyLimits.all())
                .register(registry);
    }

    /**
     * A message is stored.
     *
     * @param received when it was received, in milliseconds since 1970; 0 when that is not known
     * @param event when it happened by the device's clock; 0 when the route does not say
     */
    void stored(long received, long event) {
        long now = System.currentTimeMillis();
        if (received > 0) {
            sinceReceipt.record(Math.max(0, now - received), TimeUnit.MILLISECONDS);
        }
        if (event > 0) {
            Timer timer = sinceEvent;
            if (timer == null) {
                timer = sinceEvent();
            }
            timer.record(Math.max(0, now - event), TimeUnit.MILLISECONDS);
        }
    }

    private Timer sinceEvent() {
        Timer timer = Timer.builder("fieldgate.latency.device")
                .description("From the time that a device gave a message to its acknowledgement by Kafka")
                .tag("route", route)
                .serviceLevelObjectives(LatencyLimits.all())
                .register(registry);
        sinceEvent = timer;
        return timer;
    }
}
