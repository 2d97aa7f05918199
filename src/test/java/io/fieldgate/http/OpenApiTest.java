package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    private static final Map<String, BodyFormat> TYPES = BodyFormat.taken(null);

    @TempDir
    private Path folder;

    @Test
    void hasNoPathsWithoutRoutes() throws IOException {
        JsonNode document = document();

        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/info/version").asText()).isEqualTo("1.2.3");
        assertThat(document.path("paths").isObject()).isTrue();
        assertThat(document.path("paths")).isEmpty();
    }

    @Test
    void describesEachRouteWithItsCaptures() throws IOException {
        JsonNode document = document(
                new IngestRoute("/v1/{site}/{device}/telemetry", "telemetry", TYPES, false, null),
                new IngestRoute("/v1/clicks", "clicks", BodyFormat.taken(BodyFormat.JSON), false, null));

        assertThat(document.path("paths").fieldNames())
                .toIterable()
                .containsExactly("/v1/{site}/{device}/telemetry", "/v1/clicks");
        JsonNode post = document.at("/paths/~1v1~1{site}~1{device}~1telemetry/post");
        assertThat(post.path("operationId").asText()).isEqualTo("telemetry");
        assertThat(post.path("parameters").findValuesAsText("name")).containsExactly("site", "device");
        assertThat(post.at("/parameters/0/required").asBoolean()).isTrue();
        assertThat(post.at("/requestBody/content").fieldNames()).toIterable().containsExactlyElementsOf(TYPES.keySet());
        assertThat(post.path("responses").fieldNames()).toIterable().contains("202", "400", "422", "429", "503");
    }

    @Test
    void asksForATokenWhereTheRouteDoes() throws IOException {
        JsonNode document = document(
                new IngestRoute("/open", "open", TYPES, false, null),
                new IngestRoute("/shut", "shut", TYPES, true, null));

        assertThat(document.at("/paths/~1open/post").has("security")).isFalse();
        assertThat(document.at("/paths/~1open/post/responses").has("401")).isFalse();
        assertThat(document.at("/paths/~1shut/post/security/0").has("token")).isTrue();
        assertThat(document.at("/paths/~1shut/post/responses").has("401")).isTrue();
        assertThat(document.at("/components/securitySchemes/token/scheme").asText())
                .isEqualTo("bearer");
    }

    @Test
    void showsTheSchemaOfARouteForOneRecordAndForMany() throws IOException {
        Path file = Files.writeString(
                folder.resolve("reading.json"),
                "{\"type\":\"object\",\"properties\":{\"part\":{\"$ref\":\"#/$defs/part\"}},\"$defs\":{\"part\":{}}}");
        JsonNode document =
                document(new IngestRoute("/v1/readings", "readings of A", TYPES, false, PayloadSchema.load(file)));

        JsonNode schema = document.at("/components/schemas/record-readings_of_A");
        assertThat(schema.at("/properties/part/$ref").asText()).isEqualTo("#/$defs/part");
        assertThat(schema.path("$id").asText())
                .as("what '#' in its references means")
                .isEqualTo("urn:fieldgate:record-readings_of_A");
        JsonNode content = document.at("/paths/~1v1~1readings/post/requestBody/content");
        assertThat(content.at("/application~1json/schema/oneOf/0/$ref").asText())
                .isEqualTo("#/components/schemas/record-readings_of_A");
        assertThat(content.at("/application~1json/schema/oneOf/1/items/$ref").asText())
                .isEqualTo("#/components/schemas/record-readings_of_A");
        assertThat(content.at("/text~1csv/schema").has("oneOf")).isFalse();
    }

    @Test
    void saysHowPlainTextIsReadWhichDependsOnTheRoute() throws IOException {
        JsonNode paths = document(
                        new IngestRoute("/any", "any", BodyFormat.taken(null), false, null),
                        new IngestRoute("/json", "json", BodyFormat.taken(BodyFormat.JSON), false, null),
                        new IngestRoute("/bytes", "bytes", BodyFormat.taken(BodyFormat.BYTES), false, null))
                .path("paths");

        String plain = "/post/requestBody/content/text~1plain/schema";
        assertThat(paths.at("/~1any" + plain + "/type").asText()).isEqualTo("string");
        assertThat(paths.at("/~1any" + plain + "/description").asText()).isEqualTo("Each line is a record.");
        assertThat(paths.at("/~1json" + plain + "/description").asText()).startsWith("An object is a record");
        assertThat(paths.at("/~1bytes" + plain).isMissingNode()).isTrue();
    }

    @Test
    void refersToNothingThatIsNotThere() throws IOException {
        JsonNode document = document(new IngestRoute("/v1/{device}", "telemetry", TYPES, true, null));

        List<String> references = new ArrayList<>(document.findValuesAsText("$ref"));
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.at(reference.substring(1)).isMissingNode()).isFalse();
        });
    }

    @Test
    void describesAlsoWhatIsNoRoute() throws IOException {
        ApiDescription other = new ApiDescription((ObjectNode) new ObjectMapper().readTree("""
                {"paths": {"/api/v1/x": {"get": {"responses": {"200": {"description": "x"}}}}},
                 "components": {"schemas": {"X": {"type": "string"}}}}
                """));

        JsonNode open = new ObjectMapper().readTree(OpenApi.document("1", List.of(), List.of(other), false));
        JsonNode shut = new ObjectMapper().readTree(OpenApi.document("1", List.of(), List.of(other), true));

        assertThat(open.at("/paths/~1api~1v1~1x/get/responses").fieldNames())
                .toIterable()
                .containsExactly("200");
        assertThat(open.at("/components/schemas/X/type").asText()).isEqualTo("string");
        assertThat(open.at("/components/schemas").has("Problem")).isTrue();
        assertThat(shut.at("/paths/~1api~1v1~1x/get/security/0").has("token")).isTrue();
        assertThat(shut.at("/paths/~1api~1v1~1x/get/security/1").has("session")).isTrue();
        assertThat(shut.at("/components/securitySchemes").fieldNames())
                .toIterable()
                .contains("token", "session");
        assertThat(shut.at("/paths/~1api~1v1~1x/get/responses").has("401")).isTrue();
    }

    private static JsonNode document(IngestRoute... routes) throws IOException {
        return new ObjectMapper().readTree(OpenApi.document("1.2.3", List.of(routes), List.of(), false));
    }
}
