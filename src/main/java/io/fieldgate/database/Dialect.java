package io.fieldgate.database;

import java.sql.SQLException;
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
    private static final int LONGEST_REASON = 200;
    private static final int MAX_CAUSES = 8;

    /**
     * The dialect of a JDBC URL.
     *
     * @throws IllegalArgumentException in a sentence that says which are supported
     */
    static Dialect of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new PostgresDialect();
        }
        if (url.startsWith("jdbc:h2:")) {
            return new H2Dialect();
        }
        String scheme = url.replaceFirst("^((?:[a-z0-9]+:){0,2}).*", "$1");
        throw new IllegalArgumentException(
                "fieldgate.database.url begins with '" + scheme + "', allowed are jdbc:postgresql: and jdbc:h2:.");
    }

    /** The database's own name of a type. */
    abstract String typeName(ColumnType type);

    abstract Upsert upsert(Table table);

    /** Connection properties that hold unless the URL says otherwise. */
    abstract Properties defaults();

    /** What an SQLSTATE means. */
    abstract Fault fault(String state);

    abstract boolean isMissingTable(String state);

    /** True when a statement that found no row of its key may all the same meet one that another writer made. */
    abstract boolean mayCollide(String state);

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
        String columns = table.stored().stream()
                .map(column -> definition(column) + (table.isNullable(column) ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
        return "CREATE TABLE IF NOT EXISTS " + Identifier.quote(table.name()) + " (" + columns + ", PRIMARY KEY ("
                + names(table.key()) + "))";
    }

    /** The statements that add columns to an existing table, where they must be nullable. */
    final List<String> addColumns(Table table, List<Column> columns) {
        return columns.stream()
                .map(column -> "ALTER TABLE " + Identifier.quote(table.name()) + " ADD COLUMN " + definition(column))
                .toList();
    }

    private String definition(Column column) {
        return Identifier.quote(column.name()) + " " + typeName(column.type());
    }

    static String names(List<String> names) {
        return names.stream().map(Identifier::quote).collect(Collectors.joining(", "));
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
            return "Grant SELECT, INSERT and UPDATE on table " + Identifier.quote(table.name())
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
    static String reason(SQLException thrown) {
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
    static @Nullable String state(SQLException thrown) {
        for (Throwable each : thrown) {
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
