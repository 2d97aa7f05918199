package io.fieldgate.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.MessageHelper;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one table from a message. Threads: any number. */
final class RowReader {
    private static final Metrics.Metric NO_METRIC = new Metrics.Metric("", 0);

    private final Table table;
    private final int declared;
    private final Column[] columns;
    private final ColumnSource[] sources;
    private final @Nullable Object[] fallbacks;
    private final int[] key;
    private final Pointers pointers;
    private final Metrics metrics;

    RowReader(Table table) {
        this(table, table.columns().size());
    }

    /** @param declared how many of the table's columns are in its configuration, the others were found in messages */
    RowReader(Table table, int declared) {
        this.table = table;
        this.declared = declared;
        List<Column> stored = table.stored();
        List<ColumnSource> from =
                stored.stream().map(c -> ColumnSource.of(c.from())).toList();
        List<String> names = stored.stream().map(Column::name).toList();
        this.columns = stored.toArray(Column[]::new);
        this.sources = from.toArray(ColumnSource[]::new);
        this.fallbacks = stored.stream().map(Column::fallbackValue).toArray();
        this.key = table.key().stream().mapToInt(names::indexOf).toArray();
        this.pointers = new Pointers(from);
        this.metrics = new Metrics(from);
    }

    Table table() {
        return table;
    }

