package io.fieldgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadSchemaTest {
    private static final String READING = """
            {
              "type": "object",
              "required": ["ts", "temperature"],
              "properties": {
                "ts": {"type": "string", "format": "date-time"},
                "temperature": {"type": "number", "minimum": -273.15, "multipleOf": 0.1},
                "count": {"type": "integer"},
                "site": {"enum": ["north", "south"]},
                "parts": {"type": "array", "items": {"$ref": "#/$defs/part"}}
              },
              "$defs": {"part": {"type": "object", "required": ["id"]}}
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void acceptsWhatFitsWithWhateverElseThereIs() throws IOException {
        assertThat(check(
                        READING, "{\"ts\":\"2026-11-24T06:30:38.5Z\",\"temperature\":0.3,\"count\":3.0,\"extra\":[1]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1]| |array found, object expected",
                "7| |integer found, object expected",
                "{\"ts\":\"2026-11-24T06:30:38Z\"}| |required property 'temperature' not found",
                "{\"ts\":\"2026-11-24T06:30:38Z\",\"temperature\":\"hot\"}|/temperature|string found, number expected",
                "{\"ts\":\"2026-11-24T06:30:38Z\",\"temperature\":-300}|/temperature|must have a minimum value of -273.15",
                "{\"ts\":\"yesterday\",\"temperature\":1}|/ts|does not match the date-time pattern must be a valid RFC 3339 date-time",
                "{\"ts\":\"2026-11-24T06:30:38Z\",\"temperature\":1,\"site\":\"west\"}|/site|does not have a value in the enumeration [\"north\", \"south\"]",
                "{\"ts\":\"2026-11-24T06:30:38Z\",\"temperature\":1,\"parts\":[{\"id\":1},{}]}|/parts/1|required property 'id' not found",
            })
    void saysWhereAndHowAPayloadDoesNotFit(String json, String pointer, String message) throws IOException {
        assertThat(check(READING, json)).containsExactly(new SchemaFault(pointer == null ? "" : pointer, message));
    }

    @Test
    void findsSeveralFaultsButNotEndlesslyMany() throws IOException {
        assertThat(check(READING, "{\"ts\":1,\"temperature\":\"hot\"}")).hasSize(2);
        assertThat(check("{\"items\":{\"type\":\"string\"}}", "[" + "1,".repeat(999) + "1]"))
                .hasSize(20);
    }

    @Test
    void cutsAMessageThatRepeatsThePayload() throws IOException {
        List<SchemaFault> faults = check("{\"additionalProperties\":false}", "{\"" + "x".repeat(100_000) + "\":1}");

        assertThat(faults)
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).hasSizeLessThan(250));
    }

    @Test
    void checksAPartOfTheBytes() throws IOException {
        byte[] lines = "[]\n{\"id\":1}\n[]".getBytes(UTF_8);
        PayloadSchema schema = load("{\"type\":\"object\"}");

        assertThat(schema.check(lines, 3, 8)).isEmpty();
        assertThat(schema.check(lines, 0, 2)).hasSize(1);
    }

    @Test
    void findsAFaultInWhatIsNoJson() throws IOException {
        PayloadSchema schema = load("{}");

        for (String json : List.of("{\"a\":", "", "{} {}", "nonsense", "[".repeat(1_000))) {
            assertThat(schema.check(json.getBytes(UTF_8))).as(json).hasSize(1);
        }
    }

    @Test
    void namesTheMistakesOfTheSchemaItself() throws IOException {
        Path file = Files.writeString(
                folder.resolve("reading.json"),
                "{\"type\":\"objekt\",\"required\":\"ts\",\"properties\":{\"a\":{\"minLength\":-1}}}");

        assertThatThrownBy(() -> PayloadSchema.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .allMatch(line -> line.startsWith(file + ": /"))
                        .anyMatch(line -> line.contains(": /type: ") && line.contains("\"object\""))
                        .anyMatch(line -> line.contains(": /required: string found, array expected"))
                        .anyMatch(line -> line.contains(": /properties/a/minLength: must have a minimum value of 0")));
    }

    @Test
    void namesThePlaceOfWhatIsNoJsonAndTheDraftsItKnows() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\n  \"type\": object\n}");
        Path future = Files.writeString(folder.resolve("future.json"), "{\"$schema\":\"https://example.org/draft-9\"}");

        assertThatThrownBy(() -> PayloadSchema.load(broken)).hasMessageStartingWith(broken + ":2:");
        assertThatThrownBy(() -> PayloadSchema.load(future))
                .hasMessageStartingWith(
                        future + ": /$schema: 'https://example.org/draft-9' is not known, allowed are [")
                .hasMessageContaining("https://json-schema.org/draft/2020-12/schema");
        assertThatThrownBy(() -> PayloadSchema.load(folder.resolve("none.json")))
                .hasMessageStartingWith(folder.resolve("none.json") + ": cannot be read");
    }

    @Test
    void obeysTheDraftThatItNames() throws IOException {
        String draft4 =
                "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"minimum\":1,\"exclusiveMinimum\":true}";

        assertThat(check(draft4, "1")).hasSize(1);
        assertThat(check(draft4, "2")).isEmpty();
    }

    @Test
    void mayReferToFilesBesideItAndToNothingElse() throws IOException {
        Files.createDirectories(folder.resolve("schemas"));
        Files.writeString(folder.resolve("schemas/part.json"), "{\"required\":[\"id\"]}");
        assertThat(check("{\"items\":{\"$ref\":\"part.json\"}}", "[{}]")).hasSize(1);

        Files.writeString(folder.resolve("secret.json"), "{}");
        for (String reference : List.of(
                "../secret.json",
                "other.json",
                "file:///etc/passwd",
                "http://127.0.0.1:1/schema.json",
                "classpath:application.yaml",
                "#/$defs/none")) {
            assertThatThrownBy(() -> load("{\"$ref\":\"" + reference + "\"}"))
                    .as(reference)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("schema.json: ");
        }
    }

    private List<SchemaFault> check(String schema, String json) throws IOException {
        return load(schema).check(json.getBytes(UTF_8));
    }

    private PayloadSchema load(String schema) throws IOException {
        Path file = folder.resolve("schemas").resolve("schema.json");
        Files.createDirectories(file.getParent());
        return PayloadSchema.load(Files.writeString(file, schema));
    }
}
