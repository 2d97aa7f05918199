package io.fieldgate.route.lint;

import io.fieldgate.alert.AlertRules;
import io.fieldgate.yaml.YamlFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The files of config/ and tests: by the schemas that editors use too, and what a schema cannot say. */
final class ConfigCheck {
    private static final Map<FileKind, String> SCHEMAS = Map.of(
            FileKind.CONFIGURATION, "schemas/fieldgate.schema.json",
            FileKind.ALERT_TESTS, "schemas/alerts.test.schema.json",
            FileKind.ROUTE_TESTS, "schemas/route.test.schema.json",
            FileKind.RECEIVERS, "schemas/receivers.schema.json",
            FileKind.TOKENS, "schemas/tokens.schema.json",
            FileKind.USERS, "schemas/users.schema.json");

    private final Known known;
    private final Findings findings;
    private final Map<FileKind, Schema> schemas = new HashMap<>();

    ConfigCheck(Known known, Findings findings) {
        this.known = known;
        this.findings = findings;
    }

    void check(FileKind kind, SourceText source, Node root) {
        String schema = SCHEMAS.get(kind);
        int before = findings.count();
        if (schema != null) {
            new SchemaWalk(
                            schemas.computeIfAbsent(kind, unused -> Schema.ofResource(schema)),
                            kind == FileKind.CONFIGURATION ? SchemaWalk.Style.SPRING : SchemaWalk.Style.OURS,
                            source,
                            findings)
                    .walk(root);
        }
        if (kind == FileKind.CONFIGURATION) {
            names(source, root);
            if (findings.count() == before) {
                new ConfigRules(source, findings).check(root);
            }
        } else if (kind == FileKind.ALERTS) {
            alerts(source, root);
        } else if (kind == FileKind.RECEIVERS) {
            routes(source, YamlFile.child(root, "route"));
        }
    }

    private void names(SourceText source, Node root) {
        for (NodeTuple tuple : YamlNodes.entries(root)) {
            String key = YamlNodes.key(tuple);
            if (key.equals("fieldgate")) {
                YamlNodes.entries(tuple.getValueNode()).forEach(entry -> namesDiffer(source, entry));
            } else if (key.startsWith("fieldgate.")) {
                namesDiffer(source, tuple);
            }
        }
    }

    private void namesDiffer(SourceText source, NodeTuple list) {
        Map<String, Place> seen = new HashMap<>();
        for (Node element : YamlNodes.elements(list.getValueNode())) {
            ScalarNode name = YamlNodes.scalar(element, "name");
            Place place = name == null ? null : Place.of(source, name);
            Place earlier = name == null || place == null ? null : seen.putIfAbsent(name.getValue(), place);
            if (name != null && place != null && earlier != null) {
                findings.add(
                        Code.FG705,
                        place,
                        "the name '" + name.getValue() + "' stands already in line " + earlier.shownLine()
                                + ", once is allowed");
            }
        }
    }

    /** Whoever evaluates the rules knows best what is wrong with them. */
    private void alerts(SourceText source, Node root) {
        try {
            AlertRules.parse(source.name(), source.text())
                    .problems()
                    .forEach(problem -> findings.add(
                            Code.FG707,
                            new Place(source, problem.line() - 1, problem.column() - 1),
                            problem.message()));
        } catch (IllegalArgumentException refused) {
            // YAML that has more to it than rules may, like aliases.
            findings.add(Code.FG707, new Place(source, 0, 0), String.valueOf(refused.getMessage()));
        }
        Set<String> topics = known.topics();
        for (Node rule : YamlNodes.elements(YamlFile.child(root, "rules"))) {
            ScalarNode topic = YamlNodes.scalar(rule, "topic");
            if (topic != null && topics != null && !PathCheck.isListed(topic.getValue(), topics)) {
                findings.add(
                        Code.FG401,
                        Place.of(source, topic),
                        "the topic '" + topic.getValue() + "' is not in config/topics.yaml, so it is not created; "
                                + Suggestion.of(topic.getValue(), topics));
            }
            areDefined(source, YamlFile.child(rule, "notify"));
        }
    }

    private void routes(SourceText source, @Nullable Node route) {
        areDefined(source, YamlFile.child(route, "receiver"));
        areDefined(source, YamlFile.child(route, "receivers"));
        YamlNodes.elements(YamlFile.child(route, "routes")).forEach(branch -> routes(source, branch));
    }

    /** @param names of receivers, or a single one */
    private void areDefined(SourceText source, @Nullable Node names) {
        Set<String> receivers = known.receivers();
        if (receivers == null) {
            return;
        }
        List<Node> each = names instanceof ScalarNode single ? List.of(single) : YamlNodes.elements(names);
        for (Node node : each) {
            if (node instanceof ScalarNode name && !receivers.contains(name.getValue())) {
                findings.add(
                        Code.FG404,
                        Place.of(source, name),
                        "the receiver '" + name.getValue() + "' is not in config/receivers.yaml, "
                                + Suggestion.of(name.getValue(), receivers));
            }
        }
    }
}
