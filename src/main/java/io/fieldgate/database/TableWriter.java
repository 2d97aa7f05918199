package io.fieldgate.database;

import io.fieldgate.message.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one table on a thread of its own. It takes what has queued up while the last transaction ran (so batches grow
 * with the load and nothing ever waits for a batch to fill), writes it in one transaction, and completes the exchanges
 * after the commit.
 *
 * <p>It never gives up on a batch: what time or an operator can heal is repeated for as long as it takes. A batch that
 * the database refuses for its content is halved until the bad rows stand alone.
 */
final class TableWriter {
    private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration ABORT = Duration.ofSeconds(1);
    /** How often a writer that waits for the database looks whether the gateway stops. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** One batch is written while the next one gathers, and one more waits. */
    private static final int QUEUED_BATCHES = 2;

    private final Table table;
    private final Database database;
    private final Upsert upsert;
    private final TableHealth health;
    private final BooleanSupplier stopping;
    private final RowQueue queue;
    private final TableMeters meters;
    private final WriterThread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    // Only the writer's thread touches these.
    private final Deque<List<Row>> chunks = new ArrayDeque<>();
    private boolean checked;
    private boolean everChecked;
    private int failures;
    private @Nullable Row suspect;

    /** The thread of a writer, known by its class to {@link RowQueue}. */
    static final class WriterThread extends Thread {
        private WriterThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }

    /** @param stopping whether the gateway stops; then a writer in trouble fails what it has as temporary */
    TableWriter(Table table, Database database, TableHealth health, MeterRegistry registry, BooleanSupplier stopping) {
        this.table = table;
        this.database = database;
        this.upsert = database.dialect().upsert(table);
        this.health = health;
        this.stopping = stopping;
        this.queue = new RowQueue(QUEUED_BATCHES * database.batchSize());
        this.meters = TableMeters.in(registry, table.name(), queue);
        this.thread = new WriterThread(this::run, "fieldgate-database-" + table.name());
    }

    void start() {
        thread.start();
    }

    TableMeters meters() {
        return meters;
    }

    /**
     * Hands a row over, waiting for room. Its callback comes later, from the writer's thread, in the order of the rows
     * unless one of them is refused.
     *
     * @param goOn asked while waiting
     * @return false when the writer is closed or the caller may not go on; then the callback never comes
     */
    boolean put(Row row, BooleanSupplier goOn) throws InterruptedException {
        return queue.put(row, goOn);
    }

    /** Takes no more rows, writes those it has unless the database is in trouble, and fails the rest as temporary. */
    void close() throws InterruptedException {
        queue.close();
        closing.countDown();
        thread.join(DRAIN.toMillis());
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(ABORT.toMillis());
        }
    }

    private void run() {
        try {
            write(List.of()); // checks or creates the table before the first message comes
            for (List<Row> batch = queue.take(database.batchSize());
                    !batch.isEmpty();
                    batch = queue.take(database.batchSize())) {
                write(batch);
            }
        } catch (InterruptedException e) {
            LOG.debug("Writer of table '{}' stops before its queue is empty", table.name());
        } finally {
            queue.close();
            abandon();
        }
    }

    private void write(List<Row> batch) throws InterruptedException {
        chunks.push(batch);
        while (!chunks.isEmpty()) {
            List<Row> chunk = chunks.getFirst();
            try {
                store(chunk);
            } catch (Exception | LinkageError e) {
                if (checked
                        && e instanceof SQLException sql
                        && database.dialect().fault(sql) == Fault.ROW) {
                    chunks.removeFirst();
                    narrow(chunk, sql);
                } else {
                    rest(e);
                }
                continue;
            }
            recovered();
            chunks.removeFirst();
            meters.stored().increment(chunk.size());
            chunk.forEach(row -> complete(row, null));
        }
    }

    private void store(List<Row> rows) throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = database.connection()) {
            try {
                if (!checked) {
                    TableCheck.check(connection, database.dialect(), table, !everChecked);
                }
                if (!rows.isEmpty()) {
                    upsert.execute(connection, newestByKey(rows));
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
        checked = true;
        everChecked = true;
        if (!rows.isEmpty()) {
            meters.batch().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    private static Collection<Row> newestByKey(List<Row> rows) {
        TreeMap<List<Object>, Row> newest = new TreeMap<>(Row.KEY_ORDER);
        for (Row row : rows) {
            newest.merge(row.key(), row, Row::newer);
        }
        return newest.values();
    }

    /** Splits a refused chunk in two, or refuses its one row. */
    private void narrow(List<Row> chunk, SQLException cause) {
        if (chunk.size() > 1) {
            int middle = chunk.size() / 2;
            chunks.push(chunk.subList(middle, chunk.size()));
            chunks.push(chunk.subList(0, middle));
            return;
        }
        Row row = chunk.get(0);
        if (database.dialect().mayCollide(cause) && !row.equals(suspect)) {
            suspect = row;
            chunks.push(chunk);
            return;
        }
        meters.rejected().increment();
        String state = Dialect.state(cause);
        boolean constraint = String.valueOf(state).startsWith("23");
        // Of its cause only the state: a driver's message may quote the whole row, and causes get logged.
        Failure rejected = Failure.rejected(
                constraint ? "DB_CONSTRAINT" : "DB_DATA",
                "Table '" + table.name() + "' refuses the row: " + Dialect.reason(cause),
                new SQLException("refused", state));
        complete(row, rejected);
    }

    /** Notes the trouble, once in the log, and waits before the next attempt. */
    private void rest(Throwable thrown) throws InterruptedException {
        failures++;
        meters.retries().increment();
        @Nullable Trouble before = health.trouble();
        Trouble now = Trouble.of(thrown, database.dialect(), table, before == null ? Instant.now() : before.since());
        health.down(now);
        boolean systemic = now.fault() == Fault.SYSTEMIC;
        if (systemic) {
            checked = false;
        }
        if (before == null || before.fault() != now.fault()) {
            if (systemic) {
                LOG.error("Table '{}' is not written: {}. {}", table.name(), now.cause(), now.cure());
            } else if (thrown instanceof SQLException) {
                LOG.warn("Table '{}' is not written for now, nothing is lost: {}", table.name(), now.cause());
            } else {
                LOG.error("Table '{}' is not written: {}", table.name(), now.cause(), thrown);
            }
        }
        Duration pause =
                systemic ? database.backoff().systemic() : database.backoff().after(failures);
        pause(pause);
    }

    /** Waits, but not longer than the gateway runs: a database that is down must not hold up its stop. */
    private void pause(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            if (closing.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS) || stopping.getAsBoolean()) {
                throw new InterruptedException("the gateway stops");
            }
        }
    }

    private void recovered() {
        failures = 0;
        @Nullable Trouble past = health.trouble();
        if (past != null) {
            health.up();
            LOG.info(
                    "Table '{}' is written again after {} ms",
                    table.name(),
                    Duration.between(past.since(), Instant.now()).toMillis());
        }
    }

    private void abandon() {
        Failure stopped =
                Failure.temporary("The gateway stopped before table '" + table.name() + "' was written.", null);
        chunks.forEach(chunk -> chunk.forEach(row -> complete(row, stopped)));
        queue.drain().forEach(row -> complete(row, stopped));
    }

    /** Runs the rest of the exchange's route; whatever that throws must not end the writer. */
    private void complete(Row row, @Nullable Failure failure) {
        try {
            if (failure != null) {
                row.exchange().setException(failure);
            }
            row.callback().done(false);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Table '{}': the route failed after the database was done", table.name(), e);
        }
    }
}
