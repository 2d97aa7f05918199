package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records of dead-letter topics as tests need them. */
final class Letters {
    private Letters() {}

    static ConsumerRecord<byte[], byte[]> record(@Nullable String key, String value, Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(UTF_8)));
        return new ConsumerRecord<>(
                "telemetry.dlq",
                2,
                15,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                value.getBytes(UTF_8),
                all,
                Optional.empty());
    }

    static Letter letter(String key, Map<String, String> headers) {
        return Letter.of(record(key, "x", headers));
    }

    static List<String> places(List<Letter> letters) {
        return letters.stream().map(letter -> letter.place().toString()).toList();
    }
}
