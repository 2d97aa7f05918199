package io.fieldgate.database;

import io.fieldgate.message.Progress;
import io.fieldgate.message.RecordHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way into the database.
 *
 * @param table as it was known when the message was read
 * @param deletes whether the row of its key goes; then there are no values
 * @param values in the order of the table's {@link Table#stored}, typed as {@link ColumnType} says
 * @param key the values of the key columns
 * @param timestamp the record's timestamp, which with the offset says which of two rows is the newer
 * @param offset the record's offset; null when the message does not come from Kafka
 * @param received when the gateway received the message, in milliseconds since 1970; 0 when it says nothing of how long
 *     the way into the database took
 * @param bytes about how many bytes of memory it keeps
 * @param last whether it is the last of its message; the others are stored before it
 * @param exchange whose failure is set when the row is refused
 * @param callback called when the row is stored or refused
 */
record Row(
        Table table,
        boolean deletes,
        List<@Nullable Object> values,
        List<Object> key,
        Instant timestamp,
        @Nullable Long offset,
        long received,
        int bytes,
        boolean last,
        Exchange exchange,
        AsyncCallback callback) {
    /** What a row keeps in memory beside its texts: objects, numbers, the exchange with its headers. */
    private static final int OVERHEAD = 1_000;

    /** As the message has it. */
    Row(
            Table table,
            boolean deletes,
            List<@Nullable Object> values,
            List<Object> key,
            Instant timestamp,
            @Nullable Long offset,
            boolean last,
            Exchange exchange,
            AsyncCallback callback) {
        this(
                table,
                deletes,
                values,
                key,
                timestamp,
                offset,
                last ? received(exchange.getMessage()) : 0,
                bytes(values),
                last,
                exchange,
                callback);
    }

    /** How old a dead letter was that came back says nothing of the database. */
    private static long received(Message message) {
        return message.getHeader(RecordHeaders.RECEIVED_AT) instanceof Long received
                        && message.getHeader(RecordHeaders.REPLAY_OF) == null
                ? received
                : 0;
    }

    /** Its texts count twice, once as they came and once as they were read. */
    private static int bytes(List<@Nullable Object> values) {
        int bytes = OVERHEAD;
        for (Object value : values) {
            if (value instanceof String text) {
                bytes += 2 * text.length();
            }
        }
        return bytes;
    }

    /** That of its message, which is stored with this row; null when rows are missing or nobody asks this table. */
    @Nullable
    Progress progress() {
        // Most routes keep their position in Kafka, and a property is looked for in two places.
        if (!last || !exchange.hasProperties() || exchange.isFailed()) {
            return null;
        }
        @Nullable Progress progress = Progress.in(exchange.getProperty(Progress.PROPERTY), exchange);
        return progress != null
                        && progress.reading().bookmark().keeper() instanceof DatabaseEndpoint keeper
                        && keeper.getTable().equals(table.name())
                ? progress
                : null;
    }

    /** Whether its values have the types that the table's columns have by now; columns may have been added. */
    boolean isFor(Table now) {
        return deletes || now.isOrExtends(table);
    }

    /**
     * Its values for a table that has been given columns since it was read; they stand before those of Kafka.
     *
     * @param columns how many the table has
     */
    List<@Nullable Object> values(int columns) {
        if (values.size() == columns) {
            return values;
        }
        List<@Nullable Object> padded = new ArrayList<>(columns);
        int own = values.size() - Table.KAFKA_COLUMNS;
        padded.addAll(values.subList(0, own));
        while (padded.size() < columns - Table.KAFKA_COLUMNS) {
            padded.add(null);
        }
        padded.addAll(values.subList(own, values.size()));
        return padded;
    }

    /**
     * Orders rows by key, column by column. Every writer locks rows in this order, so that two of them seldom
     * deadlock.
     */
    static final Comparator<List<Object>> KEY_ORDER = (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    @SuppressWarnings("unchecked") // values of one column are of one class, and all of them are comparable
    private static int compare(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    /** The newer of two rows of the same key; of equals, the one that came later. The dialects' guards say the same. */
    static Row newer(Row earlier, Row later) {
        int order = later.timestamp.compareTo(earlier.timestamp);
        if (order == 0 && later.offset != null && earlier.offset != null) {
            order = later.offset.compareTo(earlier.offset);
        }
        return order >= 0 ? later : earlier;
    }
}
