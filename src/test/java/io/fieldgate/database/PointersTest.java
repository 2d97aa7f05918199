package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.message.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What columns want is the same, whether it is picked out of the text or looked up in a tree of all. */
class PointersTest {
    private static final Pointers PLACES =
            new Pointers(Stream.of("/a", "key", "/b/c", "/b", "/list/1", "/x~1y", "/", "/b/d/e", "timestamp", "/a")
                    .map(ColumnSource::of)
                    .toList());

    static Stream<String> payloads() {
        String deep = "[".repeat(63) + "]".repeat(63);
        return Stream.of(
                "{}",
                "{\"a\":1,\"b\":{\"c\":\"text\",\"d\":{\"e\":[true]}},\"list\":[0,{\"x\":1}],\"x/y\":null,\"\":false}",
                "\ufeff {\"other\":{\"a\":2,\"b\":[{}]},\"a\":-0.5e-3 , \"b\" : 7}  ",
                "{\"a\":12345678901234567890123,\"b\":9223372036854775807,\"list\":{\"1\":\"named\"}}",
                "{\"a\":1,\"a\":{\"n\":1},\"b\":{\"c\":1},\"b\":{\"d\":2}}",
                "{\"a\":1e400,\"other\":1e400}",
                "{\"a\":\"\\ud83d\\ude00 \\ud83d \\u0000\",\"\\u0062\":\"escaped name\"}",
                "{\"other\":" + deep + ",\"a\":" + deep + "}",
                "{\"other\":[" + deep + "],\"a\":1}",
                "{\"b\":{\"d\":" + deep + "}}",
                "{\"other\":" + "1".repeat(101) + "}",
                "{\"a\":" + "1".repeat(101) + "}",
                "{\"a\":1} {}",
                "{\"a\":1}]",
                "{\"a\":1",
                "{\"a\":1,}",
                "{\"other\":[1,2,\"a\":3]}",
                "{\"other\":tru}",
                "{\"other\":\"a line\nbreak\"}",
                "{\"other\":\"\u00ff\"}",
                "{\"other\":01}",
                "{\"other\":NaN}",
                "{'a':1}",
                "[{\"a\":1}]",
                "7",
                "null",
                "  ",
                "no");
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void picksOutOfTextWhatATreeHas(String json) {
        Object fromText =
                outcome(() -> payload(json.getBytes(StandardCharsets.UTF_8)).at(PLACES));
        Object fromTree = outcome(
                () -> PLACES.in(payload(json.getBytes(StandardCharsets.UTF_8)).tree()));

        assertThat(fromText).isEqualTo(fromTree);
    }

    @Test
    void refusesBytesThatAreNoUtf8WhereNoColumnLooks() {
        byte[] latin = "{\"other\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        Object fromText = outcome(() -> payload(latin).at(PLACES));

        assertThat(fromText).isEqualTo(outcome(() -> PLACES.in(payload(latin).tree())));
        assertThat(fromText.toString()).startsWith("MALFORMED_JSON");
    }

    @Test
    void findsTheValuesOfColumns() {
        JsonNode[] nodes = payload("{\"b\":{\"c\":\"text\"},\"a\":1}".getBytes(StandardCharsets.UTF_8))
                .at(PLACES);

        assertThat(nodes[0].intValue()).isEqualTo(1);
        assertThat(nodes[1].isMissingNode()).isTrue();
        assertThat(nodes[2].textValue()).isEqualTo("text");
        assertThat(nodes[9].intValue()).isEqualTo(1);
    }

    /** The nodes, or the code and sentence of the refusal without its place, which depends on how far was read. */
    private static Object outcome(Supplier<JsonNode[]> reading) {
        try {
            return List.of(reading.get());
        } catch (Failure refused) {
            return refused.code() + " " + String.valueOf(refused.getMessage()).replaceAll(" \\(line.*?\\)", "");
        }
    }

    private static Payload payload(byte[] json) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(json);
        return Objects.requireNonNull(Payload.of(exchange.getMessage()));
    }
}
