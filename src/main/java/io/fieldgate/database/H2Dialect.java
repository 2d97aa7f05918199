package io.fieldgate.database;

import java.util.Properties;
import java.util.stream.Collectors;

/** H2 2.x in its regular and its PostgreSQL mode. Its SQLSTATEs of class 90 are its own error codes. */
final class H2Dialect extends Dialect {
    @Override
    String typeName(ColumnType type, boolean indexed) {
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
            default -> super.fault(state);
        };
    }

    @Override
    boolean isMissingTable(String state) {
        return state.equals("42S02") || state.equals("42S03") || state.equals("42S04");
    }

    /**
     * Seen with 2.3.232: three connections write a table in a file and three others add columns to it. Then some
     * committed rows and columns were missing, once the table was, and statements failed with "Table not found" and
     * NullPointerException. Three that only write, of a table that stays as it is, lost nothing.
     */
    @Override
    boolean hasOneWriter() {
        return true;
    }

    @Override
    boolean mayCollide(String state) {
        return state.equals("23505"); // between a MERGE's look and its insert
    }

    @Override
    String deleteOlder(Table table, int most) {
        return "DELETE FROM " + Identifier.quote(table.name()) + " WHERE " + Identifier.quote(table.ageColumn())
                + " < ? FETCH FIRST " + most + " ROWS ONLY";
    }

    @Override
    Write upsert(Table table) {
        int columns = table.stored().size();
        String parameters = table.stored().stream()
                .map(c -> c.type() == ColumnType.JSON
                        ? "CAST(? AS CHARACTER VARYING) FORMAT JSON"
                        : "CAST(? AS " + typeName(c.type(), false) + ")")
                .collect(Collectors.joining(", "));
        return new Batch(this, merge(table, Identifier.quote(table.name()), parameters), row -> row.values(columns));
    }
}
