package io.fieldgate.database;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;

/** Reads the row of one table from a message. Threads: any number. */
final class RowReader {
    private final Table table;
    private final List<Column> columns;
    private final List<ColumnSource> sources;
    private final int[] key;

    RowReader(Table table) {
        this.table = table;
        this.columns = table.stored();
        this.sources = columns.stream().map(c -> ColumnSource.of(c.from())).toList();
        List<String> names = columns.stream().map(Column::name).toList();
        this.key = table.key().stream().mapToInt(names::indexOf).toArray();
    }

    /**
     * The row of a message, or null when the message has no body (a tombstone).
     *
     * @throws Failure of kind RECORD, which names the column, its source and what is allowed
     */
    @Nullable
    Row read(Exchange exchange, AsyncCallback callback) {
        Message message = exchange.getMessage();
        @Nullable JsonNode payload = Payload.of(message);
        if (payload == null) {
            return null;
        }
        Instant timestamp = timestamp(message);
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            values.add(value(columns.get(i), sources.get(i), message, payload, timestamp));
        }
        List<Object> keyValues = new ArrayList<>(key.length);
        for (int index : key) {
            @Nullable Object part = values.get(index);
            if (part == null) {
                throw missing(columns.get(index));
            }
            keyValues.add(part);
        }
        @Nullable Long offset = message.getHeader(KafkaConstants.OFFSET, Long.class);
        return new Row(values, keyValues, timestamp, offset, exchange, callback);
    }

    private @Nullable Object value(
            Column column, ColumnSource source, Message message, JsonNode payload, Instant timestamp) {
        @Nullable Object value;
        try {
            if (source.kind() == ColumnSource.Kind.POINTER) {
                JsonNode node = payload.at(source.pointer());
                value = Payload.isAbsent(node) ? null : Values.ofJson(column.type(), node);
            } else if (source.kind() == ColumnSource.Kind.TIMESTAMP && column.type() == ColumnType.TIMESTAMP) {
                value = timestamp;
            } else {
                @Nullable String text = text(source, message, timestamp);
                value = text == null ? null : Values.ofText(column.type(), text);
            }
        } catch (IllegalArgumentException e) {
            throw Failure.rejected(
                    "DB_DATA",
                    "Column '" + column.name() + "' of table '" + table.name() + "' does not take the value of '"
                            + column.from() + "', allowed is " + e.getMessage() + ".",
                    null);
        }
        if (value == null && !column.nullable()) {
            throw missing(column);
        }
        return value;
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
            case POINTER -> null;
        };
    }

    private static @Nullable String header(Message message, String name) {
        @Nullable Object value = message.getHeader(name);
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
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
