package io.fieldgate.route.lint;

import io.fieldgate.yaml.YamlFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as nodes that know where they stand. */
final class YamlNodes {
    /** Nothing that people write is deeper; an alias may point at what it stands in. */
    private static final int DEEPEST = 200;

    private YamlNodes() {}

    /** The only document of a text; null when it is empty, or no YAML, which goes to the findings. */
    static @Nullable Node compose(SourceText source, Findings findings) {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder()
                            .setLabel(source.name())
                            .setAllowNonScalarKeys(true)
                            .build())
                    .composeString(source.text());
            Node node = root.orElse(null);
            if (node != null && !isTooDeep(node, 0)) {
                keysStandOnce(node, source, findings);
                return node;
            }
            if (node != null) {
                findings.add(Code.FG002, new Place(source, 0, 0), "is nested more than " + DEEPEST + " deep");
            }
            return null;
        } catch (MarkedYamlEngineException e) {
            Place place =
                    e.getProblemMark().map(mark -> Place.of(source, mark)).orElseGet(() -> new Place(source, 0, 0));
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            // What most people forget, and no reader of YAML guesses.
            String hint = source.line(place.line()).matches(".*: +\\{\\{.*")
                    ? "; a value that begins with a brace needs quotes, such as \"{{topic}}\""
                    : "";
            findings.add(Code.FG002, place, "is no YAML: " + (context + e.getProblem()).replaceAll("\\s+", " ") + hint);
            return null;
        } catch (YamlEngineException e) {
            findings.add(Code.FG002, new Place(source, 0, 0), "is no YAML: " + e.getMessage());
            return null;
        }
    }

    private static boolean isTooDeep(Node node, int depth) {
        if (depth > DEEPEST) {
            return true;
        }
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream()
                    .anyMatch(tuple ->
                            isTooDeep(tuple.getKeyNode(), depth + 1) || isTooDeep(tuple.getValueNode(), depth + 1));
        }
        return node instanceof SequenceNode sequence
                && sequence.getValue().stream().anyMatch(element -> isTooDeep(element, depth + 1));
    }

    private static void keysStandOnce(Node node, SourceText source, Findings findings) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(element -> keysStandOnce(element, source, findings));
        } else if (node instanceof MappingNode mapping) {
            Map<String, Integer> lines = new HashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                Place place = Place.of(source, tuple.getKeyNode());
                if (!(tuple.getKeyNode() instanceof ScalarNode)) {
                    findings.add(
                            Code.FG002, place, "a value that begins with a brace needs quotes, such as \"{{topic}}\"");
                    continue;
                }
                String key = key(tuple);
                Integer earlier = lines.putIfAbsent(key, place.shownLine());
                if (earlier != null && !key.equals("<<")) {
                    findings.add(
                            Code.FG003,
                            place,
                            "'" + key + "' stands already in line " + earlier
                                    + ", once is allowed; only one of the two would count");
                }
                keysStandOnce(tuple.getValueNode(), source, findings);
            }
        }
    }

    static String key(NodeTuple tuple) {
        return YamlFile.scalar(tuple.getKeyNode());
    }

    static List<NodeTuple> entries(@Nullable Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    static List<Node> elements(@Nullable Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    static @Nullable ScalarNode scalar(@Nullable Node node, String key) {
        return YamlFile.child(node, key) instanceof ScalarNode scalar && !isNull(scalar) ? scalar : null;
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }
}
