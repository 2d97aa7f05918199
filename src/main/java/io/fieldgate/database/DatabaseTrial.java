package io.fieldgate.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** {@code database:} without a database: messages become rows as always, and nothing is written. One thread at a time. */
public final class DatabaseTrial {
    private DatabaseTrial() {}

    /**
     * A row that would be written.
     *
     * @param deletes whether it is deleted; then only its key is known
     * @param columns names and values, as the database would get them
     */
    public record TriedRow(String table, boolean deletes, Map<String, @Nullable Object> columns) {
        /** One that is written: its columns, and their values in the same order. */
        public static TriedRow written(String table, List<Column> columns, List<@Nullable Object> values) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                named.put(columns.get(i).name(), values.get(i));
            }
            return new TriedRow(table, false, named);
        }
    }

    /**
     * What is to be known as {@code database}.
     *
     * @param rows is told of each row
     */
    public static Component component(TablesProperties tables, Consumer<TriedRow> rows) {
        return new TrialComponent(tables.byName(), rows);
    }

    private static final class TrialComponent extends DefaultComponent {
        private final Map<String, Table> tables;
        private final Consumer<TriedRow> rows;

        TrialComponent(Map<String, Table> tables, Consumer<TriedRow> rows) {
            this.tables = tables;
            this.rows = rows;
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
                throws Exception {
            Table table = tables.get(remaining);
            if (table == null) {
                throw new IllegalArgumentException("database:" + remaining + ": there is no table '" + remaining
                        + "' in config/tables.yaml, allowed are " + new TreeSet<>(tables.keySet()) + ".");
            }
            DatabaseComponent owner = new DatabaseComponent();
            owner.setCamelContext(getCamelContext());
            DatabaseEndpoint endpoint = new DatabaseEndpoint(uri, owner, table) {
                @Override
                public Producer createProducer() {
                    return new TrialProducer(this, table, rows);
                }
            };
            setProperties(endpoint, parameters);
            return endpoint;
        }
    }

    private static final class TrialProducer extends DefaultAsyncProducer {
        private final Table table;
        private final Schema schema;
        private final Consumer<TriedRow> rows;

        TrialProducer(DatabaseEndpoint endpoint, Table table, Consumer<TriedRow> rows) {
            super(endpoint);
            this.table = table;
            this.schema = new Schema(table);
            this.rows = rows;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                read(exchange).forEach(rows);
            } catch (RuntimeException refused) {
                exchange.setException(refused);
            }
            callback.done(true);
            return true;
        }

        private List<TriedRow> read(Exchange exchange) {
            AsyncCallback nobodyWaits = done -> {};
            @Nullable Payload payload = Payload.of(exchange.getMessage());
            if (payload != null) {
                RowReader reader = schema.reader(payload);
                return reader.read(exchange, payload, nobodyWaits).stream()
                        .map(row ->
                                TriedRow.written(table.name(), reader.table().stored(), row.values()))
                        .toList();
            }
            return table.delete() ? List.of(deleted(schema.reader().readDelete(exchange, nobodyWaits))) : List.of();
        }

        private TriedRow deleted(Row row) {
            Map<String, @Nullable Object> key = new LinkedHashMap<>();
            for (int i = 0; i < table.key().size(); i++) {
                key.put(table.key().get(i), row.key().get(i));
            }
            return new TriedRow(table.name(), true, key);
        }
    }
}
