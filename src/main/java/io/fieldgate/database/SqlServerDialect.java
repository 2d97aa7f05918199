package io.fieldgate.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SQL Server 2017 and later. Texts are told apart by their code points, as everywhere else, but an index takes 200
 * characters of them.
 */
final class SqlServerDialect extends Dialect {
    @Override
    String clock() {
        return "SELECT DATEDIFF_BIG(MILLISECOND, '1970-01-01', SYSUTCDATETIME())";
    }

    @Override
    String typeName(ColumnType type, boolean indexed) {
        return switch (type) {
            case TEXT -> (indexed ? "nvarchar(200)" : "nvarchar(max)") + " COLLATE Latin1_General_100_BIN2";
            case DOUBLE -> "float(53)";
            case LONG -> "bigint";
            case BOOLEAN -> "bit";
            case TIMESTAMP -> "datetimeoffset(6)";
            case JSON -> "nvarchar(max)";
        };
    }

    @Override
    Properties defaults() {
        Properties properties = new Properties();
        properties.setProperty("applicationName", "fieldgate");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "60000");
        properties.setProperty("lockTimeout", "30000");
        return properties;
    }

    @Override
    void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NVARCHAR);
        } else {
            super.bind(statement, index, value);
        }
    }

    /** Its driver makes states of its own; the server's error numbers in those of the same meaning. */
    @Override
    @Nullable
    String stateOf(SQLException thrown) {
        return switch (thrown.getErrorCode()) {
            case 208 -> "42S02";
            case 207, 213 -> "42S22";
            case 229, 230, 262, 1088 -> "42501";
            case 4060, 911 -> "3D000";
            case 18456 -> "28000";
            case 2628, 8152 -> "22001";
            case 220, 8115, 232 -> "22003";
            case 241, 242, 245, 8114 -> "22018";
            case 515, 547, 2601, 2627 -> "23000";
            case 1205 -> "40001"; // chosen as the victim of a deadlock
            case 1222 -> "55P03"; // lock time-out
            case 1101, 1105, 9002 -> "53100"; // disk or log full
            default -> thrown.getSQLState();
        };
    }

    @Override
    boolean mayCollide(String state) {
        return false; // HOLDLOCK sees to it
    }

    @Override
    String createTable(String name, String definition) {
        return "IF OBJECT_ID(N'" + Identifier.quote(name) + "') IS NULL CREATE TABLE " + definition;
    }

    @Override
    String addColumn(String table, String definition) {
        return "ALTER TABLE " + Identifier.quote(table) + " ADD " + definition;
    }

    @Override
    String createIndex(Table table, List<String> columns) {
        return "CREATE INDEX " + indexOn(table, columns);
    }

    @Override
    String createView(LatestView view) {
        return "CREATE OR ALTER VIEW " + Identifier.quote(view.name()) + " AS " + latest(view);
    }

    @Override
    String deleteOlder(Table table, int most) {
        return "DELETE TOP (" + most + ") FROM " + Identifier.quote(table.name()) + " WHERE "
                + Identifier.quote(table.ageColumn()) + " < ?";
    }

    @Override
    Write upsert(Table table) {
        int columns = table.stored().size();
        String parameters = table.stored().stream()
                .map(c -> "CAST(? AS " + typeName(c.type(), false).replaceFirst(" COLLATE .*", "") + ")")
                .collect(Collectors.joining(", "));
        // Without the lock two writers that both found no row of a key would both insert one.
        String target = Identifier.quote(table.name()) + " WITH (HOLDLOCK)";
        return new Batch(this, merge(table, target, parameters) + ";", row -> row.values(columns));
    }
}
