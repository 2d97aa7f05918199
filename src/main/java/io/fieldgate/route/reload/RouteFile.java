package io.fieldgate.route.reload;

import io.fieldgate.message.Sha256;
import io.fieldgate.yaml.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A route file as it was read at some time.
 *
 * @param name its path, as messages name it
 */
record RouteFile(String name, String text) {
    private static final Set<String> ROUTES = Set.of("route", "from", "templatedRoute", "rest");
    /** What holds for the routes of its file only. */
    private static final Set<String> SCOPE = Set.of(
            "errorHandler", "onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint");

    /** What an entry of the file's list is for. */
    enum Kind {
        ROUTE,
        /** For the routes of the file. */
        SCOPE,
        /** For those that mention one of its names: a template or beans. */
        NAMED,
        /** For every route. */
        GLOBAL
    }

    /**
     * An entry.
     *
     * @param index in the list
     * @param line from 1
     * @param names of the route, the template or the beans
     * @param content the same for texts that mean the same
     */
    record Entry(int index, int line, Kind kind, List<String> names, String content) {}

    String hash() {
        return Sha256.hex(text);
    }

    /**
     * What stands in it, in order.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException when it is no YAML
     */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        Node root = new Compose(LoadSettings.builder().setLabel(name).build())
                .composeString(text)
                .orElse(null);
        if (root instanceof SequenceNode list) {
            for (Node node : list.getValue()) {
                entries.add(entry(entries.size(), node));
            }
        }
        return entries;
    }

    private static Entry entry(int index, Node node) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        String key = key(node);
        Node body = YamlFile.child(node, key);
        return new Entry(index, line, kind(key), names(key, body), YamlFile.canonical(node));
    }

    private static String key(Node node) {
        return node instanceof MappingNode mapping && !mapping.getValue().isEmpty()
                ? YamlFile.scalar(mapping.getValue().get(0).getKeyNode())
                : "";
    }

    private static Kind kind(String key) {
        if (ROUTES.contains(key)) {
            return Kind.ROUTE;
        }
        if (SCOPE.contains(key)) {
            return Kind.SCOPE;
        }
        return key.equals("routeTemplate") || key.equals("beans") ? Kind.NAMED : Kind.GLOBAL;
    }

    private static List<String> names(String key, @Nullable Node body) {
        if (key.equals("beans") && body instanceof SequenceNode beans) {
            return beans.getValue().stream()
                    .map(bean -> YamlFile.scalar(YamlFile.child(bean, "name")))
                    .toList();
        }
        String name = YamlFile.scalar(YamlFile.child(body, key.equals("templatedRoute") ? "routeId" : "id"));
        return name.isEmpty() ? List.of() : List.of(name);
    }

    /** All entries of some kinds as one text. */
    static String content(List<Entry> entries, Kind... kinds) {
        Set<Kind> wanted = Set.of(kinds);
        return entries.stream()
                .filter(entry -> wanted.contains(entry.kind()))
                .map(Entry::content)
                .collect(Collectors.joining("\n"));
    }
}
