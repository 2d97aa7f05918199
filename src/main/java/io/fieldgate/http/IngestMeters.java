package io.fieldgate.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What an {@code ingest:} route counts. Tags are the route and the code of a refusal only: a path would make a meter each. */
final class IngestMeters {
    private final MeterRegistry registry;
    private final String route;
    private final List<Gauge> gauges = new ArrayList<>();
    private final Counter received;
    private final Counter stored;
    private final Counter bytes;
    private final Counter requests;
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();

    IngestMeters(MeterRegistry registry, String route, Room room) {
        this.registry = registry;
        this.route = route;
        this.received = counter("fieldgate.messages.received", "Messages taken from the source")
                .register(registry);
        this.stored = counter(
                        "fieldgate.messages.acknowledged",
                        "Messages acknowledged to the source: stored or dead-lettered")
                .register(registry);
        this.bytes = counter("fieldgate.http.bytes", "Bytes of the bodies of requests, unpacked")
                .register(registry);
        this.requests = counter("fieldgate.http.requests", "Requests that were answered with 202")
                .register(registry);
        gauge("fieldgate.http.window.records", "Records of all routes that are on their way", room::records);
        gauge("fieldgate.http.window.bytes", "Bytes of all routes that are received or on their way", room::bytes);
    }

    private Counter.Builder counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("route", route)
                .tag("transport", "http");
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        gauges.add(Gauge.builder(name, value)
                .description(description)
                .tag("route", route)
                .register(registry));
    }

    /** A registry keeps the first gauge of a name, so those of a source that is started again must be gone. */
    void close() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }

    void received(int records, double size) {
        received.increment(records);
        bytes.increment(size);
    }

    void stored(int records) {
        stored.increment(records);
        requests.increment();
    }

    /** @param code one of a few */
    void refused(String code) {
        refused.computeIfAbsent(
                        code,
                        of -> counter("fieldgate.http.refused", "Requests that were refused, by code")
                                .tag("code", of)
                                .register(registry))
                .increment();
    }
}
