package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.Failure;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterTest {
    @Test
    void readsBackWhatDeadLettersWrite() {
        ConsumerRecord<byte[], byte[]> record = Letters.record("pump-1", "{}", Map.of());
        DeadLetter dead = new DeadLetter(
                "rows",
                "telemetry",
                new byte[0],
                "{}".getBytes(UTF_8),
                Map.of("fg.replay-of", "telemetry.dlq-0@3", "fg.replay-count", "2"),
                1_000,
                "telemetry-2@99",
                Failure.rejected("DB_DATA", "No number.", new SQLException("no", "22P02")),
                4);
        DeadLetterHeaders.add(dead, "telemetry", 5_000, record.headers());

        OpenLetter opened = OpenLetter.of(record);

        assertThat(opened.letter())
                .isEqualTo(new Letter(
                        new RecordPlace("telemetry.dlq", 2, 15),
                        Instant.ofEpochMilli(5_000),
                        Instant.ofEpochMilli(1_000),
                        "telemetry",
                        "rows",
                        "DB_DATA",
                        "No number.",
                        false,
                        "telemetry-2@99",
                        4,
                        "pump-1",
                        2,
                        -1,
                        "22P02",
                        "telemetry.dlq-0@3",
                        2));
        assertThat(opened.original()).isEqualTo(new RecordPlace("telemetry", 2, 99));
        assertThat(opened.headers())
                .filteredOn(header -> header.number() != null)
                .extracting(OpenLetter.Entry::name, OpenLetter.Entry::number)
                .containsExactlyInAnyOrder(
                        tuple("kafka_dlt-original-partition", 2L),
                        tuple("kafka_dlt-original-offset", 99L),
                        tuple("kafka_dlt-original-timestamp", 1_000L));
    }

    @Test
    void takesTheWordOfKafkaConnectWhereThereIsNoneOfOurs() {
        Letter letter = Letters.letter(
                "pump-1",
                Map.of(
                        "__connect.errors.topic", "readings",
                        "__connect.errors.connector.name", "jdbc-sink",
                        "__connect.errors.exception.message", "no column"));

        assertThat(letter.topic()).isEqualTo("readings");
        assertThat(letter.route()).isEqualTo("jdbc-sink");
        assertThat(letter.message()).isEqualTo("no column");
        assertThat(letter.code()).isEqualTo("UNKNOWN");
        assertThat(letter.failedAt()).isEqualTo(Instant.ofEpochMilli(1_000));
    }

    @Test
    void aRecordThatSaysNothingOfItselfIsALetterToo() {
        Letter letter =
                Letter.of(Letters.record(null, "x", Map.of("fg.dlq.attempts", "many", "fg.dlq.first.ts", "-1")));

        assertThat(letter.topic()).isEqualTo("telemetry");
        assertThat(letter.attempts()).isZero();
        assertThat(letter.failedAt()).isEqualTo(letter.timestamp());
        assertThat(letter.device()).isNull();
        assertThat(letter.isTruncated()).isFalse();
    }

    @Test
    void hugeHeadersTakeLittleRoomInAList() {
        Letter letter = Letters.letter("d".repeat(10_000), Map.of("fg.dlq.code", "C".repeat(1_000_000)));

        assertThat(letter.code()).hasSize(1_024);
        assertThat(letter.device()).hasSize(1_024);
    }

    @Test
    void aHeaderThatOnlyLooksLikeSpringsNumberIsNone() {
        assertThat(new OpenLetter.Entry("kafka_dlt-original-offset", new byte[3]).number())
                .isNull();
        assertThat(new OpenLetter.Entry("kafka_dlt-original-topic", new byte[8]).number())
                .isNull();
        assertThat(new OpenLetter.Entry(
                                "kafka_dlt-original-offset",
                                ByteBuffer.allocate(8).putLong(7).array())
                        .number())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "telemetry", "telemetry-1", "telemetry@1", "a b-0@1", "t-0@-1", "t-9999999999@1", "t/0-0@1"})
    void whatNamesNoPlaceIsNone(String text) {
        assertThat(RecordPlace.parse(text)).isNull();
    }

    @Test
    void aPlaceIsReadAsItIsWritten() {
        RecordPlace place = new RecordPlace("a-1.dlq", 0, 12);

        assertThat(RecordPlace.parse(place.toString())).isEqualTo(place);
    }
}
