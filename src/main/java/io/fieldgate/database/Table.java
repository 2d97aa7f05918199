package io.fieldgate.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One table. Beside its own columns it has {@code kafka_topic}, {@code kafka_partition}, {@code kafka_offset} and
 * {@code kafka_timestamp}, which say where a row came from and which of two records is the newer.
 *
 * @param name its name: 1 to 63 letters, digits and '_', not beginning with a digit
 * @param columns its own columns, at least one; in the long form {@code metric} and {@code value} follow them
 * @param key the columns that identify a row: a message with the same key overwrites it unless it is older; by default
 *     the place of the record, {@code kafka_topic, kafka_partition, kafka_offset} (and {@code metric}), so that every
 *     record is a row
 * @param evolve what happens to an existing table that lacks columns
 * @param form whether a message is one row or one for each of its numbers
 * @param infer whether fields that no column takes get columns of their own
 * @param delete whether a message without a body deletes the row of its key
 * @param index lists of columns that are searched by
 * @param keep how old a row may become; null: any age
 * @param writers how many connections write to it at a time, 1 to 32
 * @param latest whether there is a {@link LatestView} of it, if its key allows
 */
public record Table(
        String name,
        @DefaultValue List<Column> columns,

        @DefaultValue({Table.KAFKA_TOPIC, Table.KAFKA_PARTITION, Table.KAFKA_OFFSET})
        List<String> key,

        @DefaultValue("none") Evolve evolve,
        @DefaultValue("wide") Form form,
        @DefaultValue("false") boolean infer,
        @DefaultValue("false") boolean delete,
        @DefaultValue List<List<String>> index,
        @Nullable Duration keep,
        @DefaultValue("1") int writers,
        @DefaultValue("true") boolean latest) {
    static final String KAFKA_TOPIC = "kafka_topic";
    static final String KAFKA_PARTITION = "kafka_partition";
    static final String KAFKA_OFFSET = "kafka_offset";
    static final String KAFKA_TIMESTAMP = "kafka_timestamp";
    static final String METRIC = "metric";
    private static final int MOST_WRITERS = 32;

    private static final List<String> PLACE = List.of(KAFKA_TOPIC, KAFKA_PARTITION, KAFKA_OFFSET);
    private static final List<Column> KAFKA = List.of(
            new Column(KAFKA_TOPIC, ColumnType.TEXT, "topic", true, null),
            new Column(KAFKA_PARTITION, ColumnType.LONG, "partition", true, null),
            new Column(KAFKA_OFFSET, ColumnType.LONG, "offset", true, null),
            new Column(KAFKA_TIMESTAMP, ColumnType.TIMESTAMP, "timestamp", false, null));
    /** The last columns of every row. */
    static final int KAFKA_COLUMNS = KAFKA.size();

    private static final List<Column> MEASURED = List.of(
            new Column(METRIC, ColumnType.TEXT, "metric", false, null),
            new Column("value", ColumnType.DOUBLE, "value", false, null));

    public Table {
        Identifier.check("table", name);
        if (name.equalsIgnoreCase(PositionTable.NAME)) {
            throw new IllegalArgumentException(
                    "table '" + name + "': this name is Fieldgate's own, another is needed.");
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("table '" + name + "': it has no columns, at least one is needed.");
        }
        if (form == Form.LONG && !columns.containsAll(MEASURED)) {
            columns = Stream.concat(columns.stream(), MEASURED.stream()).toList();
            key = key.equals(PLACE)
                    ? Stream.concat(key.stream(), Stream.of(METRIC)).toList()
                    : key;
        }
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        index = index.stream().map(List::copyOf).toList();
        new TableRules(name, Stream.concat(columns.stream(), KAFKA.stream()).toList())
                .check(key, form, infer, delete, index, keep);
        if (writers < 1 || writers > MOST_WRITERS) {
            throw new IllegalArgumentException("table '" + name + "': writers: " + writers
                    + " is not allowed, allowed is 1 to " + MOST_WRITERS + ".");
        }
    }

    /** Its own columns, then the four of Kafka; the order of values in a {@link Row}. */
    List<Column> stored() {
        return Stream.concat(columns.stream(), KAFKA.stream()).toList();
    }

    /** The same with more columns of its own at their end. */
    Table with(List<Column> more) {
        return new Table(
                name,
                Stream.concat(columns.stream(), more.stream()).toList(),
                key,
                evolve,
                form,
                infer,
                delete,
                index,
                keep,
                writers,
                latest);
    }

    /** Whether it is that table, or that with more columns at the end of its own. */
    boolean isOrExtends(Table earlier) {
        int own = earlier.columns.size();
        return equals(earlier)
                || (columns.size() > own && columns.subList(0, own).equals(earlier.columns));
    }

    /** True when the column may hold NULL in the database; columns of the key never do. */
    boolean isNullable(Column column) {
        return column.nullable() && !key.contains(column.name());
    }

    /** True when it may be given columns that it lacks. */
    boolean mayEvolve() {
        return infer || evolve == Evolve.ADD_COLUMNS;
    }

    /** True for columns that an index needs to compare, which some databases store differently. */
    boolean isIndexed(Column column) {
        return key.contains(column.name()) || index.stream().anyMatch(columns -> columns.contains(column.name()));
    }

    /** The column that says how old a row is: the first time in its key, else that of the record. */
    String ageColumn() {
        return key.stream()
                .filter(part -> stored().stream()
                        .anyMatch(column -> column.name().equals(part) && column.type() == ColumnType.TIMESTAMP))
                .findFirst()
                .orElse(KAFKA_TIMESTAMP);
    }

    /** The indexes that it needs beside that of its key; rows that expire are searched by their age. */
    List<List<String>> indexes() {
        List<List<String>> wanted = new ArrayList<>(index);
        if (keep != null) {
            wanted.add(List.of(ageColumn()));
        }
        List<List<String>> needed = new ArrayList<>();
        for (List<String> columns : wanted) {
            if (!begins(key, columns) && needed.stream().noneMatch(other -> begins(other, columns))) {
                needed.add(columns);
            }
        }
        return needed;
    }

    /** Whether an index on the first list serves searches by the second. */
    static boolean begins(List<String> index, List<String> columns) {
        return index.size() >= columns.size()
                && index.subList(0, columns.size()).equals(columns);
    }
}
