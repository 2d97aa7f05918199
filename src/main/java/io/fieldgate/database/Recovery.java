package io.fieldgate.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a table's writer does between a failed attempt and the next: notes the trouble, once in the log, and waits. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    /** How often a writer that waits for the database looks whether the gateway stops. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Table table;
    private final Database database;
    private final TableHealth health;
    private final BooleanSupplier stopping;
    private final CountDownLatch closing = new CountDownLatch(1);
    private int failures;

    /** @param stopping whether the gateway stops */
    Recovery(Table table, Database database, TableHealth health, BooleanSupplier stopping) {
        this.table = table;
        this.database = database;
        this.health = health;
        this.stopping = stopping;
    }

    /**
     * Notes the trouble and waits before the next attempt.
     *
     * @return what kind it is
     * @throws InterruptedException when the gateway stops: a database that is down must not hold that up
     */
    Fault rest(Throwable thrown) throws InterruptedException {
        failures++;
        @Nullable Trouble before = health.trouble(this);
        Trouble now = Trouble.of(thrown, database.dialect(), table, before == null ? Instant.now() : before.since());
        if (health.down(this, now)) {
            log(now, thrown);
        }
        pause(
                now.fault() == Fault.SYSTEMIC
                        ? database.backoff().systemic()
                        : database.backoff().after(failures));
        return now.fault();
    }

    private void log(Trouble now, Throwable thrown) {
        if (now.fault() == Fault.SYSTEMIC) {
            LOG.error("Table '{}' is not written: {}. {}", table.name(), now.cause(), now.cure());
        } else if (thrown instanceof SQLException) {
            LOG.warn("Table '{}' is not written for now, nothing is lost: {}", table.name(), now.cause());
        } else {
            LOG.error(
                    "Table '{}' is not written, its records wait: {}. Report this with the lines that follow.",
                    table.name(),
                    now.cause(),
                    thrown);
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            if (closing.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS) || stopping.getAsBoolean()) {
                throw new InterruptedException("the gateway stops");
            }
        }
    }

    void succeeded() {
        failures = 0;
        @Nullable Trouble past = health.up(this);
        if (past != null) {
            LOG.info(
                    "Table '{}' is written again after {} ms",
                    table.name(),
                    Duration.between(past.since(), Instant.now()).toMillis());
        }
    }

    /** Ends the waiting for good. */
    void close() {
        closing.countDown();
    }
}
