package io.fieldgate.database;

import io.fieldgate.message.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Compares a table with its configuration before the first row is written. */
final class TableCheck {
    private TableCheck() {}

    /**
     * Returns when the table has every column, which it may have been given just now. Commits nothing.
     *
     * @param mayCreate whether a missing table is created
     * @return the columns that the table has beside the known ones
     * @throws Failure of kind SYSTEMIC when the table or columns are missing, with the statements that cure it
     */
    static List<Column> check(Connection connection, Dialect dialect, Table table, boolean mayCreate)
            throws SQLException {
        TableDifference difference = TableDifference.of(connection, dialect, table);
        if (difference.isMissing()) {
            List<String> creation = difference.creation(connection, dialect);
            if (!mayCreate) {
                throw Failure.systemic(
                        "Table '" + table.name() + "' is missing",
                        "Restore the table, or create it empty: " + String.join("; ", creation),
                        null);
            }
            execute(connection, creation);
            return List.of();
        }
        if (!difference.columns().isEmpty()) {
            addColumns(connection, dialect, difference);
        }
        if (table.mayEvolve()) {
            execute(connection, difference.addedIndexes(dialect));
        }
        return difference.others();
    }

    private static void addColumns(Connection connection, Dialect dialect, TableDifference difference)
            throws SQLException {
        List<String> statements = difference.addedColumns(dialect);
        String lacking = "Table '" + difference.table().name() + "' lacks the columns "
                + difference.columns().stream().map(Column::name).toList();
        if (!difference.table().mayEvolve() || difference.lacksKey()) {
            throw Failure.systemic(lacking, String.join("; ", statements), null);
        }
        try {
            execute(connection, statements);
        } catch (SQLException e) {
            if (dialect.fault(e) != Fault.SYSTEMIC) {
                throw e;
            }
            throw Failure.systemic(
                    lacking + ", and adding them failed: " + dialect.reason(e), String.join("; ", statements), null);
        }
    }

    static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                boolean unused = statement.execute(sql);
            }
        }
    }
}
