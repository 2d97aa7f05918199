package io.fieldgate.database;

import io.fieldgate.message.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table with its configuration before the first row is written. Other writers and gateways may do the same at
 * the same time: who comes second finds what it was about to make.
 *
 * @param connection whose transaction may be ended
 */
record TableCheck(Connection connection, Dialect dialect, Table table) {
    /**
     * Returns when the table has every column, which it may have been given just now.
     *
     * @param mayCreate whether a missing table is created
     * @return the columns that the table had before
     * @throws Failure of kind SYSTEMIC when the table or columns are missing, with the statements that cure it
     */
    List<Column> check(boolean mayCreate) throws SQLException {
        TableDifference difference = look();
        try {
            complete(difference, mayCreate);
            return difference.present();
        } catch (SQLException | Failure e) {
            @Nullable TableDifference now = lookAgain(e);
            if (now != null && (table.mayEvolve() ? now.isNone() : now.isWritable())) {
                return now.present();
            }
            if (e instanceof SQLException refused
                    && dialect.fault(refused) == Fault.SYSTEMIC
                    && difference.lacksColumns()) {
                throw Failure.systemic(
                        lacking(difference) + ", and adding them failed: " + dialect.reason(refused),
                        String.join("; ", difference.addedColumns(dialect)),
                        null);
            }
            throw e;
        }
    }

    /** Keeps no lock on what it has seen: two that look and then change would wait for each other. */
    private TableDifference look() throws SQLException {
        TableDifference difference = TableDifference.of(connection, dialect, table);
        connection.rollback();
        return difference;
    }

    private @Nullable TableDifference lookAgain(Exception failed) {
        try {
            connection.rollback();
            return look();
        } catch (SQLException e) {
            failed.addSuppressed(e);
            return null;
        }
    }

    private void complete(TableDifference difference, boolean mayCreate) throws SQLException {
        if (difference.isMissing()) {
            create(difference, mayCreate);
            return;
        }
        if (difference.lacksColumns()) {
            if (!table.mayEvolve() || difference.lacksKey()) {
                throw Failure.systemic(lacking(difference), String.join("; ", difference.addedColumns(dialect)), null);
            }
            execute(connection, difference.addedColumns(dialect));
        }
        if (table.mayEvolve()) {
            execute(connection, difference.addedIndexes(dialect));
        }
    }

    private void create(TableDifference difference, boolean mayCreate) throws SQLException {
        List<String> creation = difference.creation(connection, dialect);
        if (!mayCreate) {
            throw Failure.systemic(
                    "Table '" + table.name() + "' is missing",
                    "Restore the table, or create it empty: " + String.join("; ", creation),
                    null);
        }
        execute(connection, creation);
    }

    private static String lacking(TableDifference difference) {
        return "Table '" + difference.table().name() + "' lacks the columns "
                + difference.columns().stream().map(Column::name).toList();
    }

    static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                boolean unused = statement.execute(sql);
            }
        }
    }
}
