package io.fieldgate.topic;

import io.fieldgate.message.Causes;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a dead-letter record says about its failure: the gateway's {@code fg.dlq.*}, Kafka Connect's
 * {@code __connect.errors.*} (KIP-298, all text) and Spring Kafka's {@code kafka_dlt-*} (numbers big-endian). No stack
 * trace: it helps nobody who repairs data and tells much to others.
 */
final class DeadLetterHeaders {
    static final String PREFIX = "fg.dlq.";
    static final String CODE = PREFIX + "code";
    static final String STAGE = PREFIX + "stage";
    static final String ROUTE = PREFIX + "route";
    static final String SOURCE = PREFIX + "source";
    static final String MESSAGE = PREFIX + "exception.message";
    static final String SQLSTATE = PREFIX + "sqlstate";
    static final String ATTEMPTS = PREFIX + "attempts";
    /** When it became a dead letter, in milliseconds since 1970. */
    static final String FIRST = PREFIX + "first.ts";
    /** How many bytes the payload had of which only a part could be kept. */
    static final String TRUNCATED = PREFIX + "truncated";
    /** The stage of what never came into a topic. */
    static final String AT_INTAKE = "SOURCE_TO_TOPIC";

    private static final int MAX_MESSAGE_BYTES = 1024;

    private DeadLetterHeaders() {}

    /**
     * Adds them all.
     *
     * @param original the topic that the letter was read from or should have gone to; null when unknown
     */
    static void add(DeadLetter letter, @Nullable String original, long now, Headers to) {
        HeaderMapping.toRecord(letter.headers(), null, new RecentHeaders()).forEach(to::add);
        // A letter that failed again says why it failed last.
        ownNames(to).forEach(to::remove);
        Throwable root = letter.cause();
        String message = message(root);
        text(to, CODE, code(root));
        text(to, STAGE, letter.topic() == null ? AT_INTAKE : "TOPIC_TO_SINK");
        text(to, ROUTE, letter.route());
        text(to, SOURCE, letter.source());
        text(to, PREFIX + "exception.class", root.getClass().getName());
        text(to, MESSAGE, message);
        String state = sqlState(root);
        if (state != null) {
            text(to, SQLSTATE, state);
        }
        text(to, ATTEMPTS, Integer.toString(letter.attempts()));
        text(to, FIRST, Long.toString(now));
        text(to, PREFIX + "version", version());
        if (letter.value() != null) {
            text(to, PREFIX + "sha256", Sha256.hex(letter.value()));
        }
        conventions(letter, original, root, message, to);
    }

    private static void conventions(
            DeadLetter letter, @Nullable String original, Throwable root, String message, Headers to) {
        RecordPlace place = letter.topic() == null ? null : RecordPlace.parse(letter.source());
        if (place != null) {
            text(to, "__connect.errors.partition", Integer.toString(place.partition()));
            text(to, "__connect.errors.offset", Long.toString(place.offset()));
            to.add(
                    "kafka_dlt-original-partition",
                    ByteBuffer.allocate(Integer.BYTES).putInt(place.partition()).array());
            to.add("kafka_dlt-original-offset", bigEndian(place.offset()));
        }
        if (original != null) {
            text(to, "__connect.errors.topic", original);
            text(to, "kafka_dlt-original-topic", original);
        }
        text(to, "__connect.errors.connector.name", letter.route());
        text(to, "__connect.errors.task.id", "0");
        text(to, "__connect.errors.stage", "TASK_PUT");
        text(to, "__connect.errors.class.name", "io.fieldgate");
        text(to, "__connect.errors.exception.class.name", root.getClass().getName());
        text(to, "__connect.errors.exception.message", message);
        to.add("kafka_dlt-original-timestamp", bigEndian(letter.timestamp()));
        text(to, "kafka_dlt-exception-fqcn", root.getClass().getName());
        text(to, "kafka_dlt-exception-message", message);
    }

    /** A constant of few values. */
    static String code(Throwable cause) {
        Failure failure = Failure.in(cause);
        return failure == null ? "UNEXPECTED" : failure.code();
    }

    /** What a database called the fault (ISO 9075), if it was one that refused the record. */
    private static @Nullable String sqlState(Throwable thrown) {
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }

    private static Set<String> ownNames(Headers headers) {
        Set<String> names = new HashSet<>();
        for (Header header : headers) {
            if (header.key().startsWith(PREFIX)) {
                names.add(header.key());
            }
        }
        return names;
    }

    /** At most 1 KiB, on one line, nothing that a terminal would obey. */
    static String message(Throwable cause) {
        Failure failure = Failure.in(cause);
        String raw = (failure == null ? cause : failure).getMessage();
        if (raw == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < raw.length(); ) {
            int point = raw.codePointAt(i);
            boolean printable = !Character.isISOControl(point)
                    && Character.getType(point) != Character.FORMAT
                    && Character.getType(point) != Character.SURROGATE
                    && Character.getType(point) != Character.LINE_SEPARATOR
                    && Character.getType(point) != Character.PARAGRAPH_SEPARATOR;
            String piece = printable ? Character.toString(point) : String.format("\\u%04x", point);
            bytes += piece.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_MESSAGE_BYTES) {
                break;
            }
            text.append(piece);
            i += Character.charCount(point);
        }
        return text.toString();
    }

    static void text(Headers to, String name, String value) {
        to.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bigEndian(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static String version() {
        String version = DeadLetterHeaders.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
