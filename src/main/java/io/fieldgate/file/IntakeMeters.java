package io.fieldgate.file;

import io.fieldgate.lane.SourceMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What an {@code intake:} route counts. Tags are the route only: a file name would make a meter each. */
final class IntakeMeters extends SourceMeters {
    private final Counter bytes;
    private final Counter bad;
    private final Counter done;
    private final Counter unreadable;
    private final Counter truncated;

    IntakeMeters(MeterRegistry registry, String route) {
        super(registry, route, "file");
        this.bytes = counter("fieldgate.file.bytes", "Bytes of records read from files");
        this.bad = counter("fieldgate.file.records.bad", "Records of files that became dead letters");
        this.done = counter("fieldgate.file.done", "Files that were read to their end");
        this.unreadable = counter("fieldgate.file.unreadable", "Files that could not be read");
        this.truncated = counter("fieldgate.file.truncated", "Times that a followed file was found truncated");
    }

    /** Shows how far it is; the gauges read the suppliers. */
    void progress(Supplier<Number> waiting, Supplier<Number> left, Supplier<Number> seconds, Supplier<Number> oldest) {
        gauge("fieldgate.file.waiting", "Files that wait to be read", null, waiting);
        gauge(
                "fieldgate.file.left",
                "Bytes that are not read yet, of the file being read or those that are followed",
                "bytes",
                left);
        gauge("fieldgate.file.unacknowledged.age", "Age of the oldest record that is on its way", "seconds", oldest);
        gauge("fieldgate.file.time.left", "Time until they are read, at the speed until now", "seconds", seconds);
    }

    void received(int records, double size) {
        received(records);
        bytes.increment(size);
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
