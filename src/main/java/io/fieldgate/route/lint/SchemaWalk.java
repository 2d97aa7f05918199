package io.fieldgate.route.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Compares YAML with a schema, node by node, and says of each mistake what stands there and what may. */
final class SchemaWalk {
    private static final String STEP = "ProcessorDefinition";
    private static final String EXPRESSION = "ExpressionDefinition";
    private static final String EXPRESSIONS =
            "#/items/definitions/org.apache.camel.model.language.ExpressionDefinition";
    private static final String FILE = "the file";
    private static final int LONGEST_DESCRIPTION = 100;

    private final Schema schema;
    private final Style style;
    private final SourceText source;
    private final Findings findings;

    /** Camel and we take keys as they are; Spring Boot reads {@code maxSize}, {@code max-size} and {@code a.b} too. */
    enum Style {
        CAMEL(Code.FG101, Code.FG102, Code.FG103, Code.FG104),
        OURS(Code.FG701, Code.FG702, Code.FG703, Code.FG704),
        SPRING(Code.FG701, Code.FG702, Code.FG703, Code.FG704);

        private final Code unknown;
        private final Code missing;
        private final Code form;
        private final Code value;

        Style(Code unknown, Code missing, Code form, Code value) {
            this.unknown = unknown;
            this.missing = missing;
            this.form = form;
            this.value = value;
        }
    }

    SchemaWalk(Schema schema, Style style, SourceText source, Findings findings) {
        this.schema = schema;
        this.style = style;
        this.source = source;
        this.findings = findings;
    }

    void walk(Node root) {
        walk(root, schema.root(), FILE);
    }

    /** @param what the node is, for messages */
    private void walk(Node node, JsonNode part, String what) {
        Shape shape = schema.shape(part);
        if (shape.isAnything()) {
            return;
        }
        if (YamlNodes.isNull(node)) {
            nothing(node, shape, what);
        } else if (node instanceof MappingNode mapping && shape.isMapping()) {
            mapping(mapping, shape, what);
        } else if (node instanceof SequenceNode sequence && shape.elements() != null) {
            boolean steps = schema.shape(shape.elements()).name().equals(STEP);
            String element = steps ? "a step" : what.equals(FILE) ? what : "an element of " + what;
            for (Node one : sequence.getValue()) {
                walk(one, shape.elements(), element);
            }
        } else if (node instanceof ScalarNode scalar && !shape.scalars().isEmpty()) {
            value(scalar, shape, what);
        } else {
            add(style.form, node, what + " is " + form(node) + ", it takes " + takes(shape));
        }
    }

    /** {@code key:} with nothing behind it. */
    private void nothing(Node node, Shape shape, String what) {
        if (style != Style.CAMEL) {
            return;
        }
        if (shape.isMapping()) {
            missing(node, shape, List.of(), what);
        } else if (shape.elements() != null) {
            add(style.form, node, what + " is empty, it takes " + takes(shape));
        }
    }

    private static String form(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        return node instanceof SequenceNode ? "a list" : "a single value";
    }

    private static String takes(Shape shape) {
        List<String> forms = new ArrayList<>();
        if (!shape.scalars().isEmpty()) {
            forms.add("a value");
        }
        if (shape.elements() != null) {
            forms.add("a list, whose elements begin with '- '");
        }
        if (shape.name().equals(STEP)) {
            forms.add("a key with what belongs to it, such as 'stop: {}'");
        } else if (shape.isMapping()) {
            Set<String> keys = shape.properties().keySet();
            forms.add("a mapping" + (keys.isEmpty() ? "" : " with the keys " + Suggestion.list(keys)));
        }
        return String.join(" or ", forms);
    }

