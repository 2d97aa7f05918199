package io.fieldgate.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 9.5 and later, and what speaks its protocol (TimescaleDB). */
final class PostgresDialect extends Dialect {
    @Override
    String typeName(ColumnType type) {
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
        // A server that is cut off without a word is noticed after this many seconds instead of never.
        properties.setProperty("socketTimeout", "120");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    @Override
    Fault fault(String state) {
        if (state.length() < 2) {
            return Fault.TRANSIENT;
        }
        return switch (state.substring(0, 2)) {
            // 54: the row is too big for an index; P0: a trigger refused it; 44: a view's check option did.
            case "21", "22", "23", "44", "54", "P0" -> Fault.ROW;
            case "28", "3D", "3F", "42" -> Fault.SYSTEMIC;
            default -> Fault.TRANSIENT;
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

    /**
     * One statement with one array per column. Its text does not depend on the number of rows, so that the server plans
     * it once, and one message carries the batch; {@code reWriteBatchedInserts} makes statements of 2, 4, ... 128 rows.
     */
    @Override
    Upsert upsert(Table table) {
        List<Column> columns = table.stored();
        String names = names(columns.stream().map(Column::name).toList());
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
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.size(); i++) {
                int column = i;
                @Nullable
                Object[] values =
                        rows.stream().map(row -> row.values().get(column)).toArray();
                Array array = connection.createArrayOf(arrayType(columns.get(i).type()), typed(columns.get(i), values));
                statement.setArray(i + 1, array);
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

    /** Arrays of these classes travel in binary form; times travel as ISO 8601 text. */
    private static @Nullable Object[] typed(Column column, @Nullable Object[] values) {
        @Nullable
        Object[] typed = switch (column.type()) {
            case TEXT, JSON, TIMESTAMP -> new @Nullable String[values.length];
            case DOUBLE -> new @Nullable Double[values.length];
            case LONG -> new @Nullable Long[values.length];
            case BOOLEAN -> new @Nullable Boolean[values.length];
        };
        for (int i = 0; i < values.length; i++) {
            @Nullable Object value = values[i];
            typed[i] = value != null && column.type() == ColumnType.TIMESTAMP ? value.toString() : value;
        }
        return typed;
    }
}
