package io.fieldgate.database;

import io.fieldgate.message.Failure;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Turns exchanges into rows and hands them to the table's writer. The JSON is read on the caller's thread, so that bad
 * messages fail at once and the writer only writes. Blocks while the writer's queue is full.
 */
final class DatabaseProducer extends DefaultAsyncProducer {
    private final DatabaseComponent component;
    private final Table table;
    private final RowReader reader;
    private @Nullable TableWriter writer;

    DatabaseProducer(DatabaseEndpoint endpoint, DatabaseComponent component, Table table) {
        super(endpoint);
        this.component = component;
        this.table = table;
        this.reader = new RowReader(table);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        writer = component.writer(table);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        TableWriter current = Objects.requireNonNull(writer, "the producer is not started");
        try {
            @Nullable Row row = reader.read(exchange, callback);
            if (row == null) {
                current.meters().tombstones().increment();
            } else if (current.put(row, this::isRunAllowed)) {
                return false;
            } else {
                exchange.setException(Failure.temporary(
                        "The gateway stopped before table '" + table.name() + "' had room for the row.", null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(
                    Failure.temporary("Interrupted while waiting for room in table '" + table.name() + "'.", e));
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }
}