    private void mapping(MappingNode mapping, Shape shape, String what) {
        Set<String> known = new LinkedHashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            known.add(entry(tuple, YamlNodes.key(tuple), shape, what));
        }
        known.remove("");
        List<String> keys = List.copyOf(known);
        if (keys.size() > shape.mostProperties()) {
            add(
                    Code.FG105,
                    mapping,
                    "'" + keys.get(0) + "' and '" + keys.get(1) + "' stand in one element of a list, allowed is one; "
                            + "begin the other with '- '");
        }
        missing(mapping, shape, keys, what);
        choice(mapping, shape, keys, what);
    }

    private void choice(Node node, Shape shape, List<String> keys, String what) {
        Set<String> oneOf = shape.oneOf();
        List<String> given = keys.stream().filter(oneOf::contains).toList();
        if (!oneOf.isEmpty() && given.size() != 1) {
            add(
                    style.missing,
                    node,
                    what + " has " + (given.isEmpty() ? "none" : "several, " + given + ",") + " of the keys "
                            + Suggestion.list(oneOf) + ", it takes exactly one");
        }
    }

    /** The key that was meant; empty when nobody knows. */
    private String entry(NodeTuple tuple, String key, Shape shape, String what) {
        String known = canonical(shape, key);
        JsonNode part = shape.properties().get(known);
        int dot = style == Style.SPRING && part == null ? key.indexOf('.') : -1;
        String first = dot < 0 ? "" : canonical(shape, key.substring(0, dot));
        JsonNode section = shape.properties().get(first);
        if (section != null) {
            // "fieldgate.mqtt.url:" is a way to write it too.
            entry(tuple, key.substring(dot + 1), schema.shape(section), "'" + first + "'");
            return first;
        }
        if (part == null) {
            part = shape.others();
        }
        if (part != null) {
            walk(tuple.getValueNode(), part, "'" + key + "'");
            return known;
        }
        if (!shape.isClosed()) {
            return "";
        }
        add(style.unknown, tuple.getKeyNode(), unknown(key, shape, what));
        String meant = Suggestion.meant(key, shape.properties().keySet());
        return meant == null ? "" : meant;
    }

    private void missing(Node node, Shape shape, List<String> keys, String what) {
        for (String required : shape.required()) {
            if (!keys.contains(required)) {
                add(style.missing, node, what + " lacks '" + required + "'" + description(shape, required));
            }
        }
        if (style == Style.CAMEL && (shape.takesExpression() || shape.name().equals(EXPRESSION))) {
            expression(node, keys, what);
        }
    }

    private static String description(Shape shape, String key) {
        JsonNode property = shape.properties().get(key);
        String text = property == null ? "" : property.path("description").asText();
        return text.isEmpty() || text.length() > LONGEST_DESCRIPTION ? "" : ": " + text.replaceFirst("\\.$", "");
    }

    private void expression(Node node, List<String> keys, String what) {
        Set<String> languages =
                schema.shape(schema.referred(EXPRESSIONS)).properties().keySet();
        List<String> given = keys.stream()
                .filter(key -> key.equals("expression") || languages.contains(key))
                .toList();
        if (given.isEmpty()) {
            add(Code.FG106, node, what + " lacks its expression, such as simple: \"${body}\"");
        } else if (given.size() > 1) {
            add(Code.FG105, node, what + " has several expressions, " + given + ", allowed is one");
        }
    }

    private String unknown(String key, Shape shape, String what) {
        String suggestion = Suggestion.of(key, shape.properties().keySet());
        if (shape.name().equals(STEP)) {
            return "no step is called '" + key + "', "
                    + (suggestion.startsWith("did")
                            ? suggestion
                            : "all are on https://camel.apache.org/components/4.17.x/eips/");
        }
        String owner = suggestion.startsWith("did") ? null : owner(key, shape);
        return what + " has no key '" + key + "', " + (owner == null ? suggestion : "it belongs into '" + owner + "'");
    }

    /** The neighbour that the key belongs to; null when there is none. */
    private @Nullable String owner(String key, Shape shape) {
        return shape.properties().entrySet().stream()
                .filter(neighbour ->
                        schema.shape(neighbour.getValue()).properties().containsKey(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** As the schema writes it. */
    private String canonical(Shape shape, String key) {
        if (style != Style.SPRING || shape.properties().containsKey(key)) {
            return key;
        }
        return shape.properties().keySet().stream()
                .filter(known -> uniform(known).equals(uniform(key)))
                .findFirst()
                .orElse(key);
    }

    /** Spring Boot's relaxed names. */
    private static String uniform(String key) {
        return key.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    private void value(ScalarNode scalar, Shape shape, String what) {
        String text = scalar.getValue();
        String complaint = null;
        for (JsonNode allowed : shape.scalars()) {
            complaint = ScalarType.complaint(allowed, text);
            if (complaint == null) {
                return;
            }
        }
        boolean secret = shape.scalars().get(0).path("writeOnly").asBoolean();
        add(style.value, scalar, what + (secret ? " is wrong, " : " is '" + text + "', ") + complaint);
    }

    private void add(Code code, Node node, String message) {
        findings.add(code, Place.of(source, node), message);
    }
}
