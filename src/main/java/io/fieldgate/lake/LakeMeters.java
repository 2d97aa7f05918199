package io.fieldgate.lake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The meters of one table, tag {@code table}. Two gauges go with them: {@code fieldgate.lake.gathered}, rows that are not
 * committed yet, and {@code fieldgate.lake.gathered.age}, of the oldest of them.
 *
 * @param lakes that write to the table at the moment, whose rows the gauges count
 * @param rows {@code fieldgate.lake.rows}: rows that are committed
 * @param files {@code fieldgate.lake.files}: files that they are in
 * @param bytes {@code fieldgate.lake.bytes}: of these files
 * @param commit {@code fieldgate.lake.commit}: time of one successful commit, with the closing of its files
 * @param retries {@code fieldgate.lake.retries}: attempts to read positions or to commit that failed; what was gathered is read again
 */
record LakeMeters(Set<Lake> lakes, Counter rows, Counter files, Counter bytes, Timer commit, Counter retries) {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    static LakeMeters in(MeterRegistry registry, String table) {
        Set<Lake> lakes = ConcurrentHashMap.newKeySet();
        Gauge.builder("fieldgate.lake.gathered", lakes, all ->
                        (double) all.stream().mapToLong(Lake::gathered).sum())
                .tag("table", table)
                .description("Rows that are gathered and not committed yet")
                .register(registry);
        Gauge.builder(
                        "fieldgate.lake.gathered.age",
                        lakes,
                        all -> all.stream().mapToLong(Lake::age).max().orElse(0) / SECOND)
                .tag("table", table)
                .description("Age of the oldest row that is gathered and not committed yet")
                .baseUnit("seconds")
                .register(registry);
        return new LakeMeters(
                lakes,
                registry.counter("fieldgate.lake.rows", "table", table),
                registry.counter("fieldgate.lake.files", "table", table),
                registry.counter("fieldgate.lake.bytes", "table", table),
                registry.timer("fieldgate.lake.commit", "table", table),
                registry.counter("fieldgate.lake.retries", "table", table));
    }
}
