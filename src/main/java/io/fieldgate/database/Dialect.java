package io.fieldgate.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to one database: its types, its upsert and what its errors mean. Stateless.
 *
 * <p>SQLSTATE classes are those of ISO 9075 and of the database's manual. An unknown one counts as transient: waiting
 * loses nothing and shows in health, a dead letter for each message would not be seen in time.
 */
abstract class Dialect {
    static final String SUPPORTED =
            "jdbc:postgresql:, jdbc:h2:, jdbc:sqlite:, jdbc:mariadb: (for MySQL too) and jdbc:sqlserver:";

    /** What to do about a database that is not configured. */
    static final String CURE = "Set fieldgate.database.url to a JDBC URL that begins with " + SUPPORTED + ".";

    private static final int LONGEST_REASON = 200;
    private static final int MAX_CAUSES = 8;

    /**
     * The dialect of a JDBC URL.
     *
     * @throws IllegalArgumentException in a sentence that says which are supported
     */
    static Dialect of(String url) {
        String scheme = url.replaceFirst("^((?:[a-z0-9]+:){0,2}).*", "$1");
        return switch (scheme) {
            case "jdbc:postgresql:" -> new PostgresDialect();
            case "jdbc:h2:" -> new H2Dialect();
            case "jdbc:sqlite:" -> new SqliteDialect();
            case "jdbc:mariadb:" -> new MariaDbDialect();
            case "jdbc:sqlserver:" -> new SqlServerDialect();
            default ->
                throw new IllegalArgumentException(
                        "fieldgate.database.url begins with '" + scheme + "', allowed are " + SUPPORTED + ".");
        };
    }

    /**
     * The database's own name of a type.
     *
     * @param indexed whether an index must compare it
     */
    abstract String typeName(ColumnType type, boolean indexed);

    /** Inserts rows, or overwrites older ones of the same key. */
    abstract Write upsert(Table table);

    /** Connection properties that hold unless the URL says otherwise. */
    abstract Properties defaults();

    /** True when a statement that found no row of its key may all the same meet one that another writer made. */
    abstract boolean mayCollide(String state);

    /** Deletes up to so many rows whose {@link Table#ageColumn} is before its one parameter. */
    abstract String deleteOlder(Table table, int most);

    /** True when several connections must not write at a time, or gain nothing by it. */
    boolean hasOneWriter() {
        return false;
    }

    /** What every new connection is told. */
    @Nullable
    String greeting() {
        return null;
    }

    /** What tells the server's clock in milliseconds since 1970; null when it is that of this machine. */
    @Nullable
    String clock() {
        return null;
    }

    /** Whether the user may create a table where the tables are; those that do not tell are believed to allow it. */
    boolean mayCreate(Connection connection) throws SQLException {
        return true;
    }

