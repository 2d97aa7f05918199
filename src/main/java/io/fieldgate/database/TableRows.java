package io.fieldgate.database;

import io.fieldgate.message.Failure;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Messages as rows of a table, for a sink that is no database. Threads: any number. */
public final class TableRows {
    private final Table table;
    private final RowReader reader;

    /**
     * One row.
     *
     * @param values in the order of {@link #columns}, typed as {@link ColumnType} says
     * @param timestamp of the record
     */
    public record Values(List<@Nullable Object> values, Instant timestamp) {}

    /** Those of a table whose columns are all declared. */
    public TableRows(Table table) {
        this.table = table;
        this.reader = new RowReader(table);
    }

    public Table table() {
        return table;
    }

    /** Its own, then those that say where in Kafka a row came from. */
    public List<Column> columns() {
        return table.stored();
    }

    /**
     * The rows of a message: none when it has no body.
     *
     * @throws Failure of kind RECORD, which names the column, its source and what is allowed
     */
    public List<Values> read(Exchange exchange) {
        @Nullable Payload payload = Payload.of(exchange.getMessage());
        if (payload == null) {
            return List.of();
        }
        return reader.read(exchange, payload, done -> {}).stream()
                .map(row -> new Values(row.values(), row.timestamp()))
                .toList();
    }
}
