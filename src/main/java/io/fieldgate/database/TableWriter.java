package io.fieldgate.database;

import io.fieldgate.message.Failure;
import io.fieldgate.message.JointWork;
import io.fieldgate.message.RecordHeaders;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows of one table on a thread of its own. It takes what has queued up while the last transaction ran (so batches
 * grow with the load and nothing ever waits for a batch to fill), writes it in one transaction, and completes the
 * exchanges after the commit.
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

    private final String table;
    private final Database database;
    private final TableStore store;
    private final Recovery recovery;
    private final RowQueue queue;
    private final TableMeters meters;
    private final JointWork transactions;
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

    /** @param number which of the table's writers it is */
    TableWriter(
            Schema schema,
            Database database,
            Recovery recovery,
            TableMeters meters,
            JointWork transactions,
            int number) {
        this.table = schema.table().name();
        this.database = database;
        this.store = new TableStore(database, schema);
        this.recovery = recovery;
        this.queue = new RowQueue(QUEUED_BATCHES * database.batchSize(), QUEUED_BATCHES * BATCH_BYTES);
        this.meters = meters;
        this.transactions = transactions;
        this.thread = new WriterThread(this::run, "fieldgate-database-" + table + "-" + number);
    }

    void start() {
        thread.start();
    }

    boolean isOpen() {
        return queue.isOpen();
    }

    int queued() {
        return queue.size();
    }

    /** As {@link TableWriters#put}. */
    boolean put(List<Row> message, BooleanSupplier goOn) throws InterruptedException {
        return queue.put(message, goOn);
    }

    /** Takes no more rows. */
    void stop() {
        queue.close();
        recovery.close();
    }

    /** Waits until writers that were stopped have written what they had, and ends those that take too long. */
    static void awaitEnd(List<TableWriter> writers) throws InterruptedException {
        join(writers, DRAIN);
        writers.stream().map(writer -> writer.thread).filter(Thread::isAlive).forEach(Thread::interrupt);
        join(writers, ABORT);
    }

    private static void join(List<TableWriter> writers, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (TableWriter writer : writers) {
            // join(0) would wait for ever.
            writer.thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
    }

    private void run() {
        try {
            write(List.of()); // checks or creates the table before the first message comes
            for (List<Row> batch = take(); !batch.isEmpty(); batch = take()) {
                write(batch);
            }
        } catch (InterruptedException e) {
            LOG.debug("A writer of table '{}' stops before its queue is empty", table);
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
                store.prepare();
                chunk = readAgain(chunk);
                if (!chunk.isEmpty()) {
                    store(chunk);
                }
            } catch (Exception | LinkageError e) {
                failed(chunk, e);
                continue;
            }
            recovery.succeeded();
            chunks.removeFirst();
            if (!chunk.isEmpty()) {
                meters.batch().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                meters.stored().increment(chunk.size());
                took(chunk);
                chunk.forEach(row -> complete(row, null));
            }
        }
    }

    private void store(List<Row> chunk) throws SQLException {
        JointWork.Attempt transaction = transactions.begin("database:" + table, traceparents(chunk));
        @Nullable Throwable failure = null;
        try {
            store.store(chunk);
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            transaction.ended(chunk.size(), failure);
        }
    }

    /** Looked up only when somebody goes through them. */
    private static Iterable<String> traceparents(List<Row> chunk) {
        return () -> chunk.stream()
                .filter(Row::last)
                .map(row -> row.exchange().getMessage().getHeader(RecordHeaders.TRACEPARENT))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .iterator();
    }

    private void took(List<Row> stored) {
        long now = System.currentTimeMillis();
        for (Row row : stored) {
            if (row.received() > 0) {
                meters.latency().record(Math.max(0, now - row.received()), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Rows that were read before another gateway gave a column another type than this one meant to: once more. */
    private List<Row> readAgain(List<Row> chunk) {
        RowReader reader = store.reader();
        if (chunk.stream().allMatch(row -> row.isFor(reader.table()))) {
            return chunk;
        }
        List<Row> fitting = new ArrayList<>(chunk.size());
        for (Row row : chunk) {
            try {
                fitting.add(row.isFor(reader.table()) ? row : reader.readAgain(row));
            } catch (RuntimeException e) {
                meters.rejected().increment();
                complete(row, e);
            }
        }
        chunks.removeFirst();
        chunks.push(fitting);
        return fitting;
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
                "Table '" + table + "' refuses the row: " + database.dialect().reason(cause),
                new SQLException("refused", state));
        complete(row, rejected);
    }

    private void abandon() {
        Failure stopped = Failure.temporary("The gateway stopped before table '" + table + "' was written.", null);
        chunks.forEach(chunk -> chunk.forEach(row -> complete(row, stopped)));
        queue.drain().forEach(row -> complete(row, stopped));
    }

    /** Runs the rest of the exchange's route; whatever that throws must not end the writer. */
    private void complete(Row row, @Nullable RuntimeException failure) {
        try {
            if (failure != null) {
                row.exchange().setException(failure);
            }
            row.callback().done(false);
        } catch (RuntimeException | LinkageError e) {
            LOG.error(
                    "Table '{}': the route failed after the database was done. The rows are stored. Mend the steps that come"
                            + " after the table.",
                    table,
                    e);
        }
    }
}
