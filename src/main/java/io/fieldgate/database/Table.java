package io.fieldgate.database;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One table. Beside its own columns it has {@code kafka_topic}, {@code kafka_partition}, {@code kafka_offset} and
 * {@code kafka_timestamp}, which say where a row came from and which of two records is the newer.
 *
 * @param name its name: 1 to 63 letters, digits and '_', not beginning with a digit
 * @param columns its own columns, at least one
 * @param key the columns that identify a row: a message with the same key overwrites it unless it is older; by default
 *     the place of the record, {@code kafka_topic, kafka_partition, kafka_offset}, so that every record is a row
 * @param evolve what happens to an existing table that lacks columns
 */
public record Table(
        String name,
        @DefaultValue List<Column> columns,

        @DefaultValue({Table.KAFKA_TOPIC, Table.KAFKA_PARTITION, Table.KAFKA_OFFSET})
        List<String> key,

        @DefaultValue("none") Evolve evolve) {
    static final String KAFKA_TOPIC = "kafka_topic";
    static final String KAFKA_PARTITION = "kafka_partition";
    static final String KAFKA_OFFSET = "kafka_offset";
    static final String KAFKA_TIMESTAMP = "kafka_timestamp";

    private static final List<Column> KAFKA = List.of(
            new Column(KAFKA_TOPIC, ColumnType.TEXT, "topic", true),
            new Column(KAFKA_PARTITION, ColumnType.LONG, "partition", true),
            new Column(KAFKA_OFFSET, ColumnType.LONG, "offset", true),
            new Column(KAFKA_TIMESTAMP, ColumnType.TIMESTAMP, "timestamp", false));

    public Table {
        Identifier.check("table", name);
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        String where = "table '" + name + "': ";
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(where + "it has no columns, at least one is needed.");
        }
        Set<String> names = new HashSet<>();
        for (Column column : stored(columns)) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(where + "column '" + column.name()
                        + "' appears twice (upper and lower"
                        + " case are one, and " + KAFKA_TOPIC + ", " + KAFKA_PARTITION + ", " + KAFKA_OFFSET + ", "
                        + KAFKA_TIMESTAMP + " are always there).");
            }
        }
        if (key.isEmpty() || new HashSet<>(key).size() < key.size()) {
            throw new IllegalArgumentException(where + "the key " + key + " is empty or names a column twice.");
        }
        for (String part : key) {
            Column column = stored(columns).stream()
                    .filter(c -> c.name().equals(part))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            where + "the key names '" + part + "', allowed are its columns " + names + "."));
            if (column.type() == ColumnType.JSON) {
                throw new IllegalArgumentException(
                        where + "column '" + part + "' is json and cannot be part of the key, every other type can.");
            }
        }
    }

    private static List<Column> stored(List<Column> columns) {
        return Stream.concat(columns.stream(), KAFKA.stream()).toList();
    }

    /** Its own columns, then the four of Kafka; the order of values in a {@link Row}. */
    List<Column> stored() {
        return stored(columns);
    }

    /** True when the column may hold NULL in the database; columns of the key never do. */
    boolean isNullable(Column column) {
        return column.nullable() && !key.contains(column.name());
    }
}
