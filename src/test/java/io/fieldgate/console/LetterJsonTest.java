package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.observe.Masks;
import io.fieldgate.topic.Letter;
import io.fieldgate.topic.OpenLetter;
import io.fieldgate.topic.RecordPlace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetterJsonTest {
    private final LetterJson json = new LetterJson(new Masks(List.of("password", "token")));

    @Test
    void aPayloadIsShownAsItIsPrettyAndInBytes() {
        JsonNode payload =
                payload("{\"b\":1.10,\"a\":12345678901234567890.123456789}".getBytes(StandardCharsets.UTF_8));

        assertThat(payload.path("text").asText()).isEqualTo("{\"b\":1.10,\"a\":12345678901234567890.123456789}");
        assertThat(payload.path("pretty").asText())
                .as("digits as they were")
                .isEqualTo("{\n  \"b\" : 1.10,\n  \"a\" : 12345678901234567890.123456789\n}");
        assertThat(Base64.getDecoder().decode(payload.path("base64").asText()))
                .isEqualTo("{\"b\":1.10,\"a\":12345678901234567890.123456789}".getBytes(StandardCharsets.UTF_8));
        assertThat(payload.path("masked").asBoolean()).isFalse();
    }

    @Test
    void whatIsNoTextIsShownInBytesOnly() {
        JsonNode payload = payload(new byte[] {'{', (byte) 0xFF});

        assertThat(payload.path("text").isNull()).isTrue();
        assertThat(payload.path("pretty").isNull()).isTrue();
        assertThat(payload.path("base64").asText()).isEqualTo("e/8=");
    }

    @Test
    void secretsAreNeitherInTheTextNorInTheBytes() {
        JsonNode letter = shown(new OpenLetter(
                letter("the password=hunter2 is wrong"),
                null,
                "{\"password\":\"hunter2\"}".getBytes(StandardCharsets.UTF_8),
                List.of(header("mqtt.user.token", "hunter2"))));

        assertThat(letter.toString())
                .doesNotContain("hunter2")
                .doesNotContain(Base64.getEncoder().encodeToString("hunter2".getBytes(StandardCharsets.UTF_8)));
        assertThat(letter.path("payload").path("masked").asBoolean()).isTrue();
        assertThat(letter.path("payload").path("base64").isNull()).isTrue();
        assertThat(letter.path("message").asText()).isEqualTo("the password=*** is wrong");
    }

    @Test
    void headersAreShownEachWhateverTheyHold() {
        OpenLetter opened = new OpenLetter(
                letter(""),
                new byte[] {(byte) 0xFE},
                null,
                List.of(
                        header("a\r\nX: y", "1\r\n2"),
                        header("a\r\nX: y", "again"),
                        new OpenLetter.Entry("none", null),
                        new OpenLetter.Entry("bytes", new byte[] {0, (byte) 0xFF}),
                        new OpenLetter.Entry("kafka_dlt-original-offset", new byte[] {0, 0, 0, 0, 0, 0, 0, 9})));

        JsonNode letter = shown(opened);

        assertThat(letter.path("key").toString()).isEqualTo("{\"base64\":\"/g==\"}");
        assertThat(letter.path("payload").isNull()).isTrue();
        assertThat(letter.path("headers").toString())
                .isEqualTo("[{\"name\":\"a\\r\\nX: y\",\"text\":\"1\\r\\n2\"},"
                        + "{\"name\":\"a\\r\\nX: y\",\"text\":\"again\"},"
                        + "{\"name\":\"none\",\"text\":null},"
                        + "{\"name\":\"bytes\",\"base64\":\"AP8=\"},"
                        + "{\"name\":\"kafka_dlt-original-offset\",\"text\":\"9\"}]");
    }

    @Test
    void aPayloadOfMegabytesIsNotShown() {
        JsonNode payload = payload(new byte[Masks.MOST_BYTES + 1]);

        assertThat(payload.path("bytes").asInt()).isEqualTo(Masks.MOST_BYTES + 1);
        assertThat(payload.path("base64").isNull()).isTrue();
        assertThat(payload.path("notes").toString()).isEqualTo("[\"It is larger than 256 KB and not shown.\"]");
    }

    private JsonNode payload(byte[] value) {
        return shown(new OpenLetter(letter(""), null, value, List.of())).path("payload");
    }

    private JsonNode shown(OpenLetter letter) {
        return new ObjectMapper().valueToTree(json.of(letter));
    }

    private static OpenLetter.Entry header(String name, String value) {
        return new OpenLetter.Entry(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Letter letter(String message) {
        return new Letter(
                new RecordPlace("t.dlq", 0, 1),
                Instant.EPOCH,
                Instant.EPOCH,
                "t",
                "rows",
                "DB_DATA",
                message,
                false,
                "t-0@7",
                1,
                "pump-1",
                1,
                -1,
                null,
                null,
                0);
    }
}
