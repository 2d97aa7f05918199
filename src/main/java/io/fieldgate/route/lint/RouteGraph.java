package io.fieldgate.route.lint;

import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Which way messages take: from sources by topics to sinks and alert rules, as the files of a project say it. */
public final class RouteGraph {
    /** How it is written. */
    public enum Format {
        /** For Markdown pages. */
        MERMAID,
        /** For Graphviz. */
        DOT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private enum Kind {
        TOPIC("[(\"%s\")]", "cylinder"),
        TABLE("[(\"%s\")]", "cylinder"),
        ALERT("{{\"%s\"}}", "hexagon"),
        INSIDE("(\"%s\")", "box"),
        OUTSIDE("[\"%s\"]", "box");

        private final String mermaid;
        private final String dot;

        Kind(String mermaid, String dot) {
            this.mermaid = mermaid;
            this.dot = dot;
        }
    }

    private record Place(String id, Kind kind, String label) {}

    private record Way(Place from, Place to, String route) {}

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<Way> ways = new ArrayList<>();

    private RouteGraph() {}

    /**
     * Reads routes/ and config/ of a folder.
     *
     * @throws IOException when a file cannot be read
     */
    public static RouteGraph of(Path folder) throws IOException {
        Project project = Project.of(folder);
        RouteGraph graph = new RouteGraph();
        for (RouteFile file : project.files()) {
            file.routes().forEach(graph::add);
            file.templated().forEach(templated -> {
                RouteTemplate template =
                        project.templates().get(templated.template().text());
                if (template != null) {
                    graph.add(template.instantiate(templated));
                }
            });
        }
        for (Node root : project.alerts()) {
            YamlNodes.elements(YamlFile.child(root, "rules")).forEach(graph::rule);
        }
        return graph;
    }

    private void add(Route route) {
        Endpoint source = route.source();
        if (source == null) {
            return;
        }
        Value id = route.id();
        for (Endpoint endpoint : route.endpoints()) {
            if (!endpoint.end().isSource()) {
                ways.add(new Way(place(source), place(endpoint), id == null ? "" : id.text()));
            }
        }
    }

    private void rule(Node rule) {
        ScalarNode name = YamlNodes.scalar(rule, "name");
        ScalarNode topic = YamlNodes.scalar(rule, "topic");
        if (name != null && topic != null) {
            ways.add(new Way(
                    place(Kind.TOPIC, "topic " + topic.getValue()), place(Kind.ALERT, "alert " + name.getValue()), ""));
        }
    }

    private Place place(Endpoint endpoint) {
        Kind kind = switch (endpoint.scheme().text()) {
            case "topic", "kafka" -> Kind.TOPIC;
            case "database" -> Kind.TABLE;
            case "direct", "seda" -> Kind.INSIDE;
            default -> Kind.OUTSIDE;
        };
        String scheme = kind == Kind.TOPIC ? "topic" : endpoint.scheme().text();
        return place(kind, scheme + " " + endpoint.path().text());
    }

    private Place place(Kind kind, String label) {
        return places.computeIfAbsent(label, unused -> new Place("n" + (places.size() + 1), kind, label));
    }

    /** The picture, ready to be printed. */
    public String text(Format format) {
        StringBuilder text = new StringBuilder();
        if (format == Format.MERMAID) {
            text.append("flowchart LR\n");
            places.values()
                    .forEach(place -> text.append("    " + place.id)
                            .append(String.format(Locale.ROOT, place.kind.mermaid, place.label.replace("\"", "#quot;")))
                            .append('\n'));
            ways.forEach(
                    way -> text.append("    " + way.from.id + " -->" + mermaid(way.route) + " " + way.to.id + "\n"));
        } else {
            text.append("digraph fieldgate {\n    rankdir=LR;\n");
            places.values()
                    .forEach(place -> text.append("    " + place.id + " [label=" + quoted(place.label) + ", shape="
                            + place.kind.dot + "];\n"));
            ways.forEach(way -> text.append("    " + way.from.id + " -> " + way.to.id)
                    .append(way.route.isEmpty() ? ";\n" : " [label=" + quoted(way.route) + "];\n"));
            text.append("}\n");
        }
        return text.toString();
    }

    private static String mermaid(@Nullable String label) {
        return label == null || label.isEmpty() ? "" : "|\"" + label.replace("\"", "#quot;") + "\"|";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
