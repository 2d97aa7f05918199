package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.topic.LetterReader.Range;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterFilterTest {
    private static final Letter LETTER = Letters.letter(
            "pump-1", Map.of("fg.dlq.code", "DB_DATA", "fg.dlq.route", "rows", "fg.dlq.first.ts", "5000"));

    @ParameterizedTest
    @CsvSource({
        ",,,,,true",
        "rows,DB_DATA,pump-1,5,6,true",
        "rows,DB_DATA,pump-*,,,true",
        "other,,,,,false",
        ",EMPTY,,,,false",
        ",,pump,,,false",
        ",,,6,,false",
        ",,,,5,false",
    })
    void allOfItMustHold(
            @Nullable String route,
            @Nullable String code,
            @Nullable String device,
            @Nullable Long since,
            @Nullable Long until,
            boolean matches) {
        LetterFilter filter = new LetterFilter(null, route, code, device, time(since), time(until));

        assertThat(filter.matches(LETTER)).isEqualTo(matches);
    }

    private static @Nullable Instant time(@Nullable Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        ",telemetry.dlq,true",
        "telemetry,telemetry.dlq,true",
        "telemetry.dlq,telemetry.dlq,true",
        "telemetry,telemetry,false",
        ",telemetry,false",
        ",__consumer_offsets,false",
        "telemetry,events.dlq,false",
    })
    void onlyTopicsOfDeadLettersAreRead(@Nullable String topic, String read, boolean concerns) {
        assertThat(new LetterFilter(topic, null, null, null, null, null).concerns(read))
                .isEqualTo(concerns);
    }

    @Test
    void aListGoesOnWhereItWasEndedInEachPartition() {
        TopicPartition zero = new TopicPartition("a.dlq", 0);
        TopicPartition two = new TopicPartition("a.dlq", 2);
        TopicPartition other = new TopicPartition("b.dlq", 0);
        String text = LetterCursor.text(Map.of(zero, 15L, two, 7L, other, 3L));

        assertThat(text).isEqualTo("a.dlq@0:15:2:7,b.dlq@0:3");
        assertThat(LetterCursor.rest(
                        text,
                        Map.of(
                                zero,
                                new Range(0, 20),
                                two,
                                new Range(5, 6),
                                new TopicPartition("c.dlq", 0),
                                new Range(0, 1))))
                .isEqualTo(Map.of(zero, new Range(0, 15), two, new Range(5, 6)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.dlq@", "a.dlq@0", "a.dlq@0:99999999999999999999", "a.dlq@0:1,", "a.dlq@0:1;b"})
    void whatIsNoCursorIsRefused(String text) {
        assertThatThrownBy(() -> LetterCursor.rest(text, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'after' is '" + text + "', allowed is what an answer before had as 'next'");
    }
}
