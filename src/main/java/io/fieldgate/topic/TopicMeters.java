package io.fieldgate.topic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts what Kafka has stored, and shows what is still to be read. Meters are looked up once; counting costs nothing worth measuring. */
final class TopicMeters {
    private final @Nullable MeterRegistry registry;
    private final Map<String, Counter> sent = new ConcurrentHashMap<>();
    private final Map<String, Latency> latencies = new ConcurrentHashMap<>();

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

    /** How long messages of a route take; null when nobody wants to know. */
    @Nullable
    Latency latency(String route) {
        MeterRegistry meters = registry;
        if (meters == null) {
            return null;
        }
        Latency known = latencies.get(route);
        return known == null ? latencies.computeIfAbsent(route, name -> new Latency(meters, name)) : known;
    }

    /**
     * Shows how far a route is behind, until it is taken away.
     *
     * @param oldest how long the oldest record has been in the route, in seconds
     * @param fetching records that wait in the partition that has most of them
     * @param fetch how long Kafka takes to answer, in seconds
     */
    Lag lag(
            String route,
            Supplier<Number> records,
            Supplier<Number> oldest,
            Supplier<Number> fetching,
            Supplier<Number> fetch) {
        MeterRegistry meters = registry;
        if (meters == null) {
            return () -> {};
        }
        Gauge gauge = Gauge.builder("fieldgate.topic.lag", records)
                .description("Records of its topic that the route has not dealt with yet")
                .tag("route", route)
                .register(meters);
        Gauge age = Gauge.builder("fieldgate.topic.unacknowledged.age", oldest)
                .description("Age of the oldest record that is in the route")
                .baseUnit("seconds")
                .tag("route", route)
                .register(meters);
        Gauge worst = Gauge.builder("fieldgate.kafka.consumer.behind", fetching)
                .description("Records that are not fetched of the partition that has most of them")
                .tag("route", route)
                .register(meters);
        Gauge latency = Gauge.builder("fieldgate.kafka.consumer.latency", fetch)
                .description("Average time of a request to fetch, of the last half minute")
                .baseUnit("seconds")
                .tag("route", route)
                .register(meters);
        return () -> List.of(gauge, age, worst, latency).forEach(meters::remove);
    }

    /** Shows what the producer measures of itself. */
    static void producer(MeterRegistry meters, Supplier<Measurements> measured) {
        Gauge.builder("fieldgate.kafka.producer.latency", () -> measured.get().produceSeconds())
                .description("Average time between a request to store records and its answer, of the last half minute")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("fieldgate.kafka.producer.buffer", () -> measured.get().bufferLeft())
                .description("Bytes that the producer takes before its callers wait")
                .baseUnit("bytes")
                .register(meters);
    }

    /** A gauge that is shown. A registry keeps the first of a name, so that of a source that is started again must be gone. */
    interface Lag {
        void remove();
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
