package io.fieldgate.database;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SQLite 3.35 and later, in a file. It has one writer at a time and no users. A time is a text of one width in UTC, so
 * that texts compare as times do, and SQLite's own functions read it.
 */
final class SqliteDialect extends Dialect {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    String typeName(ColumnType type, boolean indexed) {
        return switch (type) {
            case TEXT, TIMESTAMP -> "TEXT";
            case DOUBLE -> "REAL";
            case LONG -> "INTEGER";
            case BOOLEAN -> "BOOLEAN";
            // A name with TEXT in it, for otherwise a JSON number would be stored as a number.
            case JSON -> "JSON_TEXT";
        };
    }

    /** As safe as a server: a commit is on the disk when it returns, and whoever finds the file locked waits a while. */
    @Override
    Properties defaults() {
        Properties properties = new Properties();
        properties.setProperty("journal_mode", "WAL");
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("busy_timeout", "5000");
        return properties;
    }

    /** Others would only wait for the one that has the file. */
    @Override
    boolean hasOneWriter() {
        return true;
    }

    @Override
    Object time(Instant instant) {
        return TIME.format(instant);
    }

    /** It knows no SQLSTATE; its result codes in those of the same meaning. */
    @Override
    @Nullable
    String stateOf(SQLException thrown) {
        String state = thrown.getSQLState();
        if (state != null) {
            return state;
        }
        return switch (thrown.getErrorCode()) {
            case 1 -> String.valueOf(thrown.getMessage()).contains("no such table") ? "42S02" : "42000"; // ERROR
            case 3, 8, 23 -> "42501"; // PERM, READONLY, AUTH
            case 11, 26 -> "3D000"; // CORRUPT, NOTADB
            case 13 -> "53100"; // FULL
            case 14 -> "08001"; // CANTOPEN
            case 18, 20, 25 -> "22000"; // TOOBIG, MISMATCH, RANGE
            case 19 -> "23000"; // CONSTRAINT
            case 5, 6 -> "55P03"; // BUSY, LOCKED
            default -> null;
        };
    }

    @Override
    boolean mayCollide(String state) {
        return false;
    }

    @Override
    String deleteOlder(Table table, int most) {
        String name = Identifier.quote(table.name());
        return "DELETE FROM " + name + " WHERE rowid IN (SELECT rowid FROM " + name + " WHERE "
                + Identifier.quote(table.ageColumn()) + " < ? LIMIT " + most + ")";
    }

    /** Columns that its table gets later it shows by itself. */
    @Override
    String createView(LatestView view) {
        return "CREATE VIEW IF NOT EXISTS " + Identifier.quote(view.name()) + " AS " + latest(view);
    }

    @Override
    Write upsert(Table table) {
        int columns = table.stored().size();
        String parameters = table.stored().stream().map(c -> "?").collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + Identifier.quote(table.name()) + " AS stored (" + names(table) + ") VALUES ("
                + parameters + ") ON CONFLICT (" + names(table.key()) + ") DO UPDATE SET "
                + assignments(table, "excluded") + " WHERE " + isNewer("excluded", "stored");
        return new Batch(this, sql, row -> row.values(columns));
    }
}
