package io.fieldgate.file;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What an {@code intake:} route counts. Tags are the route only: a file name would make a meter each. */
final class IntakeMeters {
    private final MeterRegistry registry;
    private final String route;
    private final List<Gauge> gauges = new ArrayList<>();
    private final Counter received;
    private final Counter stored;
    private final Counter bytes;
    private final Counter bad;
    private final Counter done;
    private final Counter unreadable;
    private final Counter truncated;

    IntakeMeters(MeterRegistry registry, String route) {
        this.registry = registry;
        this.route = route;
        this.received = counter("fieldgate.messages.received", "Messages taken from the source");
        this.stored = counter(
                "fieldgate.messages.acknowledged", "Messages acknowledged to the source: stored or dead-lettered");
        this.bytes = counter("fieldgate.file.bytes", "Bytes of records read from files");
        this.bad = counter("fieldgate.file.records.bad", "Records of files that became dead letters");
        this.done = counter("fieldgate.file.done", "Files that were read to their end");
        this.unreadable = counter("fieldgate.file.unreadable", "Files that could not be read");
        this.truncated = counter("fieldgate.file.truncated", "Times that a followed file was found truncated");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("route", route)
                .tag("transport", "file")
                .register(registry);
    }

    /** Shows how far it is; the gauges read the suppliers. */
    void progress(Supplier<Number> waiting, Supplier<Number> left, Supplier<Number> seconds, Supplier<Number> oldest) {
        gauges.add(gauge("fieldgate.file.waiting", "Files that wait to be read", waiting)
                .register(registry));
        gauges.add(gauge(
                        "fieldgate.file.left",
                        "Bytes that are not read yet, of the file being read or those that are followed",
                        left)
                .baseUnit("bytes")
                .register(registry));
        gauges.add(gauge("fieldgate.file.unacknowledged.age", "Age of the oldest record that is on its way", oldest)
                .baseUnit("seconds")
                .register(registry));
        gauges.add(gauge("fieldgate.file.time.left", "Time until they are read, at the speed until now", seconds)
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

    void received(int records, double size) {
        received.increment(records);
        bytes.increment(size);
    }

    void stored(int records) {
        stored.increment(records);
    }

    void bad() {
        bad.increment();
    }

    void fileDone() {
        done.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    void truncated() {
        truncated.increment();
    }
}
