package io.fieldgate.database;

import io.fieldgate.message.Failure;
import io.fieldgate.message.JointWork;
import io.fieldgate.message.PositionStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
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
    private final Map<String, WrittenTable> written = new HashMap<>();
    private volatile TablesProperties tables;
    private @Nullable Retention retention;

    /** A component without a database, for Camel's catalogue; its endpoints fail and name what is missing. */
    public DatabaseComponent() {
        this(null, new TablesProperties(List.of()));
    }

    DatabaseComponent(@Nullable Database database, TablesProperties tables) {
        this.database = database;
        this.tables = tables;
    }

    /**
     * The tables of the configuration beside those of the database, which are not written to.
     *
     * @throws Failure when no database is configured
     */
    public TablePlans plans() {
        return new TablePlans(database(), tables.tables());
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
        Table table = table(remaining);
        checkWriters(table, database);
        DatabaseEndpoint endpoint = new DatabaseEndpoint(uri, this, table);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private Table table(String name) {
        Map<String, Table> known = tables.byName();
        Table table = known.get(name);
        if (table == null) {
            throw new IllegalArgumentException("database:" + name + ": there is no table '" + name
                    + "' in config/tables.yaml, allowed are " + new TreeSet<>(known.keySet()) + ".");
        }
        return table;
    }

    /** Each writes over a connection of its own. */
    private static void checkWriters(Table table, Database database) {
        if (table.writers() > database.connections()) {
            throw new IllegalArgumentException("database:" + table.name() + ": " + table.writers()
                    + " writers need a connection each, but fieldgate.database.pool-size is "
                    + database.connections()
                    + "; allowed are so many writers in config/tables.yaml, or a larger pool.");
        }
    }

    public TablesProperties tables() {
        return tables;
    }

    /** A table that is written to, with its writers. */
    WrittenTable written(String name) {
        synchronized (written) {
            return written.computeIfAbsent(name, first -> {
                Table table = table(name);
                return new WrittenTable(name, start(table), meters());
            });
        }
    }

    /** Whether a route writes to the table, or has done so. */
    boolean isWritten(String name) {
        synchronized (written) {
            return written.containsKey(name);
        }
    }

    /**
     * Other tables than before are configured. What is under way to one that changes is written or comes again from its source;
     * then its next writers compare it as at the start.
     *
     * @throws IllegalArgumentException when a table cannot be written as it is configured; then nothing changes
     */
    void configure(TablesProperties others) throws InterruptedException {
        Database present = database;
        if (present != null) {
            others.tables().forEach(table -> checkWriters(table, present));
        }
        Map<String, Table> before = tables.byName();
        synchronized (written) {
            tables = others;
            for (Table table : others.tables()) {
                WrittenTable running = written.get(table.name());
                if (running != null && !table.equals(before.get(table.name()))) {
                    running.exchange(() -> start(table));
                }
            }
        }
    }

    private MeterRegistry meters() {
        @Nullable MeterRegistry meters = CamelContextHelper.findSingleByType(getCamelContext(), MeterRegistry.class);
        return meters == null ? new CompositeMeterRegistry() : meters;
    }

    private JointWork transactionsSeenBy() {
        @Nullable JointWork seen = CamelContextHelper.findSingleByType(getCamelContext(), JointWork.class);
        return seen == null ? JointWork.UNSEEN : seen;
    }

    private WrittenTable.Work start(Table table) {
        Database present = database();
        CamelContext camel = getCamelContext();
        TableHealth health = new TableHealth(table);
        @Nullable HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        if (registry != null) {
            registry.register(health);
        }
        TableWriters started =
                new TableWriters(table, present, health, meters(), transactionsSeenBy(), camel::isStopping);
        started.start();
        @Nullable Duration keep = table.keep();
        Runnable kept = keep == null ? () -> {} : retention(present, meters()).watch(table, keep);
        return new WrittenTable.Work(started, () -> {
            kept.run();
            if (registry != null) {
                registry.unregister(health);
            }
        });
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
        synchronized (written) {
            for (WrittenTable each : written.values()) {
                each.close();
            }
            written.clear();
            if (retention != null) {
                retention.close();
                retention = null;
            }
        }
        super.doStop();
    }
}
