package io.fieldgate.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** H2 2.x in its regular and its PostgreSQL mode. Its SQLSTATEs of class 90 are its own error codes. */
final class H2Dialect extends Dialect {
    @Override
    String typeName(ColumnType type) {
        return switch (type) {
            case TEXT -> "CHARACTER VARYING";
            case DOUBLE -> "DOUBLE PRECISION";
            case LONG -> "BIGINT";
            case BOOLEAN -> "BOOLEAN";
            case TIMESTAMP -> "TIMESTAMP(6) WITH TIME ZONE";
            case JSON -> "JSON";
        };
    }

    @Override
    Properties defaults() {
        return new Properties();
    }

    @Override
    Fault fault(String state) {
        return switch (state) {
            // No right, no such database, no such schema, file damaged.
            case "90096", "90146", "90013", "90079", "90030" -> Fault.SYSTEMIC;
            default ->
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "21", "22", "23" -> Fault.ROW;
                    case "28", "42" -> Fault.SYSTEMIC;
                    default -> Fault.TRANSIENT;
                };
        };
    }

    @Override
    boolean isMissingTable(String state) {
        return state.equals("42S02") || state.equals("42S03") || state.equals("42S04");
    }

    @Override
    boolean mayCollide(String state) {
        return state.equals("23505"); // between a MERGE's look and its insert
    }

    @Override
    Upsert upsert(Table table) {
        List<Column> columns = table.stored();
        String names = names(columns.stream().map(Column::name).toList());
        String parameters = columns.stream()
                .map(c -> c.type() == ColumnType.JSON
                        ? "CAST(? AS CHARACTER VARYING) FORMAT JSON"
                        : "CAST(? AS " + typeName(c.type()) + ")")
                .collect(Collectors.joining(", "));
        String sameKey = table.key().stream()
                .map(Identifier::quote)
                .map(name -> "stored." + name + " = incoming." + name)
                .collect(Collectors.joining(" AND "));
        String inserted = columns.stream()
                .map(c -> "incoming." + Identifier.quote(c.name()))
                .collect(Collectors.joining(", "));
        String sql = "MERGE INTO " + Identifier.quote(table.name()) + " AS stored USING (VALUES (" + parameters
                + ")) AS incoming (" + names + ") ON " + sameKey + " WHEN MATCHED AND " + isNewer("incoming", "stored")
                + " THEN UPDATE SET " + assignments(table, "incoming") + " WHEN NOT MATCHED THEN INSERT (" + names
                + ") VALUES (" + inserted + ")";
        return (connection, rows) -> execute(connection, sql, columns, rows);
    }

    private static void execute(Connection connection, String sql, List<Column> columns, Collection<Row> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : rows) {
                for (int i = 0; i < columns.size(); i++) {
                    bind(statement, i + 1, row.values().get(i));
                }
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof Instant instant) {
            statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
        } else {
            statement.setObject(index, value);
        }
    }
}
