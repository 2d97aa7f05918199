package io.fieldgate.database;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Locale;

/**
 * Where the value of a column comes from.
 *
 * @param kind which part of the message
 * @param header the header's name when the kind is {@code HEADER}, else empty
 * @param pointer the place in the JSON payload when the kind is {@code POINTER}, else the root
 */
record ColumnSource(Kind kind, String header, JsonPointer pointer) {
    enum Kind {
        KEY,
        TIMESTAMP,
        TOPIC,
        PARTITION,
        OFFSET,
        HEADER,
        POINTER,
        METRIC,
        VALUE;

        /** True for the coordinates that Kafka counts. */
        boolean isNumbered() {
            return this == PARTITION || this == OFFSET;
        }

        /** True for the two columns that a table of the long form has by itself. */
        boolean isMeasured() {
            return this == METRIC || this == VALUE;
        }
    }

    private static final String HEADER_PREFIX = "header:";

    /**
     * Reads {@code key}, {@code timestamp}, {@code topic}, {@code partition}, {@code offset}, {@code header:NAME} or a
     * JSON pointer (RFC 6901) such as {@code /motor/temperature}.
     *
     * @throws IllegalArgumentException in a sentence that says what is allowed
     */
    static ColumnSource of(String text) {
        if (text.startsWith("/")) {
            return new ColumnSource(Kind.POINTER, "", JsonPointer.compile(text));
        }
        if (text.startsWith(HEADER_PREFIX) && text.length() > HEADER_PREFIX.length()) {
            return new ColumnSource(Kind.HEADER, text.substring(HEADER_PREFIX.length()), JsonPointer.empty());
        }
        return switch (text) {
            case "key", "timestamp", "topic", "partition", "offset", "metric", "value" ->
                new ColumnSource(Kind.valueOf(text.toUpperCase(Locale.ROOT)), "", JsonPointer.empty());
            default ->
                throw new IllegalArgumentException("from: '" + text + "' is not allowed, allowed are key, timestamp,"
                        + " topic, partition, offset, header:NAME and a JSON pointer that begins with '/'.");
        };
    }
}
