package io.fieldgate.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes the routes that are loaded (OpenAPI 3.1). What all have in common stands in {@code openapi.json}. */
final class OpenApi {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Pattern CAPTURE = Pattern.compile("\\{([^{}]+)}");
    private static final String COMPONENTS = "#/components/";
    private static final List<String> ANSWERS = List.of("202", "400", "408", "413", "415", "422", "429", "503");
    private static final List<String> ANSWERS_ABOUT_TOKENS = List.of("401", "403");
    /** What is enough for {@code /api}, each. */
    private static final List<String> PROOFS = List.of("token", "session");
    /** One record, or an array of them. */
    private static final String ONE_OR_MANY = "application/json";

    private final ObjectNode document;

    private OpenApi(ObjectNode document) {
        this.document = document;
    }

    /**
     * The description as JSON in UTF-8.
     *
     * @param version of the gateway
     * @param asks whether one must say who one is for what the other descriptions have
     */
    static byte[] document(String version, List<IngestRoute> routes, List<ApiDescription> others, boolean asks) {
        OpenApi api =
                new OpenApi(ApiDescription.beside(OpenApi.class, "openapi.json").document());
        ((ObjectNode) api.document.path("info")).put("version", version);
        routes.forEach(api::add);
        others.forEach(other -> api.add(other, asks));
        try {
            return JSON.writeValueAsBytes(api.document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    private void add(ApiDescription description, boolean asks) {
        ObjectNode other = description.document().deepCopy();
        for (JsonNode path : other.path("paths")) {
            for (JsonNode operation : path) {
                if (asks && !operation.path(ApiDescription.ROLE).asText().equals(ApiDescription.ANYBODY)) {
                    ObjectNode responses = (ObjectNode) operation.path("responses");
                    ANSWERS_ABOUT_TOKENS.forEach(status -> refer(responses.putObject(status), "responses", status));
                    String role = operation.path(ApiDescription.ROLE).asText();
                    ArrayNode security = ((ObjectNode) operation).putArray("security");
                    PROOFS.forEach(proof -> security.addObject().putArray(proof).add(role));
                }
            }
        }
        ((ObjectNode) document.path("paths")).setAll((ObjectNode) other.path("paths"));
        other.path("components")
                .properties()
                .forEach(kind -> ((ObjectNode) document.path("components").path(kind.getKey()))
                        .setAll((ObjectNode) kind.getValue()));
    }

    private void add(IngestRoute route) {
        ObjectNode post = ((ObjectNode) document.path("paths"))
                .putObject(route.path())
                .putObject("post")
                .put("operationId", route.routeId());
        addParameters(post, route);
        addBody(post, route);
        ObjectNode responses = post.putObject("responses");
        ANSWERS.forEach(status -> refer(responses.putObject(status), "responses", status));
        if (route.tokenRequired()) {
            ANSWERS_ABOUT_TOKENS.forEach(status -> refer(responses.putObject(status), "responses", status));
            post.putArray("security").addObject().putArray("token");
        }
    }

    private static void addParameters(ObjectNode post, IngestRoute route) {
        var parameters = post.putArray("parameters");
        Matcher capture = CAPTURE.matcher(route.path());
        while (capture.find()) {
            parameters
                    .addObject()
                    .put("name", capture.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        refer(parameters.addObject(), "parameters", "Idempotency-Key");
        refer(parameters.addObject(), "parameters", "Prefer");
    }

    private void addBody(ObjectNode post, IngestRoute route) {
        ObjectNode content = post.putObject("requestBody").put("required", true).putObject("content");
        PayloadSchema schema = route.schema();
        if (schema != null) {
            ((ObjectNode) document.path("components").path("schemas")).set(name(route), embedded(schema, route));
        }
        route.contentTypes().forEach((type, format) -> {
            ObjectNode of = content.putObject(type).putObject("schema").put("description", format.description());
            if (!type.equals(ONE_OR_MANY)) {
                if (format.isText()) {
                    of.put("type", "string");
                }
            } else if (schema != null) {
                var choice = of.putArray("oneOf");
                refer(choice.addObject(), "schemas", name(route));
                refer(choice.addObject().put("type", "array").putObject("items"), "schemas", name(route));
            }
        });
    }

    /** A name of a component is made of these characters only. */
    private static String name(IngestRoute route) {
        return "record-" + route.routeId().replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** With an identifier, so that its references go on to mean itself, and not the document around it. */
    private static JsonNode embedded(PayloadSchema schema, IngestRoute route) {
        JsonNode copy = schema.document().deepCopy();
        if (copy instanceof ObjectNode object && !object.has("$id")) {
            object.put("$id", "urn:fieldgate:" + name(route));
        }
        return copy;
    }

    private static void refer(ObjectNode from, String kind, String name) {
        from.put("$ref", COMPONENTS + kind + "/" + name);
    }
}
