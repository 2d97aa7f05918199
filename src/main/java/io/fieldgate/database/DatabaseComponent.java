package io.fieldgate.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
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
 * Creates {@code database:TABLE} endpoints. A table has one writer, however many routes write to it; it starts with the
 * first of them and closes with the component, after Camel has waited for the exchanges in flight.
 */
@Component("database")
public class DatabaseComponent extends DefaultComponent {
    private final @Nullable Database database;
    private final Map<String, Table> tables;
    private final Map<String, TableWriter> writers = new HashMap<>();
    private final List<TableHealth> checks = new ArrayList<>();

    /** A component without a database, for Camel's catalogue; its endpoints fail and name what is missing. */
    public DatabaseComponent() {
        this(null, new TablesProperties(List.of()));
    }

    DatabaseComponent(@Nullable Database database, TablesProperties tables) {
        this.database = database;
        this.tables = tables.byName();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (database == null) {
            throw new IllegalArgumentException("database:" + remaining + ": there is no database, set"
                    + " fieldgate.database.url to a JDBC URL that begins with jdbc:postgresql: or jdbc:h2:.");
        }
        Table table = tables.get(remaining);
        if (table == null) {
            throw new IllegalArgumentException("database:" + remaining + ": there is no table '" + remaining
                    + "' in config/tables.yaml, allowed are " + new TreeSet<>(tables.keySet()) + ".");
        }
        DatabaseEndpoint endpoint = new DatabaseEndpoint(uri, this, table);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The one writer of a table, started. */
    TableWriter writer(Table table) {
        synchronized (writers) {
            return writers.computeIfAbsent(table.name(), name -> start(table));
        }
    }

    private TableWriter start(Table table) {
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
        TableWriter writer =
                new TableWriter(table, database, health, meters == null ? new CompositeMeterRegistry() : meters);
        writer.start();
        return writer;
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (writers) {
            for (TableWriter writer : writers.values()) {
                writer.close();
            }
            writers.clear();
            @Nullable HealthCheckRegistry registry = HealthCheckRegistry.get(getCamelContext());
            if (registry != null) {
                checks.forEach(registry::unregister);
            }
            checks.clear();
        }
        super.doStop();
    }
}
