package io.fieldgate.lake;

import io.fieldgate.database.DatabaseTrial.TriedRow;
import io.fieldgate.database.Table;
import io.fieldgate.database.TableRows;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** {@code lake:} without a storage: messages become rows as always, and nothing is written. One thread at a time. */
public final class LakeTrial {
    private LakeTrial() {}

    /**
     * What is to be known as {@code lake}.
     *
     * @param rows is told of each row
     */
    public static Component component(List<Table> tables, Consumer<TriedRow> rows) {
        return new LakeComponent(() -> tables, endpoint -> new TrialProducer(endpoint, rows));
    }

    private static final class TrialProducer extends DefaultProducer {
        private final TableRows reader;
        private final Consumer<TriedRow> rows;

        TrialProducer(LakeEndpoint endpoint, Consumer<TriedRow> rows) {
            super(endpoint);
            this.reader = new TableRows(endpoint.definition());
            this.rows = rows;
        }

        @Override
        public void process(Exchange exchange) {
            for (TableRows.Values row : reader.read(exchange)) {
                rows.accept(TriedRow.written(reader.table().name(), reader.columns(), row.values()));
            }
        }
    }
}
