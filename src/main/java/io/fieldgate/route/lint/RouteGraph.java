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
        DOT,
        /** A picture. */
        SVG;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a place is. */
    public enum Kind {
        TOPIC("[(\"%s\")]", "cylinder", 16, "#dfe9fb"),
        TABLE("[(\"%s\")]", "cylinder", 16, "#e2f3e3"),
        ALERT("{{\"%s\"}}", "hexagon", 8, "#fbe3df"),
        INSIDE("(\"%s\")", "box", 8, "#f4f4f6"),
        OUTSIDE("[\"%s\"]", "box", 0, "#f4f4f6");

        private final String mermaid;
        private final String dot;
        private final int round;
        private final String colour;

        Kind(String mermaid, String dot, int round, String colour) {
            this.mermaid = mermaid;
            this.dot = dot;
            this.round = round;
            this.colour = colour;
        }

        /** The radius of its corners. */
        int round() {
            return round;
        }

        String colour() {
            return colour;
        }
    }

    /**
     * Where a route begins or sends to.
     *
     * @param route its id; empty when it has none
     * @param scheme of Camel's component
     * @param path what stands behind the scheme, before any question mark
     * @param group the option of that name; null when it is not written
     * @param server the option {@code url} or {@code broker}, which names another server than that of the configuration; null when
     *     neither is written
     */
    public record End(
            String route,
            String scheme,
            String path,
            boolean isSource,
            @Nullable String group,
            @Nullable String server) {}

    /**
     * Where messages come from, stay or go to.
     *
     * @param id in this graph
     * @param label scheme and path, with a blank between them
     */
    public record Place(String id, Kind kind, String label) {}

    /**
     * A route from a place to another, or that a rule judges what is there.
     *
     * @param route its id; empty when it has none, or is a rule
     */
    public record Way(Place from, Place to, String route) {}

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();

    private RouteGraph() {}

    /**
     * Reads routes/ and config/ of a folder.
     *
     * @throws IOException when a file cannot be read
     */
    public static RouteGraph of(Path folder) throws IOException {
        return of(Project.of(folder));
    }

    /**
     * Reads some route files, and config/ of a folder.
     *
     * @throws IOException when a file cannot be read
     */
    public static RouteGraph of(Path folder, List<Path> routes) throws IOException {
        return of(Project.of(folder, routes));
    }

    private static RouteGraph of(Project project) {
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
        Value written = route.id();
        String id = written == null ? "" : written.text();
        for (Endpoint endpoint : route.endpoints()) {
            Value group = endpoint.option("group");
            Value url = endpoint.option("url");
            Value server = url == null ? endpoint.option("broker") : url;
            ends.add(new End(
                    id,
                    endpoint.scheme().text(),
                    endpoint.path().text(),
                    endpoint.end().isSource(),
                    group == null ? null : group.text(),
                    server == null ? null : server.text()));
            if (!endpoint.end().isSource()) {
                ways.add(new Way(place(source), place(endpoint), id));
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
            case "database", "lake" -> Kind.TABLE;
            case "direct", "seda" -> Kind.INSIDE;
            default -> Kind.OUTSIDE;
        };
        String scheme = kind == Kind.TOPIC ? "topic" : endpoint.scheme().text();
        return place(kind, scheme + " " + endpoint.path().text());
    }

    private Place place(Kind kind, String label) {
        return places.computeIfAbsent(label, unused -> new Place("n" + (places.size() + 1), kind, label));
    }

    /** All places, in the order in which they are first mentioned. */
    public List<Place> places() {
        return List.copyOf(places.values());
    }

    /** All ways between them. */
    public List<Way> ways() {
        return List.copyOf(ways);
    }

    /** Where all routes begin and send to. */
    public List<End> ends() {
        return List.copyOf(ends);
    }

    /** The picture, ready to be printed. */
    public String text(Format format) {
        if (format == Format.SVG) {
            return new GraphDrawing(places.values(), ways).text();
        }
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
