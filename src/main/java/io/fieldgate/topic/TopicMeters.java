package io.fieldgate.topic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts what Kafka has stored. Meters are looked up once; counting costs nothing worth measuring. */
final class TopicMeters {
    private final @Nullable MeterRegistry registry;
    private final Map<String, Counter> sent = new ConcurrentHashMap<>();

    TopicMeters(@Nullable MeterRegistry registry) {
        this.registry = registry;
    }

    void sent(String route, int records) {
        MeterRegistry meters = registry;
        if (meters != null) {
            Counter known = sent.get(route);
            Counter counter = known == null ? sent.computeIfAbsent(route, name -> sentCounter(meters, name)) : known;
            counter.increment(records);
        }
    }

    /** @param reason the code of the failure, one of a few */
    void deadLettered(String route, String reason) {
        if (registry != null) {
            Counter.builder("fieldgate.messages.dead.lettered")
                    .description("Messages stored in a dead-letter topic")
                    .tag("route", route)
                    .tag("reason", reason)
                    .register(registry)
                    .increment();
        }
    }

    private static Counter sentCounter(MeterRegistry meters, String route) {
        return Counter.builder("fieldgate.messages.sent")
                .description("Messages that Kafka has acknowledged with acks=all")
                .tag("route", route)
                .register(meters);
    }
}
