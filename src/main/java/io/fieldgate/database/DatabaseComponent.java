package io.fieldgate.database;

import io.fieldgate.message.Failure;
import io.fieldgate.message.PositionStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/**
 * Creates {@code database:TABLE} endpoints. A table has its writers, however many routes write to it; they start with the
 * first of them and close with the component, after Camel has waited for the exchanges in flight.
 */
@Component("database")
public class DatabaseComponent extends DefaultComponent {
    private final @Nullable Database database;
    private final Map<String, Table> tables;
    private final Map<String, TableWriters> writers = new HashMap<>();
    private final List<TableHealth> checks = new ArrayList<>();
    private @Nullable Retention retention;

    /** A component without a database, for Camel's catalogue; its endpoints fail and name what is missing. */
    public DatabaseComponent() {
        this(null, new TablesProperties(List.of()));
    }

    DatabaseComponent(@Nullable Database database, TablesProperties tables) {
        this.database = database;
        this.tables = tables.byName();
    }

    /**
     * The tables of the configuration beside those of the database, which are not written to.
     *
     * @throws Failure when no database is configured
     */
    public TablePlans plans() {
        return new TablePlans(database(), tables.values());
    }

    /** Where sources stand whose messages become rows. */
    PositionStore positions() {
        return new PositionTable(database());
    }

    private Database database() {
        if (database == null) {
            throw Failure.systemic("There is no database.", Dialect.CURE, null);
        }
        return database;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (database == null) {
            throw new IllegalArgumentException("database:" + remaining + ": there is no database. " + Dialect.CURE);
        }
        Table table = tables.get(remaining);
        if (table == null) {
            throw new IllegalArgumentException("database:" + remaining + ": there is no table '" + remaining
                    + "' in config/tables.yaml, allowed are " + new TreeSet<>(tables.keySet()) + ".");
        }
        if (table.writers() > database.connections()) {
            throw new IllegalArgumentException("database:" + remaining + ": " + table.writers()
                    + " writers need a connection each, but fieldgate.database.pool-size is "
                    + database.connections()
                    + "; allowed are so many writers in config/tables.yaml, or a larger pool.");
        }
        DatabaseEndpoint endpoint = new DatabaseEndpoint(uri, this, table);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The writers of a table, started. */
    TableWriters writers(Table table) {
        synchronized (writers) {
            return writers.computeIfAbsent(table.name(), name -> start(table));
        }
    }

    private TableWriters start(Table table) {
        if (database == null) {
            throw new IllegalStateException("database:" + table.name() + ": there is no database.");
        }
        CamelContext camel = getCamelContext();
        @Nullable MeterRegistry meters = CamelContextHelper.findSingleByType(camel, MeterRegistry.class);
        TableHealth health = new TableHealth(table);
        @Nullable HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        if (registry != null && registry.register(health)) {
            checks.add(health);
        }
        MeterRegistry counted = meters == null ? new CompositeMeterRegistry() : meters;
        TableWriters started = new TableWriters(table, database, health, counted, camel::isStopping);
        started.start();
        @Nullable Duration keep = table.keep();
        if (keep != null) {
            retention(database, counted).watch(table, keep);
        }
        return started;
    }

    private Retention retention(Database database, MeterRegistry meters) {
        @Nullable Retention one = retention;
        if (one == null) {
            one = new Retention(database, meters);
            retention = one;
        }
        return one;
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (writers) {
            for (TableWriters each : writers.values()) {
                each.close();
            }
            writers.clear();
            if (retention != null) {
                retention.close();
                retention = null;
            }
            @Nullable HealthCheckRegistry registry = HealthCheckRegistry.get(getCamelContext());
            if (registry != null) {
                checks.forEach(registry::unregister);
            }
            checks.clear();
        }
        super.doStop();
    }
}
