package io.fieldgate.database;

import io.fieldgate.message.LatencyLimits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one table, tag {@code table}.
 *
 * @param stored {@code fieldgate.database.rows}: rows that are committed, older ones that changed nothing included
 * @param rejected {@code fieldgate.database.rejected}: rows that the database refused for their content
 * @param tombstones {@code fieldgate.database.tombstones}: messages without a body; without effect unless the table
 *     says delete
 * @param retries {@code fieldgate.database.retries}: attempts that failed for the surroundings and are repeated
 * @param latency {@code fieldgate.latency.database}: from the receipt of a message by the gateway to its commit
 * @param batch {@code fieldgate.database.batch}: time of one successful transaction
 */
record TableMeters(Counter stored, Counter rejected, Counter tombstones, Counter retries, Timer latency, Timer batch) {
    static TableMeters in(MeterRegistry registry, String table) {
        return new TableMeters(
                registry.counter("fieldgate.database.rows", "table", table),
                registry.counter("fieldgate.database.rejected", "table", table),
                registry.counter("fieldgate.database.tombstones", "table", table),
                registry.counter("fieldgate.database.retries", "table", table),
                Timer.builder("fieldgate.latency.database")
                        .description("From the receipt of a message by the gateway to its commit in the database")
                        .tag("table", table)
                        .serviceLevelObjectives(LatencyLimits.all())
                        .register(registry),
                registry.timer("fieldgate.database.batch", "table", table));
    }
}
