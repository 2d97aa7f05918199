package io.fieldgate.topic;

import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Utf8;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a dead letter say of it. Those of Kafka Connect and Spring Kafka stand in for ours where these are
 * missing. All texts are as they were found: whoever can write to the topic has chosen them.
 *
 * @param place where the letter lies
 * @param failedAt when it became a dead letter
 * @param timestamp of the record that it was; {@code fg.event-time} when its topic, or that of the letters, had to give it another
 * @param topic that the record was read from, or should have gone to; that of the letter without its end when it is unknown
 * @param code of the cause, {@code UNKNOWN} when it says none
 * @param origin where exactly the message came from
 * @param device the key as text, else what was captured; null when there is neither
 * @param bytes of its payload
 * @param fullBytes of the payload that was too large to be kept as a whole; -1 when it was kept
 * @param sqlState what a database called the fault; null when none did
 * @param replayOf the letter that this was before it was replayed and failed again; null when it was not
 * @param replays how often it has been replayed
 */
public record Letter(
        RecordPlace place,
        Instant failedAt,
        Instant timestamp,
        String topic,
        String route,
        String code,
        String message,
        boolean atIntake,
        String origin,
        int attempts,
        @Nullable String device,
        int bytes,
        long fullBytes,
        @Nullable String sqlState,
        @Nullable String replayOf,
        int replays) {
    private static final int LONGEST_TEXT = 1_024;
    private static final String UNKNOWN = "UNKNOWN";

    static Letter of(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String route = text(headers, DeadLetterHeaders.ROUTE, "__connect.errors.connector.name");
        String code = text(headers, DeadLetterHeaders.CODE);
        String topic = text(headers, "kafka_dlt-original-topic", "__connect.errors.topic");
        String stage = text(headers, DeadLetterHeaders.STAGE);
        return new Letter(
                RecordPlace.of(record),
                Instant.ofEpochMilli(number(headers, DeadLetterHeaders.FIRST, record.timestamp())),
                Instant.ofEpochMilli(number(headers, RecordHeaders.EVENT_TIME, record.timestamp())),
                topic == null ? withoutSuffix(record.topic()) : topic,
                route == null ? "" : route,
                code == null ? UNKNOWN : code,
                or(text(
                        headers,
                        DeadLetterHeaders.MESSAGE,
                        "__connect.errors.exception.message",
                        "kafka_dlt-exception-message")),
                DeadLetterHeaders.AT_INTAKE.equals(stage),
                or(text(headers, DeadLetterHeaders.SOURCE)),
                (int) number(headers, DeadLetterHeaders.ATTEMPTS, 0),
                device(record),
                record.value() == null ? 0 : record.value().length,
                number(headers, DeadLetterHeaders.TRUNCATED, -1),
                text(headers, DeadLetterHeaders.SQLSTATE),
                text(headers, RecordHeaders.REPLAY_OF),
                (int) number(headers, RecordHeaders.REPLAY_COUNT, 0));
    }

    /** Whether only a part of the payload was kept. */
    public boolean isTruncated() {
        return fullBytes >= 0;
    }

    private static @Nullable String device(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? null : Utf8.text(record.key());
        return key == null ? text(record.headers(), RecordHeaders.PREFIX + RecordHeaders.DEVICE) : cut(key);
    }

    private static String withoutSuffix(String topic) {
        return topic.substring(0, topic.length() - TopicSpec.DEAD_LETTER_SUFFIX.length());
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The first of these that there is. */
    private static @Nullable String text(Headers headers, String... names) {
        for (String name : names) {
            Header header = headers.lastHeader(name);
            if (header != null && header.value() != null) {
                return cut(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return null;
    }

    private static String cut(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    private static long number(Headers headers, String name, long otherwise) {
        String text = text(headers, name);
        return text != null && text.matches("\\d{1,15}") ? Long.parseLong(text) : otherwise;
    }
}
