package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowReaderTest {
    private static final Table READINGS = Tables.table(
            "readings",
            List.of(
                    new Column("device", ColumnType.TEXT, "key", true, null),
                    new Column("ts", ColumnType.TIMESTAMP, "/ts", true, null),
                    new Column("temperature", ColumnType.DOUBLE, "/sensor/temperature", true, null),
                    new Column("count", ColumnType.LONG, "/count", true, null),
                    new Column("ok", ColumnType.BOOLEAN, "/ok", true, null),
                    new Column("unit", ColumnType.TEXT, "/unit", false, null),
                    new Column("line", ColumnType.LONG, "header:fg.line", true, null)),
            List.of("device", "ts"),
            Evolve.NONE);
    private static final Table LONG = Tables.read("""
            name: measured
            form: long
            key: [device, ts, metric]
            columns:
              - { name: device, from: key }
              - { name: ts, type: timestamp }
            """);
    private static final String UNIT = "\"unit\":\"C\"";

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":           | MALFORMED_JSON | not JSON (line 1",
                "<xml/>            | MALFORMED_JSON | not JSON",
                "{} {}             | MALFORMED_JSON | not JSON",
                "{\"a\":NaN}       | MALFORMED_JSON | not JSON",
                "''                | EMPTY          | empty",
                "[1]               | SCHEMA         | JSON array",
                "\"text\"          | SCHEMA         | JSON text",
                "null              | SCHEMA         | JSON null",
                "{\"ts\":1}        | SCHEMA         | Column 'unit' of table 'readings' must have a value, but '/unit' has none",
                "{\"unit\":\"C\"}  | SCHEMA         | Column 'ts'",
                "{\"ts\":1,\"unit\":\"C\",\"sensor\":{\"temperature\":\"hot\"}} | DB_DATA | Column 'temperature' of table 'readings' does not take the value of '/sensor/temperature', allowed is a number",
                "{\"ts\":1,\"unit\":\"C\",\"sensor\":{\"temperature\":1e400}} | DB_DATA | allowed is a number of 64 bits",
                "{\"ts\":1,\"unit\":\"C\",\"count\":1.5}                | DB_DATA | a whole number of 64 bits",
                "{\"ts\":1,\"unit\":\"C\",\"count\":9223372036854775808} | DB_DATA | a whole number of 64 bits",
                "{\"ts\":1,\"unit\":\"C\",\"count\":1e999999999}        | DB_DATA | a whole number of 64 bits",
                "{\"ts\":1,\"unit\":\"C\",\"ok\":1}                     | DB_DATA | true or false",
                "{\"ts\":\"yesterday\",\"unit\":\"C\"}                  | DB_DATA | ISO 8601",
                "{\"ts\":1e20,\"unit\":\"C\"}                           | DB_DATA | ISO 8601",
                "{\"ts\":1e999999999,\"unit\":\"C\"}                    | DB_DATA | ISO 8601",
                "{\"ts\":\"+999999999-01-01T00:00:00Z\",\"unit\":\"C\"} | DB_DATA | ISO 8601",
                "{\"ts\":1,\"unit\":{\"a\":1}}                          | DB_DATA | a text, number or boolean",
                "{\"ts\":1,\"unit\":\"\\ud800\"}                        | DB_DATA | whole Unicode characters",
            })
    void refusesWhatIsNoRowAndSaysWhatIsAllowed(String json, String code, String sentence) {
        Failure failure = failureOf(json);

        assertThat(failure.kind()).isEqualTo(FailureKind.RECORD);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(sentence);
    }

    @Test
    void refusesDeepNestingAndLongNumbersWithoutFallingOver() {
        assertThat(failureOf("[".repeat(100_000)).code()).isEqualTo("LIMIT_DEPTH");
        assertThat(failureOf("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}").code())
                .isEqualTo("LIMIT_DEPTH");
        assertThat(failureOf("{\"a\":" + "9".repeat(10_000) + "}").code()).isEqualTo("LIMIT_NUMBER");
    }

    @Test
    void neverQuotesThePayload() {
        assertThat(failureOf("s3cret")).hasMessageNotContaining("s3cret");
        assertThat(failureOf("{\"ts\":\"s3cret\"," + UNIT + "}")).hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 2023-11-14T22:13:20Z",
        "1700000000.25, 2023-11-14T22:13:20.250Z",
        "1700000000123, 2023-11-14T22:13:20.123Z",
        "-1, 1969-12-31T23:59:59Z",
        "\"2023-11-14T22:13:20.1234567Z\", 2023-11-14T22:13:20.123456Z",
        "\"2023-11-14T23:13:20+01:00\", 2023-11-14T22:13:20Z",
        "\"2023-11-14T22:13:20\", 2023-11-14T22:13:20Z",
        "\"2023-11-14 22:13\", 2023-11-14T22:13:00Z",
    })
    void readsTimes(String json, Instant time) {
        assertThat(valuesOf("{\"ts\":" + json + "," + UNIT + "}").get(1)).isEqualTo(time);
    }

    @Test
    void readsAPayloadWithAByteOrderMarkAndUnknownFields() {
        assertThat(valuesOf("\uFEFF{\"ts\":1," + UNIT + ",\"more\":[{}]}").get(5))
                .isEqualTo("C");
    }

    @Test
    void readsHeadersAsTextOfTheirColumnsType() {
        Exchange exchange = exchange("{\"ts\":1," + UNIT + "}");
        exchange.getMessage().setHeader("fg.line", "12".getBytes(StandardCharsets.UTF_8));

        assertThat(read(exchange).values().get(6)).isEqualTo(12L);
    }

    @Test
    void takesTheDeviceForTheKeyAndTheArrivalForTheTimestampOfAMessageThatWasNeverInKafka() {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody("{\"ts\":1," + UNIT + "}");
        exchange.getMessage().setHeader("device", "pump-9");
        exchange.getMessage().setHeader("fg.received-at", 1_700_000_000_000L);

        Row row = read(exchange);

        assertThat(row.key()).containsExactly("pump-9", Instant.ofEpochSecond(1));
        assertThat(row.timestamp()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
        assertThat(row.offset()).isNull();
    }

    @Test
    void takesAMapForAJsonObject() {
        Exchange exchange = exchange("");
        exchange.getMessage().setBody(Map.of("ts", 1, "unit", "C"));

        assertThat(read(exchange).values().get(5)).isEqualTo("C");
    }

    @Test
    void refusesAKeyThatIsNoText() {
        Exchange exchange = exchange("{\"ts\":1," + UNIT + "}");
        exchange.getMessage().setHeader(KafkaConstants.KEY, new byte[] {(byte) 0xff, 0});

        assertThat(failureOf(exchange)).hasMessageContaining("Column 'device'").hasMessageContaining("UTF-8");
    }

    @Test
    void aTombstoneIsNoRow() {
        Exchange exchange = exchange("");
        exchange.getMessage().setBody(null);

        assertThat(Payload.of(exchange.getMessage())).isNull();
    }

    private Exchange exchange(String json) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(json.getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader(KafkaConstants.KEY, "pump-1".getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, 1L);
        return exchange;
    }

    private static Row read(Exchange exchange) {
        return rows(READINGS, exchange).get(0);
    }

    private static List<Row> rows(Table table, Exchange exchange) {
        @Nullable Payload payload = Payload.of(exchange.getMessage());
        if (payload == null) {
            throw new AssertionError("no payload");
        }
        return new RowReader(table).read(exchange, payload, done -> {});
    }

    private List<@Nullable Object> valuesOf(String json) {
        return read(exchange(json)).values();
    }

    private Failure failureOf(String json) {
        return failureOf(exchange(json));
    }

    private static Failure failureOf(Exchange exchange) {
        return Assertions.catchThrowableOfType(Failure.class, () -> read(exchange));
    }

    @Test
    void takesTheDefaultOfAColumnWhoseValueIsMissingOrNull() {
        Table table = Tables.read("""
                name: t
                columns:
                  - { name: unit, nullable: false, default: C }
                  - { name: line, type: long, default: 7 }
                  - { name: since, type: timestamp, default: "2026-01-01T00:00:00Z" }
                """);
        Exchange exchange = exchange("{\"line\":null}");
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, "t");
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, 0);
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, 0L);

        assertThat(rows(table, exchange).get(0).values()).startsWith("C", 7L, Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void inTheLongFormEveryNumberIsARowExceptThoseThatColumnsTake() {
        List<Row> rows = rows(LONG, exchange("""
                {"ts":1,"temperature":21.5,"motor":{"rpm":900,"phase":{"u":1}},"ok":true,"note":"x","list":[1],"gone":null}
                """));

        assertThat(rows)
                .extracting(Row::key)
                .containsExactly(
                        List.of("pump-1", Instant.ofEpochSecond(1), "temperature"),
                        List.of("pump-1", Instant.ofEpochSecond(1), "motor.rpm"),
                        List.of("pump-1", Instant.ofEpochSecond(1), "motor.phase.u"));
        assertThat(rows).extracting(row -> row.values().get(3)).containsExactly(21.5, 900.0, 1.0);
    }

    @Test
    void inTheLongFormAMessageIsDoneWhenTheLastOfItsRowsIs() {
        List<Boolean> done = new ArrayList<>();
        Exchange exchange = exchange("{\"ts\":1,\"a\":1,\"b\":2}");
        @Nullable Payload payload = Payload.of(exchange.getMessage());
        List<Row> rows = new RowReader(LONG).read(exchange, Objects.requireNonNull(payload), done::add);

        rows.get(0).callback().done(false);
        assertThat(done).isEmpty();
        rows.get(1).callback().done(false);
        assertThat(done).containsExactly(false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ts\":1,\"note\":\"x\"} | SCHEMA  | The payload has no number",
                "{\"ts\":1,\"a\":1e400}    | DB_DATA | allowed is a number of 64 bits",
                "{\"a\":1}                 | SCHEMA  | Column 'ts'",
            })
    void inTheLongFormRefusesWhatMakesNoRow(String json, String code, String sentence) {
        Failure failure = Assertions.catchThrowableOfType(Failure.class, () -> rows(LONG, exchange(json)));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(sentence);
    }
}
