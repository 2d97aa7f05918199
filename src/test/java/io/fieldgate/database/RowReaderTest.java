package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private static final Table READINGS = new Table(
            "readings",
            List.of(
                    new Column("device", ColumnType.TEXT, "key", true),
                    new Column("ts", ColumnType.TIMESTAMP, "/ts", true),
                    new Column("temperature", ColumnType.DOUBLE, "/sensor/temperature", true),
                    new Column("count", ColumnType.LONG, "/count", true),
                    new Column("ok", ColumnType.BOOLEAN, "/ok", true),
                    new Column("unit", ColumnType.TEXT, "/unit", false),
                    new Column("line", ColumnType.LONG, "header:fg.line", true)),
            List.of("device", "ts"),
            Evolve.NONE);
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

        assertThat(new RowReader(READINGS).read(exchange, done -> {})).isNull();
    }

    private Exchange exchange(String json) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(json.getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader(KafkaConstants.KEY, "pump-1".getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, 1L);
        return exchange;
    }

    private static Row read(Exchange exchange) {
        @Nullable Row row = new RowReader(READINGS).read(exchange, done -> {});
        if (row == null) {
            throw new AssertionError("no row");
        }
        return row;
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
}
