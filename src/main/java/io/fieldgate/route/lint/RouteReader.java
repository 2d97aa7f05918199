package io.fieldgate.route.lint;

import io.fieldgate.route.lint.Endpoint.End;
import io.fieldgate.route.lint.Route.Expression;
import io.fieldgate.route.lint.Route.Step;
import io.fieldgate.yaml.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds the endpoints, expressions and headers of one route, at whatever depth they stand. */
final class RouteReader {
    private static final Map<String, End> ENDPOINTS = Map.of(
            "from", End.SOURCE,
            "poll", End.SOURCE,
            "to", End.SINK,
            "toD", End.DYNAMIC_SINK,
            "wireTap", End.DYNAMIC_SINK,
            "deadLetterUri", End.SINK,
            "afterUri", End.SINK);
    private static final Set<String> PREDICATES =
            Set.of("filter", "when", "validate", "onWhen", "completionPredicate", "handled", "continued", "retryWhile");
    private static final Set<String> LANGUAGES = Set.of(
            "constant",
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "groovy",
            "header",
            "hl7terser",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "mvel",
            "ognl",
            "python",
            "ref",
            "simple",
            "spel",
            "tokenize",
            "variable",
            "wasm",
            "xpath",
            "xquery",
            "xtokenize");
    private static final Set<String> NO_DATA_FORMAT =
            Set.of("id", "description", "note", "disabled", "allowNullBody", "variableSend", "variableReceive");

    private final ValueReader values;
    private final EndpointReader endpointReader;
    private final List<Step> steps = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<Expression> expressions = new ArrayList<>();
    private final List<Value> headers = new ArrayList<>();
    private final List<Value> dataFormats = new ArrayList<>();

    RouteReader(ValueReader values) {
        this.values = values;
        this.endpointReader = new EndpointReader(values);
    }

    /** Reads it; a reader is for one route. */
    Route route(Node body, @Nullable Value id, Place place) {
        visit("", "", body);
        return new Route(
                id,
                place,
                List.copyOf(steps),
                List.copyOf(endpoints),
                List.copyOf(expressions),
                List.copyOf(headers),
                List.copyOf(dataFormats));
    }

    /**
     * Looks at a node and all below it.
     *
     * @param owner the key above the node's own
     */
    private void visit(String owner, String key, Node node) {
        if (node instanceof ScalarNode scalar && !YamlNodes.isNull(scalar)) {
            End end = ENDPOINTS.get(key);
            if (end != null) {
                endpoint(end, scalar, null);
            } else if (key.equals("log")) {
                expression("simple", scalar, scalar, false);
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(element -> visit(owner, key, element));
        } else if (node instanceof MappingNode mapping) {
            mapping(owner, key, mapping);
        }
    }

    private void mapping(String owner, String key, MappingNode mapping) {
        ScalarNode uri = YamlNodes.scalar(mapping, "uri");
        End end = ENDPOINTS.get(key);
        if (end != null && uri != null) {
            endpoint(end, uri, YamlFile.child(mapping, "parameters"));
        }
        ScalarNode name = YamlNodes.scalar(mapping, "name");
        if (name != null && (key.equals("setHeader") || key.equals("headers"))) {
            addTo(headers, values.read(name));
        }
        ScalarNode message = YamlNodes.scalar(mapping, "message");
        if (key.equals("log") && message != null) {
            expression("simple", message, message, false);
        }
        if (key.equals("marshal") || key.equals("unmarshal")) {
            dataFormat(mapping);
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String below = YamlNodes.key(tuple);
            if (key.equals("from") && below.equals("steps")) {
                YamlNodes.elements(tuple.getValueNode()).forEach(this::step);
            } else if (LANGUAGES.contains(below)) {
                language(key.equals("expression") ? owner : key, tuple);
            } else if (!below.equals("parameters")) {
                visit(key, below, tuple.getValueNode());
            }
        }
    }

    private void step(Node element) {
        int before = endpoints.size();
        visit("from", "steps", element);
        for (NodeTuple tuple : YamlNodes.entries(element)) {
            if (tuple.getKeyNode() instanceof ScalarNode word) {
                steps.add(new Step(values.raw(word), List.copyOf(endpoints.subList(before, endpoints.size()))));
            }
        }
    }

    /** {@code simple: text} or {@code simple: { expression: text }} */
    private void language(String owner, NodeTuple tuple) {
        Node value = tuple.getValueNode();
        ScalarNode text = value instanceof ScalarNode scalar ? scalar : YamlNodes.scalar(value, "expression");
        if (text != null && tuple.getKeyNode() instanceof ScalarNode word) {
            expression(word.getValue(), word, text, PREDICATES.contains(owner));
        }
    }

    private void expression(String language, ScalarNode word, ScalarNode text, boolean predicate) {
        Value value = values.read(text);
        if (value != null) {
            expressions.add(
                    new Expression(new Value(language, Place.of(values.source(), word), false), value, predicate));
        }
    }

    private void endpoint(End end, ScalarNode uri, @Nullable Node parameters) {
        addTo(endpoints, endpointReader.read(end, uri, parameters));
    }

    private void dataFormat(MappingNode mapping) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name && !NO_DATA_FORMAT.contains(name.getValue())) {
                Value raw = values.raw(name);
                ScalarNode library = YamlNodes.scalar(tuple.getValueNode(), "library");
                dataFormats.add(
                        library == null ? raw : new Value(raw.text() + " " + library.getValue(), raw.place(), true));
            }
        }
    }

    private static <T> void addTo(List<T> list, @Nullable T element) {
        if (element != null) {
            list.add(element);
        }
    }
}
