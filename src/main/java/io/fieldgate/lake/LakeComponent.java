package io.fieldgate.lake;

import io.fieldgate.database.Column;
import io.fieldgate.database.Table;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Creates {@code lake:TABLE} endpoints. Parquet and Hadoop are in a jar of their own, without which there are none. */
@Component("lake")
public class LakeComponent extends DefaultComponent {
    /** Readers add columns of these names; some would not read files that have one too, others would take the wrong one. */
    private static final List<String> FOLDERS = List.of("date", "topic");

    private static final String LIBRARIES = "org.apache.parquet.hadoop.ParquetWriter";
    private static final String NO_ROOT =
            "there is no lake; set fieldgate.lake.root in config/application.yaml to a folder,"
                    + " hdfs://HOST:PORT/PATH or s3a://BUCKET/PATH.";
    private static final String NO_LIBRARIES =
            "the libraries for Parquet are missing; put fieldgate-lake.jar beside the"
                    + " gateway's jar, as docs/lake.md says.";

    private final @Nullable LakeProperties properties;
    private final Supplier<List<Table>> tables;
    private final Function<LakeEndpoint, Producer> producers;
    private final Map<String, LakeMeters> meters = new ConcurrentHashMap<>();

    /** A component without a lake, for Camel's catalogue; its endpoints fail and name what is missing. */
    public LakeComponent() {
        this(new LakeProperties("", Map.of()), List::of);
    }

    /** @param tables as they are at the moment */
    LakeComponent(LakeProperties properties, Supplier<List<Table>> tables) {
        this.properties = properties;
        this.tables = tables;
        this.producers = LakeProducer::new;
    }

    /**
     * Of a trial, which stores nothing.
     *
     * @param producers makes what takes the messages instead
     */
    LakeComponent(Supplier<List<Table>> tables, Function<LakeEndpoint, Producer> producers) {
        this.properties = null;
        this.tables = tables;
        this.producers = producers;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        table(remaining);
        if (properties != null) {
            requireStorage(properties, remaining);
        }
        LakeEndpoint endpoint = new LakeEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** @throws IllegalArgumentException that says what is missing */
    static void requireStorage(LakeProperties properties, String table) {
        if (properties.root().isEmpty()) {
            throw new IllegalArgumentException("lake:" + table + ": " + NO_ROOT);
        }
        requireLibraries(LakeComponent.class.getClassLoader(), table);
    }

    static void requireLibraries(ClassLoader classes, String table) {
        if (!isThere(classes)) {
            // Without a cause: people are told the innermost one.
            throw new IllegalArgumentException("lake:" + table + ": " + NO_LIBRARIES);
        }
    }

    private static boolean isThere(ClassLoader classes) {
        try {
            Class.forName(LIBRARIES, false, classes);
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }

    LakeProperties properties() {
        return Objects.requireNonNull(properties, "a trial has no storage");
    }

    /** Of a table, whichever routes write to it. */
    LakeMeters meters(String table) {
        return meters.computeIfAbsent(table, first -> {
            @Nullable
            MeterRegistry registry = CamelContextHelper.findSingleByType(getCamelContext(), MeterRegistry.class);
            return LakeMeters.in(registry == null ? new CompositeMeterRegistry() : registry, first);
        });
    }

    Producer producer(LakeEndpoint endpoint) {
        return producers.apply(endpoint);
    }

    /**
     * As it is configured at the moment.
     *
     * @throws IllegalArgumentException when there is none that files can have the rows of
     */
    Table table(String name) {
        List<Table> known = tables.get();
        Table table = known.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("lake:" + name + ": there is no table '" + name
                        + "' in config/tables.yaml, allowed are "
                        + known.stream().map(Table::name).sorted().toList() + "."));
        if (table.infer()) {
            throw new IllegalArgumentException(
                    "lake:" + name + ": table '" + name + "' has infer: true in"
                            + " config/tables.yaml, but a file has the same columns from its first row on; allowed is infer: false.");
        }
        table.columns().stream()
                .map(Column::name)
                .filter(column -> FOLDERS.contains(column.toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(column -> {
                    throw new IllegalArgumentException("lake:" + name + ": table '" + name + "' has a column '" + column
                            + "' in config/tables.yaml, but readers take that from the names of the folders;"
                            + " allowed is any name but " + FOLDERS + ".");
                });
        return table;
    }
}
