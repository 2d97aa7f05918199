package io.fieldgate.route.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;

/**
 * A JSON Schema that describes a YAML file, read as a list of what may stand where: validators answer "matches none of 24
 * alternatives", which helps nobody.
 */
final class Schema {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Beside the schema of camel-yaml-dsl, which describes route files. */
    private static final String CAMEL = "schema/camelYamlDsl.json";

    private final JsonNode root;
    private final IdentityHashMap<JsonNode, Shape> shapes = new IdentityHashMap<>();

    private Schema(JsonNode root) {
        this.root = root;
    }

    /** That of Camel's route files. */
    static Schema ofRoutes() {
        return ofResource(CAMEL);
    }

    static Schema ofResource(String resource) {
        try (InputStream in = Schema.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing on the class path");
            }
            return new Schema(JSON.readTree(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    JsonNode root() {
        return root;
    }

    /** What a node under this part of the schema may be. */
    Shape shape(JsonNode part) {
        Shape known = shapes.get(part);
        if (known == null) {
            known = Shape.of(part, this);
            shapes.put(part, known);
        }
        return known;
    }

    /** Follows {@code #/a/b}. */
    JsonNode referred(String reference) {
        return root.at(reference.substring(1));
    }
}
