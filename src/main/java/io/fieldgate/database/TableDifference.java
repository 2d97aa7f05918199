package io.fieldgate.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the database lacks of a table's configuration.
 *
 * @param table as it should be
 * @param isMissing whether there is no such table
 * @param columns of the configuration that an existing table lacks
 * @param indexes of the configuration that an existing table lacks
 * @param present columns that the table has, as messages would have to be for them
 */
record TableDifference(
        Table table, boolean isMissing, List<Column> columns, List<List<String>> indexes, List<Column> present) {
    /**
     * Compares. The table is looked for first, because a user without the right to create may not even say CREATE TABLE IF
     * NOT EXISTS.
     */
    static TableDifference of(Connection connection, Dialect dialect, Table table) throws SQLException {
        List<Column> present;
        try {
            present = columns(connection, table.name());
        } catch (SQLException e) {
            if (!dialect.isMissingTable(e)) {
                throw e;
            }
            connection.rollback();
            return new TableDifference(table, true, List.of(), List.of(), List.of());
        }
        // Whether 'Device' and 'device' are one is the database's affair; if not, its own error names the column.
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        present.forEach(column -> names.add(column.name()));
        List<Column> missing = table.stored().stream()
                .filter(column -> !names.contains(column.name()))
                .toList();
        return new TableDifference(table, false, missing, missingIndexes(connection, table), present);
    }

    boolean isNone() {
        return isWritable() && indexes.isEmpty();
    }

    /** Whether rows can be written as it is. */
    boolean isWritable() {
        return !isMissing && !lacksColumns();
    }

    boolean lacksColumns() {
        return !columns.isEmpty();
    }

    /** True when rows that are there would have no value for a column of the key. */
    boolean lacksKey() {
        return columns.stream().anyMatch(column -> table.key().contains(column.name()));
    }

    /** The statements that create a missing table with all that belongs to it. */
    List<String> creation(Connection connection, Dialect dialect) throws SQLException {
        List<String> statements = new ArrayList<>(List.of(dialect.createTable(table)));
        table.indexes().forEach(index -> statements.add(dialect.createIndex(table, index)));
        statements.addAll(dialect.afterCreation(connection, table));
        return statements;
    }

    List<String> addedColumns(Dialect dialect) {
        return columns.stream().map(column -> dialect.addColumn(table, column)).toList();
    }

    List<String> addedIndexes(Dialect dialect) {
        return indexes.stream().map(index -> dialect.createIndex(table, index)).toList();
    }

    /** Of a table in the database, those that its configuration could name. */
    static List<String> columnNames(Connection connection, String table) throws SQLException {
        return columns(connection, table).stream().map(Column::name).toList();
    }

    private static List<Column> columns(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + Identifier.quote(table) + " WHERE 1 = 0")) {
            ResultSetMetaData data = none.getMetaData();
            List<Column> columns = new ArrayList<>();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                String name = data.getColumnName(i);
                if (Identifier.isAllowed(name)) {
                    columns.add(new Column(name, type(data, i), "/" + name, true, null));
                }
            }
            return columns;
        }
    }

    /** The type that a message must have for a column of the database. */
    private static ColumnType type(ResultSetMetaData data, int column) throws SQLException {
        if (data.getColumnTypeName(column).toLowerCase(Locale.ROOT).contains("json")) {
            return ColumnType.JSON;
        }
        return switch (data.getColumnType(column)) {
            case Types.DOUBLE, Types.FLOAT, Types.REAL, Types.NUMERIC, Types.DECIMAL -> ColumnType.DOUBLE;
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT -> ColumnType.LONG;
            case Types.BOOLEAN, Types.BIT -> ColumnType.BOOLEAN;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> ColumnType.TIMESTAMP;
            default -> ColumnType.TEXT;
        };
    }

    private static List<List<String>> missingIndexes(Connection connection, Table table) throws SQLException {
        List<List<String>> wanted = table.indexes();
        if (wanted.isEmpty()) {
            return List.of();
        }
        TreeMap<String, List<String>> present = new TreeMap<>();
        try (ResultSet parts = connection
                .getMetaData()
                .getIndexInfo(connection.getCatalog(), connection.getSchema(), table.name(), false, true)) {
            while (parts.next()) {
                @Nullable String column = parts.getString("COLUMN_NAME");
                @Nullable String index = parts.getString("INDEX_NAME");
                if (index != null && column != null) {
                    present.computeIfAbsent(index, name -> new ArrayList<>()).add(column);
                }
            }
        }
        return wanted.stream()
                .filter(columns -> present.values().stream().noneMatch(index -> Table.begins(index, columns)))
                .toList();
    }
}
