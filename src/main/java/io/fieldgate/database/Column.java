package io.fieldgate.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * One column of a table.
 *
 * @param name its name: 1 to 63 letters, digits and '_', not beginning with a digit
 * @param type text, double, long, boolean, timestamp or json
 * @param from where its value comes from, see {@link ColumnSource#of}; by default the JSON field of the column's name
 * @param nullable whether a message without the value may be stored; when not, such a message is a dead letter
 * @param fallback in the configuration {@code default}: what a message without the value is stored with
 */
public record Column(
        String name,
        @DefaultValue("text") ColumnType type,
        @DefaultValue("") String from,
        @DefaultValue("true") boolean nullable,
        @Name("default") @Nullable String fallback) {
    public Column {
        Identifier.check("column", name);
        from = from.isEmpty() ? "/" + name : from;
        try {
            ColumnSource.of(from);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("column '" + name + "': " + e.getMessage(), e);
        }
        if (fallback != null) {
            try {
                Values.ofText(type, fallback);
            } catch (IllegalArgumentException e) {
                // Without its cause: Spring reports the innermost message.
                throw new IllegalArgumentException("column '" + name + "': default: '" + fallback
                        + "' is not allowed, allowed is " + e.getMessage() + ".");
            }
        }
    }

    /** The same of another type. */
    Column as(ColumnType other) {
        return new Column(name, other, from, nullable, fallback);
    }

    /** The value of {@code default}, typed as {@link ColumnType} says. */
    @Nullable
    Object fallbackValue() {
        return fallback == null ? null : Values.ofText(type, fallback);
    }
}
