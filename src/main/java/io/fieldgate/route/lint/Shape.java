package io.fieldgate.route.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that a node may be, by all alternatives of a schema together. */
final class Shape {
    /** Languages of Camel that every holder of an expression takes. */
    private static final Set<String> EXPRESSION = Set.of("simple", "constant", "method");

    /** Last part of the definition's name, {@code FilterDefinition}; empty when it has none. */
    private String name = "";

    private final Map<String, JsonNode> properties = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private final Set<String> oneOf = new LinkedHashSet<>();
    private final List<JsonNode> scalars = new ArrayList<>();
    private boolean mapping;
    private boolean closed;
    private int mostProperties = Integer.MAX_VALUE;
    private @Nullable JsonNode others;
    private @Nullable JsonNode elements;

    private Shape() {}

    static Shape of(JsonNode part, Schema schema) {
        Shape shape = new Shape();
        shape.gather(part, schema, true);
        return shape;
    }

    private void gather(JsonNode part, Schema schema, boolean itself) {
        if (part.has("$ref")) {
            String reference = part.path("$ref").asText();
            if (itself) {
                name = reference.substring(Math.max(reference.lastIndexOf('.'), reference.lastIndexOf('/')) + 1);
            }
            gather(schema.referred(reference), schema, itself);
        }
        String type = part.path("type").asText();
        if (type.equals("object") || part.has("properties")) {
            gatherMapping(part);
        } else if (type.equals("array")) {
            elements = part.path("items");
        } else if (part.has("type") || part.has("enum")) {
            scalars.add(part);
        }
        if (itself) {
            part.path("required").forEach(key -> required.add(key.asText()));
        }
        if (itself) {
            gatherChoice(part.path("oneOf"));
        }
        for (String alternatives : List.of("oneOf", "anyOf")) {
            for (JsonNode alternative : part.path(alternatives)) {
                gather(alternative, schema, false);
            }
        }
    }

    /** Alternatives that say no more than which key they have. */
    private void gatherChoice(JsonNode alternatives) {
        for (JsonNode alternative : alternatives) {
            if (alternative.size() != 1 || alternative.path("required").size() != 1) {
                oneOf.clear();
                return;
            }
            oneOf.add(alternative.path("required").path(0).asText());
        }
    }

    private void gatherMapping(JsonNode part) {
        mapping = true;
        JsonNode additional = part.path("additionalProperties");
        closed |= additional.isBoolean() && !additional.asBoolean();
        if (additional.isObject()) {
            others = additional;
        }
        mostProperties = Math.min(mostProperties, part.path("maxProperties").asInt(Integer.MAX_VALUE));
        part.path("properties").properties().forEach(property -> {
            // An empty one only says that an alternative below describes it.
            if (!property.getValue().isEmpty() || !properties.containsKey(property.getKey())) {
                properties.put(property.getKey(), property.getValue());
            }
        });
    }

    String name() {
        return name;
    }

    Map<String, JsonNode> properties() {
        return properties;
    }

    Set<String> required() {
        return required;
    }

    /** Keys of which exactly one must be there; empty when there is no such rule. */
    Set<String> oneOf() {
        return oneOf;
    }

    /** What a single value may be; empty when it may be none. */
    List<JsonNode> scalars() {
        return scalars;
    }

    boolean isMapping() {
        return mapping;
    }

    /** Whether keys that are not named are wrong. */
    boolean isClosed() {
        return closed;
    }

    int mostProperties() {
        return mostProperties;
    }

    /** What keys that are not named must hold; null: anything. */
    @Nullable
    JsonNode others() {
        return others;
    }

    /** What the elements of a list may be; null when it may be no list. */
    @Nullable
    JsonNode elements() {
        return elements;
    }

    boolean isAnything() {
        return !mapping && elements == null && scalars.isEmpty();
    }

    boolean takesExpression() {
        return properties.keySet().containsAll(EXPRESSION);
    }
}
