package io.fieldgate.lane;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a source counts. Tags are its route and where it takes messages from: the name of a device would make a meter each. */
public abstract class SourceMeters {
    private final MeterRegistry registry;
    private final String route;
    private final String transport;
    private final List<Gauge> gauges = new ArrayList<>();
    private final Counter received;
    private final Counter acknowledged;

    protected SourceMeters(MeterRegistry registry, String route, String transport) {
        this.registry = registry;
        this.route = route;
        this.transport = transport;
        this.received = counter("fieldgate.messages.received", "Messages taken from the source");
        this.acknowledged = counter(
                "fieldgate.messages.acknowledged", "Messages acknowledged to the source: stored or dead-lettered");
    }

    protected final Counter counter(String name, String description) {
        return builder(name, description).register(registry);
    }

    /** One that takes more tags. */
    protected final Counter.Builder builder(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("route", route)
                .tag("transport", transport);
    }

    /** Shows a number until {@link #close}. */
    protected final void gauge(String name, String description, @Nullable String unit, Supplier<Number> value) {
        gauges.add(Gauge.builder(name, value)
                .description(description)
                .tag("route", route)
                .baseUnit(unit)
                .register(registry));
    }

    public final void received(int messages) {
        received.increment(messages);
    }

    public final void acknowledged(int messages) {
        acknowledged.increment(messages);
    }

    /** A registry keeps the first gauge of a name, so those of a source that is started again must be gone. */
    public final void close() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }
}
