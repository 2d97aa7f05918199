package io.fieldgate.route.lint;

import io.fieldgate.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What a YAML file is for. */
enum FileKind {
    ROUTES,
    CONFIGURATION,
    ALERTS,
    ALERT_TESTS,
    ROUTE_TESTS,
    RECEIVERS,
    TOKENS,
    USERS,
    /** Something of somebody else's: it must be YAML, no more. */
    OTHER;

    private static final String TESTS = "tests";
    private static final Map<String, FileKind> BY_FIRST_KEY = Map.of(
            "rules", ALERTS,
            "route", RECEIVERS,
            "receivers", RECEIVERS,
            "inhibit_rules", RECEIVERS,
            "mute_time_intervals", RECEIVERS,
            "outgoing", RECEIVERS,
            "tokens", TOKENS,
            "users", USERS);
    private static final Set<String> ROUTE_KEYS = Set.of(
            "beans",
            "from",
            "route",
            "routeTemplate",
            "templatedRoute",
            "routeConfiguration",
            "onException",
            "errorHandler",
            "rest");

    /** By the name, where the gateway goes by it, else by what stands in it. */
    static FileKind of(Path file, Node root) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".camel.yaml")) {
            return ROUTES;
        }
        if (name.endsWith(".test.yaml")) {
            return name.equals("alerts.test.yaml") ? ALERT_TESTS : ROUTE_TESTS;
        }
        return of(root);
    }

    /** By what stands in it. */
    static FileKind of(Node root) {
        if (root instanceof SequenceNode) {
            boolean route = YamlNodes.elements(root).stream()
                    .flatMap(element -> YamlNodes.entries(element).stream())
                    .anyMatch(tuple -> ROUTE_KEYS.contains(YamlNodes.key(tuple)));
            return route ? ROUTES : OTHER;
        }
        if (root instanceof MappingNode) {
            List<String> keys =
                    YamlNodes.entries(root).stream().map(YamlNodes::key).toList();
            if (keys.stream().anyMatch(key -> key.equals("fieldgate") || key.startsWith("fieldgate."))) {
                return CONFIGURATION;
            }
            if (keys.equals(List.of(TESTS))) {
                boolean ofRules = YamlNodes.elements(YamlFile.child(root, TESTS)).stream()
                        .anyMatch(test -> YamlFile.child(test, "rule") != null);
                return ofRules ? ALERT_TESTS : ROUTE_TESTS;
            }
            return keys.isEmpty() ? OTHER : BY_FIRST_KEY.getOrDefault(keys.get(0), OTHER);
        }
        return OTHER;
    }
}