    /**
     * The rows of a message: one, or in the long form one for each number.
     *
     * @param callback called when the last of them is done
     * @throws Failure of kind RECORD, which names the column, its source and what is allowed
     */
    List<Row> read(Exchange exchange, Payload payload, AsyncCallback callback) {
        if (table.form() == Form.WIDE) {
            return List.of(row(exchange, payload.at(pointers), NO_METRIC, true, callback));
        }
        List<Metrics.Metric> found = metrics(payload.tree());
        JsonNode[] given = payload.at(pointers);
        if (found.isEmpty()) {
            throw Failure.rejected(
                    "SCHEMA", "The payload has no number, which table '" + table.name() + "' has its rows from.", null);
        }
        AtomicInteger left = new AtomicInteger(found.size());
        AsyncCallback afterAll = done -> {
            if (left.decrementAndGet() == 0) {
                callback.done(done);
            }
        };
        List<Row> rows = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            rows.add(row(exchange, given, found.get(i), i == found.size() - 1, afterAll));
        }
        return rows;
    }

    /**
     * A row that was read for other columns, from its message.
     *
     * @throws Failure of kind RECORD, as {@link #read}
     */
    Row readAgain(Row row) {
        MessageHelper.resetStreamCache(row.exchange().getMessage());
        @Nullable Payload payload = Payload.of(row.exchange().getMessage());
        if (payload == null) {
            throw Failure.rejected("EMPTY", "The payload could be read only once.", null);
        }
        return row(row.exchange(), payload.at(pointers), NO_METRIC, true, row.callback());
    }

    private List<Metrics.Metric> metrics(JsonNode payload) {
        try {
            return metrics.of(payload);
        } catch (IllegalArgumentException e) {
            throw Failure.rejected(
                    "DB_DATA",
                    "Table '" + table.name() + "' does not take a number of the payload, allowed is " + e.getMessage()
                            + ".",
                    null);
        }
    }

    /** @param given the nodes of the columns */
    private Row row(Exchange exchange, JsonNode[] given, Metrics.Metric metric, boolean last, AsyncCallback callback) {
        Message message = exchange.getMessage();
        Instant timestamp = timestamp(message);
        List<@Nullable Object> values = new ArrayList<>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            values.add(
                    switch (sources[i].kind()) {
                        case METRIC -> metric.name();
                        case VALUE -> metric.value();
                        default -> value(i, message, given[i], timestamp);
                    });
        }
        return new Row(table, false, values, key(values), timestamp, offset(message), last, exchange, callback);
    }

    /** What a message without a body deletes. */
    Row readDelete(Exchange exchange, AsyncCallback callback) {
        Message message = exchange.getMessage();
        Instant timestamp = timestamp(message);
        List<@Nullable Object> values = new ArrayList<>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            boolean ofKey = table.key().contains(columns[i].name());
            values.add(ofKey ? value(i, message, MissingNode.getInstance(), timestamp) : null);
        }
        return new Row(table, true, List.of(), key(values), timestamp, offset(message), true, exchange, callback);
    }

    private List<Object> key(List<@Nullable Object> values) {
        List<Object> parts = new ArrayList<>(key.length);
        for (int index : key) {
            @Nullable Object part = values.get(index);
            if (part == null) {
                throw missing(columns[index]);
            }
            parts.add(part);
        }
        return parts;
    }

    private @Nullable Object value(int index, Message message, JsonNode node, Instant timestamp) {
        Column column = columns[index];
        @Nullable Object value;
        try {
            value = given(index, message, node, timestamp);
        } catch (IllegalArgumentException e) {
            throw Failure.rejected(
                    "DB_DATA",
                    "Column '" + column.name() + "' of table '" + table.name() + "' does not take the value of '"
                            + column.from() + "', allowed is " + e.getMessage() + ".",
                    null);
        }
        if (value == null) {
            value = fallbacks[index];
        }
        if (value == null && !column.nullable()) {
            throw missing(column);
        }
        return value;
    }

    private @Nullable Object given(int index, Message message, JsonNode node, Instant timestamp) {
        ColumnSource source = sources[index];
        ColumnType type = columns[index].type();
        if (source.kind() == ColumnSource.Kind.POINTER) {
            if (Payload.isAbsent(node)) {
                return null;
            }
            // A text column that was found, not declared, takes what else a later message has in its place.
            boolean lenient = index >= declared && type == ColumnType.TEXT && !node.isValueNode();
            return Values.ofJson(lenient ? ColumnType.JSON : type, node);
        }
        if (source.kind() == ColumnSource.Kind.TIMESTAMP && type == ColumnType.TIMESTAMP) {
            return timestamp;
        }
        if (type == ColumnType.LONG
                && source.kind().isNumbered()
                && message.getHeader(
                                source.kind() == ColumnSource.Kind.OFFSET
                                        ? KafkaConstants.OFFSET
                                        : KafkaConstants.PARTITION)
                        instanceof Number number) {
            return number.longValue();
        }
        @Nullable String text = text(source, message, timestamp);
        return text == null ? null : Values.ofText(type, text);
    }

    private static @Nullable String text(ColumnSource source, Message message, Instant timestamp) {
        return switch (source.kind()) {
            case KEY -> {
                // Straight from a source without Kafka between, the device is what would have become the key.
                @Nullable String key = header(message, KafkaConstants.KEY);
                yield key == null ? header(message, RecordHeaders.DEVICE) : key;
            }
            case TOPIC -> header(message, KafkaConstants.TOPIC);
            case PARTITION -> header(message, KafkaConstants.PARTITION);
            case OFFSET -> header(message, KafkaConstants.OFFSET);
            case HEADER -> header(message, source.header());
            case TIMESTAMP -> Long.toString(timestamp.toEpochMilli());
            case POINTER, METRIC, VALUE -> null;
        };
    }

    private static @Nullable String header(Message message, String name) {
        @Nullable Object value = message.getHeader(name);
        if (value instanceof byte[] bytes) {
            return Values.utf8(bytes);
        }
        return value == null ? null : value.toString();
    }

    private static Instant timestamp(Message message) {
        @Nullable Long millis = message.getHeader(KafkaConstants.TIMESTAMP, Long.class);
        if (millis == null) {
            millis = message.getHeader(RecordHeaders.RECEIVED_AT, Long.class);
        }
        return Instant.ofEpochMilli(millis == null ? System.currentTimeMillis() : millis);
    }

    private static @Nullable Long offset(Message message) {
        return message.getHeader(KafkaConstants.OFFSET, Long.class);
    }

    private Failure missing(Column column) {
        boolean place = column.from().equals("topic")
                || column.from().equals("partition")
                || column.from().equals("offset");
        String message = place
                ? "The message does not come from Kafka, so table '" + table.name() + "' has no '" + column.name()
                        + "' for it; a 'key' of the table's own columns is needed."
                : "Column '" + column.name() + "' of table '" + table.name() + "' must have a value, but '"
                        + column.from() + "' has none.";
        return Failure.rejected("SCHEMA", message, null);
    }
}