    /** What the driver takes for a time. */
    Object time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else {
            statement.setObject(index, value instanceof Instant instant ? time(instant) : value);
        }
    }

    /** What an SQLSTATE means. */
    Fault fault(String state) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "21", "22", "23" -> Fault.ROW;
            case "28", "3D", "3F", "42" -> Fault.SYSTEMIC;
            default -> Fault.TRANSIENT;
        };
    }

    boolean isMissingTable(String state) {
        return state.equals("42S02");
    }

    /** The SQLSTATE of one exception, of those drivers that have their own codes one with the same meaning. */
    @Nullable
    String stateOf(SQLException thrown) {
        return thrown.getSQLState();
    }

    final Fault fault(SQLException thrown) {
        @Nullable String state = state(thrown);
        return state == null ? Fault.TRANSIENT : fault(state);
    }

    final boolean isMissingTable(SQLException thrown) {
        @Nullable String state = state(thrown);
        return state != null && isMissingTable(state);
    }

    final boolean mayCollide(SQLException thrown) {
        @Nullable String state = state(thrown);
        return state != null && mayCollide(state);
    }

    final String createTable(Table table) {
        return createTable(table.name(), definition(table));
    }

    /** @param definition begins with the quoted name */
    String createTable(String name, String definition) {
        return "CREATE TABLE IF NOT EXISTS " + definition;
    }

    final String definition(Table table) {
        String columns = table.stored().stream()
                .map(column -> definition(table, column) + (table.isNullable(column) ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
        return Identifier.quote(table.name()) + " (" + columns + ", PRIMARY KEY (" + names(table.key()) + "))";
    }

    /** The statement that adds a column to an existing table, where it must be nullable. */
    final String addColumn(Table table, Column column) {
        return addColumn(table.name(), definition(table, column));
    }

    /** @param definition begins with the column's quoted name */
    String addColumn(String table, String definition) {
        return "ALTER TABLE " + Identifier.quote(table) + " ADD COLUMN " + definition;
    }

    final String definition(Table table, Column column) {
        return Identifier.quote(column.name()) + " " + typeName(column.type(), table.isIndexed(column));
    }

    String createIndex(Table table, List<String> columns) {
        return "CREATE INDEX IF NOT EXISTS " + indexOn(table, columns);
    }

    static String indexOn(Table table, List<String> columns) {
        String name = Identifier.shortened(table.name() + "_" + String.join("_", columns) + "_idx");
        return Identifier.quote(name) + " ON " + Identifier.quote(table.name()) + " (" + names(columns) + ")";
    }

    /** Makes a view, or makes it anew with the columns that its table has by now. */
    String createView(LatestView view) {
        return "CREATE OR REPLACE VIEW " + Identifier.quote(view.name()) + " AS " + latest(view);
    }

    /** The query of a view; its columns stand as in the table, so that new ones come at its end. */
    String latest(LatestView view) {
        String table = Identifier.quote(view.table().name());
        String time = Identifier.quote(view.time());
        String sameRow = view.table().key().stream()
                .map(Identifier::quote)
                .map(name -> "stored." + name + " = newest." + name)
                .collect(Collectors.joining(" AND "));
        return "SELECT stored.* FROM " + table + " AS stored JOIN (SELECT " + names(view.of()) + ", MAX(" + time
                + ") AS " + time + " FROM " + table + " GROUP BY " + names(view.of()) + ") AS newest ON " + sameRow;
    }

    /** What a new table is given beside its columns and indexes. */
    List<String> afterCreation(Connection connection, Table table) throws SQLException {
        return List.of();
    }

    /** Deletes the row of a key, unless it is newer than the message that says so. */
    final Write delete(Table table) {
        String sameKey = table.key().stream()
                .map(part -> Identifier.quote(part) + " = ?")
                .collect(Collectors.joining(" AND "));
        String time = Identifier.quote(Table.KAFKA_TIMESTAMP);
        String offset = Identifier.quote(Table.KAFKA_OFFSET);
        String sql = "DELETE FROM " + Identifier.quote(table.name()) + " WHERE " + sameKey + " AND (" + time
                + " IS NULL OR " + time + " < ? OR (" + time + " = ? AND (" + offset + " IS NULL OR " + offset
                + " < ?)))";
        return new Batch(this, sql, row -> {
            List<@Nullable Object> parameters = new ArrayList<>(row.key());
            parameters.add(row.timestamp());
            parameters.add(row.timestamp());
            parameters.add(row.offset() == null ? Long.MAX_VALUE : row.offset());
            return parameters;
        });
    }

    /**
     * Deletes some of the rows that are too old, and commits nothing.
     *
     * @return how many; fewer than {@code most} when no more are there
     */
    int expire(Connection connection, Table table, Instant before, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(deleteOlder(table, most))) {
            bind(statement, 1, before);
            return statement.executeUpdate();
        }
    }

    static String names(List<String> names) {
        return names.stream().map(Identifier::quote).collect(Collectors.joining(", "));
    }

    static String names(Table table) {
        return names(table.stored().stream().map(Column::name).toList());
    }

    /**
     * A {@code MERGE} of one row.
     *
     * @param target the table as the database wants it there
     * @param parameters one for each column
     */
    static String merge(Table table, String target, String parameters) {
        String names = names(table);
        String sameKey = table.key().stream()
                .map(Identifier::quote)
                .map(name -> "stored." + name + " = incoming." + name)
                .collect(Collectors.joining(" AND "));
        String inserted = table.stored().stream()
                .map(c -> "incoming." + Identifier.quote(c.name()))
                .collect(Collectors.joining(", "));
        return "MERGE INTO " + target + " AS stored USING (VALUES (" + parameters + ")) AS incoming (" + names
                + ") ON " + sameKey + " WHEN MATCHED AND " + isNewer("incoming", "stored") + " THEN UPDATE SET "
                + assignments(table, "incoming") + " WHEN NOT MATCHED THEN INSERT (" + names + ") VALUES (" + inserted
                + ")";
    }

    /**
     * When an incoming record may overwrite a stored row: it is newer by record timestamp, then offset. Messages that
     * never were in Kafka have no offset; of two in the same millisecond the later arrival is the newer. Rows from before
     * the table had these columns have neither, so everything is newer.
     */
    static String isNewer(String incoming, String stored) {
        String newTime = incoming + "." + Identifier.quote(Table.KAFKA_TIMESTAMP);
        String oldTime = stored + "." + Identifier.quote(Table.KAFKA_TIMESTAMP);
        String newOffset = incoming + "." + Identifier.quote(Table.KAFKA_OFFSET);
        String oldOffset = stored + "." + Identifier.quote(Table.KAFKA_OFFSET);
        return "(" + oldTime + " IS NULL OR " + newTime + " > " + oldTime + " OR (" + newTime + " = " + oldTime
                + " AND (" + newOffset + " > " + oldOffset + " OR " + newOffset + " IS NULL OR " + oldOffset
                + " IS NULL)))";
    }

    /** The {@code SET} list of an upsert: every column outside the key. */
    static String assignments(Table table, String incoming) {
        return table.stored().stream()
                .map(Column::name)
                .filter(name -> !table.key().contains(name))
                .map(Identifier::quote)
                .map(name -> name + " = " + incoming + "." + name)
                .collect(Collectors.joining(", "));
    }

    /** What an operator should do about a systemic fault. */
    final String cure(Table table, SQLException thrown) {
        @Nullable String state = state(thrown);
        if (state == null) {
            return "Look at the database's log.";
        }
        if (state.startsWith("28")) {
            return "Set fieldgate.database.username and fieldgate.database.password to what the database accepts.";
        }
        if (state.equals("42501") || state.equals("90096")) {
            return "Grant SELECT, INSERT and UPDATE" + (table.delete() || table.keep() != null ? " and DELETE" : "")
                    + " on table " + Identifier.quote(table.name())
                    + " to the user of fieldgate.database.username; a missing table that it may not create: "
                    + createTable(table);
        }
        if (state.equals("42P10")) {
            return "Give the table a unique index on its key: CREATE UNIQUE INDEX ON " + Identifier.quote(table.name())
                    + " (" + names(table.key()) + ")";
        }
        if (isMissingTable(state)) {
            return "Restore the table, or create it empty: " + createTable(table);
        }
        if (state.startsWith("3")) {
            return "Create the database or schema that fieldgate.database.url names, or correct the URL.";
        }
        return "Compare the table in the database with config/tables.yaml: " + createTable(table);
    }

    /** The SQLSTATE and the database's own words, shortened: they may quote a value, and H2's quote the statement. */
    final String reason(SQLException thrown) {
        String message = String.valueOf(root(thrown).getMessage());
        int statement = message.indexOf("; SQL statement");
        String words = (statement < 0 ? message : message.substring(0, statement))
                .lines()
                .findFirst()
                .orElse("");
        String brief = words.length() > LONGEST_REASON ? words.substring(0, LONGEST_REASON) + "..." : words;
        return brief + " (SQLSTATE " + state(thrown) + ")";
    }

    /** A pool says that it had no connection; what it wraps says why. */
    private static SQLException root(SQLException thrown) {
        SQLException root = thrown;
        for (int depth = 0; depth < MAX_CAUSES && root.getCause() instanceof SQLException cause; depth++) {
            root = cause;
        }
        return root;
    }

    /** The first SQLSTATE in an exception, its causes and the exceptions of its batch. */
    final @Nullable String state(SQLException thrown) {
        for (Throwable each : thrown) {
            if (each instanceof SQLException sql) {
                @Nullable String state = stateOf(sql);
                if (state != null) {
                    return state;
                }
            }
        }
        return null;
    }
}
