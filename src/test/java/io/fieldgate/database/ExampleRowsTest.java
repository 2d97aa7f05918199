package io.fieldgate.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What examples bring into the topic telemetry does not end as dead letters on its way into the table that is shipped. */
class ExampleRowsTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @ParameterizedTest
    @ValueSource(strings = {"examples/routes/redis.test.yaml"})
    void whatAnExampleBringsIntoTheTopicIsARowOfTheShippedTable(String file) throws Exception {
        JsonNode tests = new YAMLMapper().readTree(Path.of(file).toFile()).get("tests");
        List<JsonNode> records = StreamSupport.stream(tests.spliterator(), false)
                .flatMap(test -> StreamSupport.stream(test.get("expect").spliterator(), false))
                .filter(expected -> expected.path("topic").asText().equals("telemetry"))
                .toList();

        List<Row> rows = records.stream().map(this::row).toList();

        assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row.values()).contains("oven-07", 180.0));
    }

    private Row row(JsonNode expected) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(expected.get("body").toString().getBytes(UTF_8));
        exchange.getMessage().setHeader(KafkaConstants.KEY, expected.get("key").asText());
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, 1L);
        Payload payload = Objects.requireNonNull(Payload.of(exchange.getMessage()));
        return new RowReader(Tables.shipped("telemetry"))
                .read(exchange, payload, done -> {})
                .get(0);
    }
}
