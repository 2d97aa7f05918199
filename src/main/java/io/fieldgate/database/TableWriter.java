package io.fieldgate.database;

import io.fieldgate.message.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

    /** One batch is written while the next one gathers, and one more waits. */
    private static final int QUEUED_BATCHES = 2;

    private static final long BATCH_BYTES = 8L << 20;

    private final Table table;
    private final Database database;
    private final Schema schema;
    private final TableStore store;
    private final Recovery recovery;
    private final RowQueue queue;
    private final TableMeters meters;
    private final WriterThread thread;

    // Only the writer's thread touches these.
    private final Deque<List<Row>> chunks = new ArrayDeque<>();
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
        this.schema = new Schema(table);
        this.store = new TableStore(database, schema);
        this.recovery = new Recovery(table, database, health, stopping);
        this.queue = new RowQueue(QUEUED_BATCHES * database.batchSize(), QUEUED_BATCHES * BATCH_BYTES);
        this.meters = TableMeters.in(registry, table.name(), queue);
        this.thread = new WriterThread(this::run, "fieldgate-database-" + table.name());
    }

    void start() {
        thread.start();
    }

    TableMeters meters() {
        return meters;
    }

    Schema schema() {
        return schema;
    }

    boolean isOpen() {
        return queue.isOpen();
    }

    /**
     * Hands the rows of a message over, waiting for room. Their callbacks come later, from the writer's thread, in the
     * order of the rows unless one of them is refused.
     *
     * @param goOn asked while waiting
     * @return false when the writer is closed or the caller may not go on; then no callback comes
     */
    boolean put(List<Row> message, BooleanSupplier goOn) throws InterruptedException {
        return queue.put(message, goOn);
    }

    /** Takes no more rows, writes those it has unless the database is in trouble, and fails the rest as temporary. */
    void close() throws InterruptedException {
        queue.close();
        recovery.close();
        thread.join(DRAIN.toMillis());
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(ABORT.toMillis());
        }
    }

    private void run() {
        try {
            write(List.of()); // checks or creates the table before the first message comes
            for (List<Row> batch = take(); !batch.isEmpty(); batch = take()) {
                write(batch);
            }
        } catch (InterruptedException e) {
            LOG.debug("Writer of table '{}' stops before its queue is empty", table.name());
        } finally {
            queue.close();
            abandon();
        }
    }

    private List<Row> take() throws InterruptedException {
        return queue.take(database.batchSize(), BATCH_BYTES);
    }

    private void write(List<Row> batch) throws InterruptedException {
        chunks.push(batch);
        while (!chunks.isEmpty()) {
            List<Row> chunk = chunks.getFirst();
            long start = System.nanoTime();
            try {
                store.store(chunk);
            } catch (Exception | LinkageError e) {
                failed(chunk, e);
                continue;
            }
            recovery.succeeded();
            chunks.removeFirst();
            if (!chunk.isEmpty()) {
                meters.batch().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                meters.stored().increment(chunk.size());
                chunk.forEach(row -> complete(row, null));
            }
        }
    }

    private void failed(List<Row> chunk, Throwable thrown) throws InterruptedException {
        if (store.isChecked()
                && thrown instanceof SQLException refused
                && database.dialect().fault(refused) == Fault.ROW) {
            chunks.removeFirst();
            narrow(chunk, refused);
            return;
        }
        meters.retries().increment();
        if (recovery.rest(thrown) == Fault.SYSTEMIC) {
            store.recheck();
        }
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
        String state = database.dialect().state(cause);
        boolean constraint = String.valueOf(state).startsWith("23");
        // Of its cause only the state: a driver's message may quote the whole row, and causes get logged.
        Failure rejected = Failure.rejected(
                constraint ? "DB_CONSTRAINT" : "DB_DATA",
                "Table '" + table.name() + "' refuses the row: "
                        + database.dialect().reason(cause),
                new SQLException("refused", state));
        complete(row, rejected);
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
