package io.fieldgate.database;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rows that are older than their table keeps them, a few in each transaction, so that writers hardly wait and
 * replicas keep up. Several gateways may do it at once.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int AT_ONCE = 2_000;

    private final Database database;
    private final MeterRegistry meters;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread worker = new Thread(work, "fieldgate-database-retention");
        worker.setDaemon(true);
        return worker;
    });

    Retention(Database database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
    }

    /** Looks after a table from now on, until the returned is run. */
    Runnable watch(Table table, Duration keep) {
        long millis = database.sweep().toMillis();
        ScheduledFuture<?> watch =
                thread.scheduleWithFixedDelay(() -> sweep(table, keep), millis, millis, TimeUnit.MILLISECONDS);
        return () -> watch.cancel(false);
    }

    private void sweep(Table table, Duration keep) {
        try {
            Instant before = Instant.now().minus(keep);
            int expired = AT_ONCE;
            while (expired >= AT_ONCE && !thread.isShutdown()) {
                expired = expire(table, before);
                meters.counter("fieldgate.database.expired", "table", table.name())
                        .increment(expired);
            }
        } catch (SQLException e) {
            // The next time will do; that the database is down is said by who writes to it.
            Fault fault = database.dialect().fault(e);
            if (fault == Fault.TRANSIENT || database.dialect().isMissingTable(e)) {
                LOG.debug("Old rows of table '{}' stay for now", table.name(), e);
            } else {
                LOG.warn(
                        "Old rows of table '{}' are not deleted, nothing is lost: {}. {}",
                        table.name(),
                        database.dialect().reason(e),
                        database.dialect().cure(table, e));
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "Old rows of table '{}' are not deleted, the next time is tried again. Report this with the lines that"
                            + " follow.",
                    table.name(),
                    e);
        }
    }

    private int expire(Table table, Instant before) throws SQLException {
        try (Connection connection = database.connection()) {
            try {
                int expired = database.dialect().expire(connection, table, before, AT_ONCE);
                connection.commit();
                return expired;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    void close() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
    }
}
