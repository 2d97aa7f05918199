package io.fieldgate.database;

import io.fieldgate.message.Failure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares a table with its configuration before the first row is written. */
final class TableCheck {
    private TableCheck() {}

    /**
     * Returns when the table has every column, which it may have been given just now.
     *
     * @param mayCreate whether a missing table is created; it is looked for first, because a user without the right to
     *     create may not even say CREATE TABLE IF NOT EXISTS
     * @throws Failure of kind SYSTEMIC when columns are missing, with the statements that add them
     */
    static void check(Connection connection, Dialect dialect, Table table, boolean mayCreate) throws SQLException {
        Set<String> present = present(connection, dialect, table, mayCreate);
        List<Column> missing = table.stored().stream()
                .filter(column -> !present.contains(column.name()))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        List<String> statements = dialect.addColumns(table, missing);
        String lacking = "Table '" + table.name() + "' lacks the columns "
                + missing.stream().map(Column::name).toList();
        boolean ofKey = missing.stream().anyMatch(column -> table.key().contains(column.name()));
        if (table.evolve() == Evolve.NONE || ofKey) {
            throw Failure.systemic(lacking, String.join("; ", statements), null);
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                boolean unused = statement.execute(sql);
            }
        } catch (SQLException e) {
            if (dialect.fault(e) != Fault.SYSTEMIC) {
                throw e;
            }
            throw Failure.systemic(
                    lacking + ", and adding them failed: " + Dialect.reason(e), String.join("; ", statements), null);
        }
    }

    private static Set<String> present(Connection connection, Dialect dialect, Table table, boolean mayCreate)
            throws SQLException {
        try {
            return columns(connection, table);
        } catch (SQLException e) {
            if (!mayCreate || !dialect.isMissingTable(e)) {
                throw e;
            }
            connection.rollback();
            try (Statement statement = connection.createStatement()) {
                boolean unused = statement.execute(dialect.createTable(table));
            }
            return columns(connection, table);
        }
    }

    private static Set<String> columns(Connection connection, Table table) throws SQLException {
        // Whether 'Device' and 'device' are one is the database's affair; if not, its own error names the column.
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        try (Statement statement = connection.createStatement();
                ResultSet none =
                        statement.executeQuery("SELECT * FROM " + Identifier.quote(table.name()) + " WHERE 1 = 0")) {
            ResultSetMetaData columns = none.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i));
            }
        }
        return names;
    }
}
