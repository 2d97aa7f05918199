package io.fieldgate.route.trial;

import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The route files of a folder, and which of them a route needs beside its own: those with what holds for all routes, and
 * those that offer what it mentions, a template or a {@code direct:} or {@code seda:} endpoint. So a mistake in one file is
 * no mistake of another.
 */
final class RouteFiles {
    static final String ENDING = ".camel.yaml";

    /** Entries that concern nobody who does not mention them. */
    private static final Set<String> SINGLE = Set.of("route", "from", "templatedRoute", "routeTemplate", "rest");

    private final TreeMap<Path, Contents> files = new TreeMap<>();

    /**
     * @param ids of its routes
     * @param common whether it holds something for the routes of other files
     * @param offers names that other files may mention
     * @param mentions all texts of the file
     */
    private record Contents(List<String> ids, boolean common, Set<String> offers, Set<String> mentions) {}

    /** Those of the folder of a route file. */
    static RouteFiles around(Path file) throws IOException {
        RouteFiles all = new RouteFiles();
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + ENDING)) {
                for (Path entry : entries) {
                    all.files.put(entry.toAbsolutePath().normalize(), contents(entry));
                }
            }
        }
        return all;
    }

    /** The file, and what it needs. */
    List<Path> with(Path file) {
        Path own = file.toAbsolutePath().normalize();
        Set<Path> needed = new LinkedHashSet<>();
        ArrayDeque<Path> open = new ArrayDeque<>();
        open.add(own);
        files.forEach((path, contents) -> {
            if (contents.common) {
                open.add(path);
            }
        });
        while (!open.isEmpty()) {
            Path next = open.removeFirst();
            Contents contents = files.get(next);
            if (needed.add(next) && contents != null) {
                files.forEach((path, other) -> {
                    if (other.offers.stream().anyMatch(contents.mentions::contains)) {
                        open.add(path);
                    }
                });
            }
        }
        return new ArrayList<>(needed);
    }

    private static Contents contents(Path file) throws IOException {
        String text = YamlFile.text(file);
        @Nullable Node root = YamlFile.compose(file.toString(), text, new Problems(file.toString(), text));
        Set<String> offers = new HashSet<>();
        Set<String> mentions = new HashSet<>();
        List<String> ids = new ArrayList<>();
        boolean common = false;
        if (root instanceof SequenceNode entries) {
            for (Node entry : entries.getValue()) {
                if (entry instanceof MappingNode mapping) {
                    for (NodeTuple tuple : mapping.getValue()) {
                        common |= !SINGLE.contains(YamlFile.scalar(tuple.getKeyNode()));
                    }
                }
                String id = id(entry);
                if (!id.isEmpty()) {
                    ids.add(id);
                }
                collect(entry, offers, mentions);
            }
        }
        return new Contents(ids, common, offers, mentions);
    }

    /** The ids of the routes in a file. */
    static List<String> ids(Path file) throws IOException {
        return contents(file).ids;
    }

    /** The same of a file in the folder. */
    List<String> idsOf(Path file) {
        Contents contents = files.get(file.toAbsolutePath().normalize());
        return contents == null ? List.of() : contents.ids;
    }

    private static String id(Node entry) {
        return YamlFile.child(YamlFile.child(entry, "templatedRoute"), "routeId") instanceof ScalarNode routeId
                ? routeId.getValue()
                : YamlFile.scalar(YamlFile.child(YamlFile.child(entry, "route"), "id"));
    }

    private static void collect(Node node, Set<String> offers, Set<String> mentions) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String name = YamlFile.scalar(tuple.getKeyNode());
                if (name.equals("from")) {
                    offers.add(uri(tuple.getValueNode()));
                } else if (name.equals("routeTemplate")) {
                    offers.add(YamlFile.scalar(YamlFile.child(tuple.getValueNode(), "id")));
                }
                collect(tuple.getValueNode(), offers, mentions);
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(element -> collect(element, offers, mentions));
        } else if (node instanceof ScalarNode scalar) {
            mentions.add(withoutOptions(scalar.getValue()));
        }
    }

    /** Of an endpoint that other routes can send to; else something that nobody mentions. */
    private static String uri(Node from) {
        String uri = YamlFile.scalar(from instanceof ScalarNode ? from : YamlFile.child(from, "uri"));
        return uri.startsWith("direct:") || uri.startsWith("seda:") ? withoutOptions(uri) : "\0";
    }

    private static String withoutOptions(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
