package io.fieldgate.database;

import io.fieldgate.message.JointWork;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;

/**
 * All that writes to one table: its columns as they are known by now, and its writers, each with a queue, a thread and a
 * connection of its own. Messages of one record key go to the same writer, so that they keep their order and no two
 * transactions of a gateway meet at their rows. Threads: any number.
 */
final class TableWriters {
    private final Schema schema;
    private final TableMeters meters;
    private final List<TableWriter> writers;

    /**
     * Makes its writers.
     *
     * @param transactions hears of each transaction
     * @param stopping whether the gateway stops; then a writer in trouble fails what it has as temporary
     */
    TableWriters(
            Table table,
            Database database,
            TableHealth health,
            MeterRegistry registry,
            JointWork transactions,
            BooleanSupplier stopping) {
        this.schema = new Schema(table);
        this.meters = TableMeters.in(registry, table.name());
        int count = database.dialect().hasOneWriter() ? 1 : table.writers();
        this.writers = IntStream.range(0, count)
                .mapToObj(number -> new TableWriter(
                        schema,
                        database,
                        new Recovery(table, database, health, stopping),
                        meters,
                        transactions,
                        number))
                .toList();
    }

    int queued() {
        return writers.stream().mapToInt(TableWriter::queued).sum();
    }

    void start() {
        writers.forEach(TableWriter::start);
    }

    TableMeters meters() {
        return meters;
    }

    Schema schema() {
        return schema;
    }

    boolean isOpen() {
        return writers.stream().allMatch(TableWriter::isOpen);
    }

    /**
     * Hands the rows of a message over, waiting for room. Their callbacks come later, from the thread of a writer, for
     * messages of one record key in their order unless one of them is refused.
     *
     * @param goOn asked while waiting
     * @return false when the writer is closed or the caller may not go on; then no callback comes
     */
    boolean put(List<Row> message, BooleanSupplier goOn) throws InterruptedException {
        return writer(message.get(0)).put(message, goOn);
    }

    /** All rows of a message go to one writer: of two that fail, the one that waits must not be taken for refused. */
    private TableWriter writer(Row first) {
        if (writers.size() == 1) {
            return writers.get(0);
        }
        int hash = hash(first);
        return writers.get(Math.floorMod(hash ^ (hash >>> 16), writers.size()));
    }

    /** Of the record's key; without one of its partition, which keeps an order too; without Kafka of the row's key. */
    private static int hash(Row row) {
        Message message = row.exchange().getMessage();
        @Nullable Object key = message.getHeader(KafkaConstants.KEY);
        if (key instanceof byte[] bytes) {
            return Arrays.hashCode(bytes);
        }
        if (key != null) {
            return key.hashCode();
        }
        @Nullable Object partition = message.getHeader(KafkaConstants.PARTITION);
        return partition == null ? row.key().hashCode() : Objects.hashCode(partition);
    }

    /** Takes no more rows, writes those it has unless the database is in trouble, and fails the rest as temporary. */
    void close() throws InterruptedException {
        writers.forEach(TableWriter::stop);
        TableWriter.awaitEnd(writers);
    }
}
