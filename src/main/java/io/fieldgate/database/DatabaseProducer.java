package io.fieldgate.database;

import io.fieldgate.message.Failure;
import java.util.List;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Turns exchanges into rows and hands them to the table's writers. The JSON is read on the caller's thread, so that bad
 * messages fail at once and the writers only write. Blocks while the queue of the writer is full, and while others take the
 * place of the writers.
 */
final class DatabaseProducer extends DefaultAsyncProducer {
    private final DatabaseComponent component;
    private final String table;
    private @Nullable WrittenTable written;

    DatabaseProducer(DatabaseEndpoint endpoint, DatabaseComponent component, String table) {
        super(endpoint);
        this.component = component;
        this.table = table;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        written = component.written(table);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        WrittenTable target = Objects.requireNonNull(written, "the producer is not started");
        try {
            if (handOver(target, exchange, callback)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(Failure.temporary("Interrupted while waiting for room in table '" + table + "'.", e));
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    /** @return false when the exchange ends here, because it makes no row or has failed */
    private boolean handOver(WrittenTable target, Exchange exchange, AsyncCallback callback)
            throws InterruptedException {
        TableWriters current;
        do {
            current = target.writers();
            TableWriters asked = current;
            if (current.schema().awaitLearned(() -> isRunAllowed() && asked.isOpen())) {
                List<Row> rows = rows(current, exchange, callback);
                if (rows.isEmpty()) {
                    return false;
                }
                if (current.put(rows, this::isRunAllowed)) {
                    return true;
                }
            }
        } while (target.awaitOthersThan(current, this::isRunAllowed));
        exchange.setException(
                Failure.temporary("The gateway stopped before table '" + table + "' had room for the row.", null));
        return false;
    }

    /** None for a message without a body, unless it deletes. */
    private List<Row> rows(TableWriters current, Exchange exchange, AsyncCallback callback) {
        @Nullable Payload payload = Payload.of(exchange.getMessage());
        if (payload != null) {
            return current.schema().reader(payload).read(exchange, payload, callback);
        }
        current.meters().tombstones().increment();
        return current.schema().table().delete()
                ? List.of(current.schema().reader().readDelete(exchange, callback))
                : List.of();
    }
}
