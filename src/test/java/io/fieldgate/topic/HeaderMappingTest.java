package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.Failure;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class HeaderMappingTest {
    @Test
    void valuesBecomeBytesThatReadBack() {
        assertThat(HeaderMapping.bytes("\u00e4")).isEqualTo("\u00e4".getBytes(UTF_8));
        assertThat(HeaderMapping.bytes(5L)).asString(UTF_8).isEqualTo("5");
        assertThat(HeaderMapping.bytes(1.5e9)).asString(UTF_8).isEqualTo("1500000000");
        assertThat(HeaderMapping.bytes(Double.NaN)).asString(UTF_8).isEqualTo("NaN");
        assertThat(HeaderMapping.bytes(true)).asString(UTF_8).isEqualTo("true");
        assertThat(HeaderMapping.bytes(new byte[] {0, -1})).containsExactly(0, -1);
    }

    @Test
    void onlyCarriedHeadersCrossInBothDirections() {
        Headers onRecord = HeaderMapping.toRecord(
                Map.of("fg.site", "north", "fg.route", "forged", "Cookie", "x", "kafka.KEY", "y"),
                "in",
                new RecentHeaders());
        onRecord.add("CamelFileName", "z".getBytes(UTF_8));
        onRecord.add("fg.raw", new byte[] {-1});
        onRecord.add("fg.received-at", "12".getBytes(UTF_8));
        onRecord.add("fg.event-time", "11".getBytes(UTF_8));

        assertThat(HeaderMapping.carried(onRecord))
                .containsOnlyKeys("fg.site", "fg.route", "fg.raw", "fg.received-at", "fg.event-time")
                .containsEntry("fg.event-time", 11L)
                .containsEntry("fg.site", "north")
                .containsEntry("fg.route", "in")
                .containsEntry("fg.raw", new byte[] {-1})
                .containsEntry("fg.received-at", 12L);
    }

    @Test
    void aHeaderThatStaysTheSameIsMadeOnceAndOnlyThen() {
        RecentHeaders recent = new RecentHeaders();
        String file = "drop/a.csv";
        byte[] bytes = {1};
        Header first = recent.header("fg.file", file);

        assertThat(recent.header("fg.file", file)).isSameAs(first);
        assertThat(recent.header("fg.other", file).key()).isEqualTo("fg.other");
        assertThat(recent.header("fg.file", "drop/b.csv").value())
                .asString(UTF_8)
                .isEqualTo("drop/b.csv");
        assertThat(recent.header("fg.raw", bytes)).isNotSameAs(recent.header("fg.raw", bytes));
    }

    @Test
    void capturesComeBackButSteerNothing() {
        Map<String, Object> carried = new LinkedHashMap<>();
        for (String name : new String[] {
            "fg.site",
            "fg.device",
            "fg.source",
            "fg.route",
            "fg.received-at",
            "fg.replay-of",
            "fg.dlq",
            "fg.dlq.code",
            "fg.camelHttpUri",
            "fg.cAmelFileName",
            "fg.CamelExec",
            "fg.kafka.KEY",
            "fg.content-type",
            "fg.contenT-type",
            "fg.traceparent",
            "fg.",
            "mqtt.topic"
        }) {
            carried.put(name, "v");
        }
        Map<String, Object> captures = new HashMap<>();

        HeaderMapping.addCaptures(carried, captures);

        assertThat(captures).containsOnlyKeys("site", "device");
        assertThat(inOneGo(carried)).isEqualTo(inTwo(carried));
    }

    /** The headers of a message that is made of a record with these headers. */
    private static Map<String, Object> inOneGo(Map<String, Object> carried) {
        Map<String, Object> headers = new HashMap<>();
        HeaderMapping.addCarriedAndCaptures(record(carried), headers);
        return headers;
    }

    private static Map<String, Object> inTwo(Map<String, Object> carried) {
        Map<String, Object> read = HeaderMapping.carried(record(carried));
        Map<String, Object> headers = new HashMap<>();
        HeaderMapping.addCaptures(read, headers);
        headers.putAll(read);
        return headers;
    }

    private static Headers record(Map<String, Object> carried) {
        Headers headers = new RecordHeaders();
        carried.forEach((name, value) -> headers.add(name, HeaderMapping.bytes(value)));
        headers.add("Cookie", HeaderMapping.bytes("x"));
        headers.add("fg.none", null);
        headers.add("fg.received-at", HeaderMapping.bytes(12L));
        return headers;
    }

    @Test
    void aDeadLetterSaysWhyWithoutControlCharactersAndInOneKibibyte() {
        Failure cause = Failure.rejected("SCHEMA", "a\r\n\u001b[31mb\u202e" + "\u00e4".repeat(2000), null);
        DeadLetter letter =
                new DeadLetter("in", null, null, new byte[0], Map.of("fg.dlq.code", "OLD"), 5, "mqtt:a/b", cause, 2);
        Headers headers = new RecordHeaders();

        DeadLetterHeaders.add(letter, "telemetry", 7, headers);

        String message =
                new String(headers.lastHeader("fg.dlq.exception.message").value(), UTF_8);
        assertThat(message).startsWith("a\\u000d\\u000a\\u001b[31mb\\u202e\u00e4");
        assertThat(message.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(1024);
        assertThat(headers.headers("fg.dlq.code"))
                .singleElement()
                .satisfies(header -> assertThat(header.value()).asString(UTF_8).isEqualTo("SCHEMA"));
        assertThat(headers.lastHeader("kafka_dlt-original-topic").value())
                .asString(UTF_8)
                .isEqualTo("telemetry");
        assertThat(headers.lastHeader("__connect.errors.partition")).isNull();
        assertThat(headers.lastHeader("fg.dlq.sha256").value())
                .asString(UTF_8)
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void aDeadLetterThatADatabaseRefusedHoldsTheSqlstate() {
        Failure cause = Failure.rejected("DB_DATA", "value too long", new SQLException("too long", "22001"));
        DeadLetter letter = new DeadLetter("out", "telemetry", null, null, Map.of(), 5, "telemetry-0@7", cause, 1);
        Headers headers = new RecordHeaders();

        DeadLetterHeaders.add(letter, "telemetry", 7, headers);

        assertThat(headers.lastHeader("fg.dlq.sqlstate").value())
                .asString(UTF_8)
                .isEqualTo("22001");
    }
}
