package io.fieldgate.http;

import io.fieldgate.http.user.Role;
import io.fieldgate.yaml.ListFile.Listed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The tokens that a text of YAML lists.
 *
 * @param listed in their order
 */
record TokenList(List<Listed<Token>> listed) {
    List<Token> tokens() {
        return listed.stream().map(Listed::value).toList();
    }

    /** @throws IllegalArgumentException with a line for each mistake: file, line, column, field, what is wrong, what is allowed */
    static TokenList parse(Path file, String text) {
        Reader reader = new Reader(file);
        List<Listed<Token>> listed = reader.read(text);
        if (!reader.faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), reader.faults));
        }
        return new TokenList(listed);
    }

    /** Goes on after a mistake, so that all are reported at once. */
    private static final class Reader {
        private static final LoadSettings SETTINGS = LoadSettings.builder().build();
        private static final List<String> FIELDS = List.of("name", "sha256", "paths", "device", "role");

        private final Path file;
        private final List<String> faults = new ArrayList<>();
        private final Map<String, String> names = new HashMap<>();

        private Reader(Path file) {
            this.file = file;
        }

        private List<Listed<Token>> read(String text) {
            Optional<Node> root;
            try {
                root = new Compose(SETTINGS).composeString(text);
            } catch (MarkedYamlEngineException e) {
                fault(e.getProblemMark(), "", "is no YAML: " + e.getProblem());
                return List.of();
            } catch (YamlEngineException e) {
                fault(Optional.empty(), "", "is no YAML: " + e.getMessage());
                return List.of();
            }
            List<Listed<Token>> listed = new ArrayList<>();
            if (root.isPresent() && !isNull(root.get())) {
                for (Map.Entry<String, Node> field :
                        fields(root.get(), "", List.of("tokens")).entrySet()) {
                    for (Node item : items(field.getValue(), field.getKey(), "of tokens")) {
                        Listed<Token> token = token(item, "tokens[" + listed.size() + "]");
                        listed.add(token);
                    }
                }
            }
            return List.copyOf(listed);
        }

        private Listed<Token> token(Node node, String where) {
            int line = node.getStartMark().map(Mark::getLine).orElse(0);
            int end = node.getEndMark().map(Mark::getLine).orElse(line);
            int column = node.getStartMark().map(Mark::getColumn).orElse(0);
            return new Listed<>(token(node, where, fields(node, where, FIELDS)), line, end, column);
        }

        private Token token(Node node, String where, Map<String, Node> fields) {
            if (!(node instanceof MappingNode)) {
                return new Token("", "", List.of(), null, null);
            }
            String name = text(fields, node, where, "name");
            check(fields, where, "name", name == null ? null : Token.faultOfName(name));
            if (name != null && names.putIfAbsent(name, where) != null) {
                check(
                        fields,
                        where,
                        "name",
                        "'" + name + "' is that of " + names.get(name) + " too, allowed is each name once");
            }
            String sha256 = text(fields, node, where, "sha256");
            check(fields, where, "sha256", sha256 == null ? null : Token.faultOfSha256(sha256));
            String device = fields.containsKey("device") ? text(fields, node, where, "device") : null;
            check(fields, where, "device", device == null ? null : Token.faultOfDevice(device));
            String role = fields.containsKey("role") ? text(fields, node, where, "role") : null;
            check(fields, where, "role", role == null ? null : Role.faultOf(role));
            return new Token(
                    name == null ? "" : name,
                    sha256 == null ? "" : sha256,
                    paths(fields, node, where),
                    device,
                    role == null ? null : Role.of(role));
        }

        private List<AllowedPath> paths(Map<String, Node> fields, Node token, String where) {
            Node paths = fields.get("paths");
            if (paths == null && fields.containsKey("role")) {
                return List.of(AllowedPath.API);
            }
            if (paths == null) {
                fault(
                        token.getStartMark(),
                        where,
                        "has no paths, a list of at least one is needed, such as [/v1/telemetry/*]");
                return List.of();
            }
            List<Node> items = items(paths, where + ".paths", "of paths, such as [/v1/telemetry/*]");
            List<AllowedPath> allowed = new ArrayList<>();
            for (Node item : items) {
                try {
                    allowed.add(new AllowedPath(scalar(item)));
                } catch (IllegalArgumentException wrong) {
                    fault(item.getStartMark(), where + ".paths", String.valueOf(wrong.getMessage()));
                }
            }
            if (items.isEmpty() && (paths instanceof SequenceNode || isNull(paths))) {
                fault(paths.getStartMark(), where + ".paths", "is empty, at least one path is needed");
            }
            return List.copyOf(allowed);
        }

        private Map<String, Node> fields(Node node, String where, List<String> allowed) {
            Map<String, Node> fields = new HashMap<>();
            if (!(node instanceof MappingNode mapping)) {
                fault(node.getStartMark(), where, "is no mapping, allowed are the fields " + allowed);
                return fields;
            }
            for (NodeTuple tuple : mapping.getValue()) {
                String name = scalar(tuple.getKeyNode());
                if (!allowed.contains(name)) {
                    fault(
                            tuple.getKeyNode().getStartMark(),
                            where,
                            "there is no field '" + name + "', allowed are " + allowed);
                } else if (fields.putIfAbsent(name, tuple.getValueNode()) != null) {
                    fault(tuple.getKeyNode().getStartMark(), where, "has '" + name + "' twice, allowed is once");
                }
            }
            return fields;
        }

        private List<Node> items(Node node, String where, String what) {
            if (node instanceof SequenceNode sequence) {
                return sequence.getValue();
            }
            if (!isNull(node)) {
                fault(node.getStartMark(), where, "is no list, allowed is a list " + what);
            }
            return List.of();
        }

        private @Nullable String text(Map<String, Node> fields, Node token, String where, String name) {
            Node node = fields.get(name);
            if (node == null) {
                fault(token.getStartMark(), where, "has no " + name + ", it is needed");
                return null;
            }
            return scalar(node);
        }

        private void check(Map<String, Node> fields, String where, String name, @Nullable String fault) {
            Node node = fields.get(name);
            if (fault != null && node != null) {
                fault(node.getStartMark(), where + "." + name, fault);
            }
        }

        private static String scalar(Node node) {
            return node instanceof ScalarNode scalar ? scalar.getValue() : "";
        }

        private static boolean isNull(Node node) {
            return node.getTag().equals(Tag.NULL);
        }

        private void fault(Optional<Mark> at, String field, String what) {
            String place = at.map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    .orElse("");
            faults.add(file + place + ": " + (field.isEmpty() ? "" : field + ": ") + what);
        }
    }
}
