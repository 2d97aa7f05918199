package io.fieldgate.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Stores rows in one table, a transaction at a time. The table is compared with its configuration before the first row,
 * after a fault that a person had to heal, and when messages have brought columns. Threads: one at a time.
 */
final class TableStore {
    private final Database database;
    private final Schema schema;
    private Table table;
    private Write upsert;
    private Write delete;
    private boolean checked;
    private boolean everChecked;

    TableStore(Database database, Schema schema) {
        this.database = database;
        this.schema = schema;
        this.table = schema.table();
        this.upsert = database.dialect().upsert(table);
        this.delete = database.dialect().delete(table);
    }

    /** Whether the table was as it should be when it was last looked at, so that a refusal is about the rows. */
    boolean isChecked() {
        return checked;
    }

    /** Compares the table again before the next row. */
    void recheck() {
        checked = false;
    }

    /** Commits all of them or throws and changes nothing. */
    void store(List<Row> rows) throws SQLException {
        Table now = schema.table();
        if (!now.equals(table)) {
            table = now;
            upsert = database.dialect().upsert(table);
            delete = database.dialect().delete(table);
            checked = false;
        }
        try (Connection connection = database.connection()) {
            try {
                if (!checked) {
                    List<Column> others = TableCheck.check(connection, database.dialect(), table, !everChecked);
                    connection.commit();
                    checked = true;
                    everChecked = true;
                    schema.learn(others);
                }
                write(connection, rows);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private void write(Connection connection, List<Row> rows) throws SQLException {
        Collection<Row> newest = newestByKey(rows);
        List<Row> stored = newest.stream().filter(row -> !row.deletes()).toList();
        List<Row> deleted = newest.stream().filter(Row::deletes).toList();
        if (!stored.isEmpty()) {
            upsert.execute(connection, stored);
        }
        if (!deleted.isEmpty()) {
            delete.execute(connection, deleted);
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    private static Collection<Row> newestByKey(List<Row> rows) {
        TreeMap<List<Object>, Row> newest = new TreeMap<>(Row.KEY_ORDER);
        for (Row row : rows) {
            newest.merge(row.key(), row, Row::newer);
        }
        return newest.values();
    }
}
