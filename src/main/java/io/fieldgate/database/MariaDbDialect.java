package io.fieldgate.database;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB 10.5 and later and MySQL 8, by MariaDB's driver. Times are kept in UTC. Texts are told apart by their bytes, as
 * everywhere else, but an index takes 255 characters of them.
 */
final class MariaDbDialect extends Dialect {
    @Override
    String clock() {
        return "SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";
    }

    @Override
    String typeName(ColumnType type, boolean indexed) {
        return switch (type) {
            case TEXT -> indexed ? "varchar(255)" : "longtext";
            case DOUBLE -> "double";
            case LONG -> "bigint";
            case BOOLEAN -> "boolean";
            case TIMESTAMP -> "datetime(6)";
            case JSON -> "json";
        };
    }

    @Override
    Properties defaults() {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "5000");
        properties.setProperty("socketTimeout", "60000");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /** Names in quotation marks as everywhere else, and an error instead of a value that was bent to fit. */
    @Override
    String greeting() {
        return "SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES,STRICT_ALL_TABLES'), time_zone = '+00:00'";
    }

    @Override
    Object time(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** Some errors have the state HY000, which says nothing, and missing rights that of a wrong statement. */
    @Override
    @Nullable
    String stateOf(SQLException thrown) {
        return switch (thrown.getErrorCode()) {
            case 1044, 1142, 1143, 1227 -> "42501";
            case 1049 -> "3D000";
            case 1364 -> "42000"; // a column that the configuration does not know needs a value
            case 1366 -> "22007";
            case 3819, 4025 -> "23000"; // check constraints
            default -> thrown.getSQLState();
        };
    }

    @Override
    boolean mayCollide(String state) {
        return false;
    }

    @Override
    String createTable(String name, String definition) {
        return super.createTable(name, definition) + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    }

    /** MySQL has no {@code IF NOT EXISTS} here. */
    @Override
    String createIndex(Table table, List<String> columns) {
        return "CREATE INDEX " + indexOn(table, columns);
    }

    @Override
    String deleteOlder(Table table, int most) {
        return "DELETE FROM " + Identifier.quote(table.name()) + " WHERE " + Identifier.quote(table.ageColumn())
                + " < ? LIMIT " + most;
    }

    /**
     * Assignments take effect from left to right, and each asks the stored row whether the incoming one is newer. So the
     * offset comes last but one, and the time last as the greater of both, which needs no answer.
     */
    @Override
    Write upsert(Table table) {
        int columns = table.stored().size();
        String parameters = table.stored().stream().map(c -> "?").collect(Collectors.joining(", "));
        List<String> assignments = new ArrayList<>();
        for (Column column : table.stored()) {
            String name = Identifier.quote(column.name());
            if (column.name().equals(Table.KAFKA_TIMESTAMP)) {
                assignments.add(
                        name + " = GREATEST(COALESCE(" + name + ", VALUES(" + name + ")), VALUES(" + name + "))");
            } else if (!table.key().contains(column.name())) {
                assignments.add(name + " = IF(" + isNewer() + ", VALUES(" + name + "), " + name + ")");
            }
        }
        String sql = "INSERT INTO " + Identifier.quote(table.name()) + " (" + names(table) + ") VALUES (" + parameters
                + ") ON DUPLICATE KEY UPDATE " + String.join(", ", assignments);
        return new Batch(this, sql, row -> row.values(columns));
    }

    /** As {@link Dialect#isNewer}, in the words that are known here. */
    private static String isNewer() {
        String time = Identifier.quote(Table.KAFKA_TIMESTAMP);
        String offset = Identifier.quote(Table.KAFKA_OFFSET);
        return time + " IS NULL OR VALUES(" + time + ") > " + time + " OR (VALUES(" + time + ") = " + time
                + " AND (VALUES(" + offset + ") > " + offset + " OR VALUES(" + offset + ") IS NULL OR " + offset
                + " IS NULL))";
    }
}
