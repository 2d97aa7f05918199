package io.fieldgate.database;

import io.fieldgate.message.PositionSink;
import io.fieldgate.message.PositionStore;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Write JSON messages as rows of a database table, effectively once: upserted by key in batches, never an older record
 * over a newer one.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "database",
        title = "Database",
        syntax = "database:table",
        producerOnly = true,
        category = {Category.DATABASE})
public class DatabaseEndpoint extends DefaultEndpoint implements AsyncEndpoint, PositionSink {
    @UriPath(description = "The table to write to, by its name in config/tables.yaml")
    @Metadata(required = true)
    private final String table;

    DatabaseEndpoint(String uri, DatabaseComponent component, Table table) {
        super(uri, component);
        this.table = table.name();
    }

    @Override
    public Producer createProducer() {
        return new DatabaseProducer(this, databaseComponent(), table);
    }

    @Override
    public PositionStore positions() {
        return databaseComponent().positions();
    }

    private DatabaseComponent databaseComponent() {
        return (DatabaseComponent) getComponent();
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("database:" + table + " can only be written to; 'to: database:" + table
                + "' is allowed, 'from:' is not.");
    }

    public String getTable() {
        return table;
    }
}
