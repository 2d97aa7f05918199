package io.fieldgate.lake;

import io.fieldgate.database.DatabaseTrial.TriedRow;
import io.fieldgate.database.Table;
import io.fieldgate.database.TableRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** {@code lake:} without a storage: messages become rows as always, and nothing is written. One thread at a time. */
public final class LakeTrial {
    private LakeTrial() {}

    /**
     * What is to be known as {@code lake}.
     *
     * @param rows is told of each row
     */
    public static Component component(List<Table> tables, Consumer<TriedRow> rows) {
        Map<String, Table> byName =
                tables.stream().collect(Collectors.toMap(Table::name, Function.identity(), (one, other) -> one));
        return new LakeComponent(
                () -> tables,
                endpoint -> new TrialProducer(
                        endpoint, new TableRows(Objects.requireNonNull(byName.get(endpoint.getTable()))), rows));
    }

    private static final class TrialProducer extends DefaultProducer {
        private final TableRows reader;
        private final Consumer<TriedRow> rows;

        TrialProducer(LakeEndpoint endpoint, TableRows reader, Consumer<TriedRow> rows) {
            super(endpoint);
            this.reader = reader;
            this.rows = rows;
        }

        @Override
        public void process(Exchange exchange) {
            reader.read(exchange).forEach(row -> rows.accept(tried(row.values())));
        }

        private TriedRow tried(List<@Nullable Object> values) {
            Map<String, @Nullable Object> columns = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                columns.put(reader.columns().get(i).name(), values.get(i));
            }
            return new TriedRow(reader.table().name(), false, columns);
        }
    }
}
