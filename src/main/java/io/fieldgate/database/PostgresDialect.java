package io.fieldgate.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 9.5 and later, and what speaks its protocol (TimescaleDB). */
final class PostgresDialect extends Dialect {
    private static final String HAS_TIMESCALE =
            "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'timescaledb')";

    @Override
    String typeName(ColumnType type, boolean indexed) {
        return switch (type) {
            case TEXT -> "text";
            case DOUBLE -> "double precision";
            case LONG -> "bigint";
            case BOOLEAN -> "boolean";
            case TIMESTAMP -> "timestamptz";
            case JSON -> "jsonb";
        };
    }

    @Override
    Properties defaults() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "fieldgate");
        properties.setProperty("connectTimeout", "5");
        // A server that is cut off, or stands still, is noticed after this many seconds instead of never.
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("tcpKeepAlive", "true");
        // Beside what the driver sends so by itself; it makes text of the times in arrays, which costs both sides.
        properties.setProperty("binaryTransferEnable", TimeArray.OID);
        return properties;
    }

    /** Ends a wait for a lock at the server before the gateway gives up on the connection and leaves it waiting there. */
    @Override
    String greeting() {
        return "SET lock_timeout = '30s'";
    }

    @Override
    String clock() {
        return "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint";
    }

    @Override
    boolean mayCreate(Connection connection) throws SQLException {
        return isTrue(connection, "SELECT has_schema_privilege(current_schema(), 'CREATE')");
    }

    @Override
    Fault fault(String state) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            // 54: the row is too big for an index; P0: a trigger refused it; 44: a view's check option did.
            case "44", "54", "P0" -> Fault.ROW;
            default -> super.fault(state);
        };
    }

    @Override
    boolean isMissingTable(String state) {
        return state.equals("42P01");
    }

    @Override
    boolean mayCollide(String state) {
        return false; // ON CONFLICT is atomic
    }

    /** Rows of partitions may share a ctid, so that the age is asked twice. */
    @Override
    String deleteOlder(Table table, int most) {
        String name = Identifier.quote(table.name());
        String age = Identifier.quote(table.ageColumn());
        return "WITH age AS (SELECT ?::timestamptz AS most) DELETE FROM " + name
                + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM "
                + name + " WHERE " + age + " < (SELECT most FROM age) LIMIT " + most + ")) AND " + age
                + " < (SELECT most FROM age)";
    }

    /** From one device to the next by the index, and of each one row: the table may have any number of others. */
    @Override
    String latest(LatestView view) {
        String table = Identifier.quote(view.table().name());
        String of = names(view.of());
        if (!view.isIndexed()) {
            return "SELECT DISTINCT ON (" + of + ") * FROM " + table + " ORDER BY " + of + ", "
                    + Identifier.quote(view.time()) + " DESC";
        }
        String known = view.of().stream()
                .map(name -> "known." + Identifier.quote(name))
                .collect(Collectors.joining(", "));
        return "WITH RECURSIVE known AS ((SELECT " + of + " FROM " + table + " ORDER BY " + of
                + " LIMIT 1) UNION ALL SELECT next.* FROM known CROSS JOIN LATERAL (SELECT " + of + " FROM " + table
                + " WHERE (" + of + ") > (" + known + ") ORDER BY " + of + " LIMIT 1) AS next) SELECT stored.* FROM"
                + " known CROSS JOIN LATERAL (SELECT * FROM " + table + " WHERE (" + of + ") = (" + known
                + ") ORDER BY " + Identifier.quote(view.time()) + " DESC LIMIT 1) AS stored";
    }

    /** TimescaleDB, where it is there: a table with a time in its key is kept in chunks of time. */
    @Override
    List<String> afterCreation(Connection connection, Table table) throws SQLException {
        if (!table.key().contains(table.ageColumn()) || !isTrue(connection, HAS_TIMESCALE)) {
            return List.of();
        }
        return List.of("SELECT create_hypertable('" + Identifier.quote(table.name()) + "', '" + table.ageColumn()
                + "', if_not_exists => TRUE)");
    }

    /** Whole chunks go at once, which costs nothing; what is left of the last one is too little to search for. */
    @Override
    int expire(Connection connection, Table table, Instant before, int most) throws SQLException {
        if (!isTrue(connection, HAS_TIMESCALE) || !isTrue(connection, isHypertable(table))) {
            return super.expire(connection, table, before, most);
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT drop_chunks('" + Identifier.quote(table.name()) + "', older_than => ?)")) {
            bind(statement, 1, before);
            boolean unused = statement.execute();
        }
        return 0;
    }

    static String isHypertable(Table table) {
        return "SELECT EXISTS (SELECT 1 FROM timescaledb_information.hypertables WHERE hypertable_name = '"
                + Identifier.check("table", table.name()) + "')";
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /**
     * One statement with one array per column. Its text does not depend on the number of rows, so that the server plans
     * it once, and one message carries the batch; {@code reWriteBatchedInserts} makes statements of 2, 4, ... 128 rows.
     */
    @Override
    Write upsert(Table table) {
        List<Column> columns = table.stored();
        String names = names(table);
        String arrays =
                columns.stream().map(c -> "?::" + arrayType(c.type()) + "[]").collect(Collectors.joining(", "));
        String selected = columns.stream()
                .map(c -> "incoming." + Identifier.quote(c.name()) + (c.type() == ColumnType.JSON ? "::jsonb" : ""))
                .collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + Identifier.quote(table.name()) + " AS stored (" + names + ") SELECT " + selected
                + " FROM unnest(" + arrays + ") AS incoming (" + names + ") ON CONFLICT (" + names(table.key())
                + ") DO UPDATE SET " + assignments(table, "excluded") + " WHERE " + isNewer("excluded", "stored");
        return (connection, rows) -> execute(connection, sql, columns, rows);
    }

    private static void execute(Connection connection, String sql, List<Column> columns, Collection<Row> rows)
            throws SQLException {
        List<@Nullable Object[]> arrays = columns.stream()
                .map(column -> emptyArray(column.type(), rows.size()))
                .toList();
        int index = 0;
        // Row by row: each lies elsewhere in memory, and is fetched once.
        for (Row row : rows) {
            List<@Nullable Object> values = row.values(arrays.size());
            for (int i = 0; i < arrays.size(); i++) {
                arrays.get(i)[index] = values.get(i);
            }
            index++;
        }
        // The driver then sends a statement with its values as one text, which no binary value can stand in.
        boolean textOnly = connection.getMetaData().getURL().contains("preferQueryMode=simple");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arrays.size(); i++) {
                if (arrays.get(i) instanceof @Nullable Instant[] times) {
                    TimeArray array = new TimeArray(times);
                    statement.setObject(i + 1, textOnly ? array.asText() : array);
                } else {
                    Array array =
                            connection.createArrayOf(arrayType(columns.get(i).type()), arrays.get(i));
                    statement.setArray(i + 1, array);
                }
            }
            int unused = statement.executeUpdate();
        }
    }

    private static String arrayType(ColumnType type) {
        return switch (type) {
            case TEXT, JSON -> "text";
            case DOUBLE -> "float8";
            case LONG -> "int8";
            case BOOLEAN -> "bool";
            case TIMESTAMP -> "timestamptz";
        };
    }

    /** The driver sends arrays of these classes in binary form, but for times. */
    private static @Nullable Object[] emptyArray(ColumnType type, int length) {
        return switch (type) {
            case TEXT, JSON -> new @Nullable String[length];
            case DOUBLE -> new @Nullable Double[length];
            case LONG -> new @Nullable Long[length];
            case BOOLEAN -> new @Nullable Boolean[length];
            case TIMESTAMP -> new @Nullable Instant[length];
        };
    }
}
