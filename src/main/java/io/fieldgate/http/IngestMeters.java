package io.fieldgate.http;

import io.fieldgate.lane.SourceMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What an {@code ingest:} route counts. Tags are the route and the code of a refusal only: a path would make a meter each. */
final class IngestMeters extends SourceMeters {
    private final MeterRegistry registry;
    private final Counter bytes;
    private final Counter requests;
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();

    IngestMeters(MeterRegistry registry, String route, Room room) {
        super(registry, route, "http");
        this.registry = registry;
        this.bytes = counter("fieldgate.http.bytes", "Bytes of the bodies of requests, unpacked");
        this.requests = counter("fieldgate.http.requests", "Requests that were answered with 202");
        gauge("fieldgate.http.window.records", "Records of all routes that are on their way", null, room::records);
        gauge(
                "fieldgate.http.window.bytes",
                "Bytes of all routes that are received or on their way",
                null,
                room::bytes);
    }

    void received(int records, double size) {
        received(records);
        bytes.increment(size);
    }

    void stored(int records) {
        acknowledged(records);
        requests.increment();
    }

    /** @param code one of a few */
    void refused(String code) {
        refused.computeIfAbsent(
                        code,
                        of -> builder("fieldgate.http.refused", "Requests that were refused, by code")
                                .tag("code", of)
                                .register(registry))
                .increment();
    }
}
