package io.fieldgate.database;

import com.zaxxer.hikari.HikariDataSource;
import io.fieldgate.message.Diagnosis;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the database is there, and whether the gateway may write its tables. Changes nothing, but makes the file of an
 * H2 or SQLite database that is not there.
 */
public final class DatabaseProbe {
    private static final String ABOUT = "database";
    private static final String TABLES = "tables";
    private static final String CLOCK = "clock";
    /** More, and the times of alerts and rows can no longer be compared with those of other machines. */
    private static final long MOST_SKEW_MILLIS = 2_000;

    private final DatabaseProperties properties;
    private final TablesProperties tables;
    private final Duration patience;

    /** @param patience the longest wait for a connection */
    public DatabaseProbe(DatabaseProperties properties, TablesProperties tables, Duration patience) {
        this.properties = properties;
        this.tables = tables;
        this.patience = patience;
    }

    /**
     * Connects, and looks at the tables and the clock.
     *
     * @param isUsed whether a route writes to a table
     */
    public List<Diagnosis> look(boolean isUsed) {
        if (properties.url().isEmpty()) {
            return List.of(
                    isUsed
                            ? Diagnosis.ill(ABOUT, "a route writes to a table, but there is no database", Dialect.CURE)
                            : Diagnosis.unused(ABOUT, "none is configured, and no route writes to one"));
        }
        Dialect dialect = Dialect.of(properties.url());
        try (HikariDataSource pool = Database.pool(properties)) {
            pool.setMaximumPoolSize(1);
            pool.setMinimumIdle(0);
            pool.setConnectionTimeout(patience.toMillis());
            try (Connection connection = pool.getConnection()) {
                return look(connection, dialect);
            }
        } catch (SQLException away) {
            return List.of(Diagnosis.ill(
                    ABOUT,
                    properties.address() + " cannot be used: " + dialect.reason(away),
                    dialect.fault(away) == Fault.SYSTEMIC
                            ? "Correct fieldgate.database.url, username and password."
                            : "Start it, or correct fieldgate.database.url."));
        }
    }

    private List<Diagnosis> look(Connection connection, Dialect dialect) throws SQLException {
        List<Diagnosis> found = new ArrayList<>();
        found.add(Diagnosis.well(
                ABOUT,
                properties.address() + ", "
                        + connection.getMetaData().getDatabaseProductName() + " "
                        + connection.getMetaData().getDatabaseProductVersion()));
        List<Diagnosis> notWell = new ArrayList<>();
        for (Table table : tables.tables()) {
            Diagnosis problem = table(connection, dialect, table);
            connection.rollback();
            if (problem != null) {
                notWell.add(problem);
            }
        }
        if (notWell.isEmpty() && !tables.tables().isEmpty()) {
            notWell.add(Diagnosis.well(TABLES, tables.tables().size() + " of config/tables.yaml can be written"));
        }
        found.addAll(notWell);
        found.add(clock(connection, dialect));
        connection.rollback();
        return found;
    }

    /** Null when it can be written. */
    private static @Nullable Diagnosis table(Connection connection, Dialect dialect, Table table) {
        String name = Identifier.quote(table.name());
        try {
            TableDifference difference = TableDifference.of(connection, dialect, table);
            if (difference.isMissing()) {
                return dialect.mayCreate(connection)
                        ? null
                        : Diagnosis.ill(
                                TABLES,
                                "the table " + name + " is missing, and the gateway may not create it",
                                "Grant CREATE on the schema, or run what ./fieldgate tables plan shows.");
            }
            try (Statement statement = connection.createStatement()) {
                // Of no row, which asks for all the rights that it takes for rows.
                statement.execute("INSERT INTO " + name + " SELECT * FROM " + name + " WHERE 1 = 0");
                String key = Identifier.quote(table.key().get(0));
                statement.execute("UPDATE " + name + " SET " + key + " = " + key + " WHERE 1 = 0");
            }
            return difference.isNone()
                    ? null
                    : Diagnosis.odd(
                            TABLES,
                            "the table " + name + " is not what config/tables.yaml says",
                            "See ./fieldgate tables plan.");
        } catch (SQLException refused) {
            return Diagnosis.ill(
                    TABLES,
                    "the table " + name + " cannot be written: " + dialect.reason(refused),
                    dialect.cure(table, refused));
        }
    }

    private static Diagnosis clock(Connection connection, Dialect dialect) throws SQLException {
        String query = dialect.clock();
        if (query == null) {
            return Diagnosis.unused(CLOCK, "this database has no clock of its own to compare with");
        }
        long before = System.currentTimeMillis();
        long there;
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            there = answer.next() ? answer.getLong(1) : before;
        }
        long after = System.currentTimeMillis();
        long skew = Math.abs(there - (before + after) / 2);
        String text = String.format(Locale.ROOT, "%.1f s from the database's", skew / 1000.0);
        return skew - (after - before) / 2 > MOST_SKEW_MILLIS
                ? Diagnosis.ill(
                        CLOCK, text, "Let both machines follow the same time servers (chrony, systemd-timesyncd).")
                : Diagnosis.well(CLOCK, text);
    }
}
