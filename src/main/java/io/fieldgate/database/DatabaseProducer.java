package io.fieldgate.database;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.message.Failure;
import java.util.List;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Turns exchanges into rows and hands them to the table's writers. The JSON is read on the caller's thread, so that bad
 * messages fail at once and the writers only write. Blocks while the queue of the writer is full.
 */
final class DatabaseProducer extends DefaultAsyncProducer {
    private final DatabaseComponent component;
    private final Table table;
    private @Nullable TableWriters writers;

    DatabaseProducer(DatabaseEndpoint endpoint, DatabaseComponent component, Table table) {
        super(endpoint);
        this.component = component;
        this.table = table;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        writers = component.writers(table);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        TableWriters current = Objects.requireNonNull(writers, "the producer is not started");
        try {
            if (handOver(current, exchange, callback)) {
                return false;
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

    /** @return false when the exchange ends here, because it makes no row or has failed */
    private boolean handOver(TableWriters current, Exchange exchange, AsyncCallback callback)
            throws InterruptedException {
        if (current.schema().awaitLearned(() -> isRunAllowed() && current.isOpen())) {
            List<Row> rows = rows(current, exchange, callback);
            if (rows.isEmpty()) {
                return false;
            }
            if (current.put(rows, this::isRunAllowed)) {
                return true;
            }
        }
        exchange.setException(Failure.temporary(
                "The gateway stopped before table '" + table.name() + "' had room for the row.", null));
        return false;
    }

    /** None for a message without a body, unless it deletes. */
    private List<Row> rows(TableWriters current, Exchange exchange, AsyncCallback callback) {
        @Nullable JsonNode payload = Payload.of(exchange.getMessage());
        if (payload != null) {
            return current.schema().reader(payload).read(exchange, payload, callback);
        }
        current.meters().tombstones().increment();
        return table.delete() ? List.of(current.schema().reader().readDelete(exchange, callback)) : List.of();
    }
}
