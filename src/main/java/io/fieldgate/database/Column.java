package io.fieldgate.database;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One column of a table.
 *
 * @param name its name: 1 to 63 letters, digits and '_', not beginning with a digit
 * @param type text, double, long, boolean, timestamp or json
 * @param from where its value comes from, see {@link ColumnSource#of}; by default the JSON field of the column's name
 * @param nullable whether a message without the value may be stored; when not, such a message is a dead letter
 */
public record Column(
        String name,
        @DefaultValue("text") ColumnType type,
        @DefaultValue("") String from,
        @DefaultValue("true") boolean nullable) {
    public Column {
        Identifier.check("column", name);
        from = from.isEmpty() ? "/" + name : from;
        try {
            ColumnSource.of(from);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("column '" + name + "': " + e.getMessage(), e);
        }
    }
}
