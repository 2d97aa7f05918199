package io.fieldgate.route.lint;

import io.fieldgate.route.ShippedTemplates;
import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** What surrounds the files that are linted: the shipped templates, and what the project's configuration and routes name. */
final class Project {
    private final Map<String, RouteTemplate> templates = new LinkedHashMap<>();
    /** The one that there is without a file of receivers. */
    private static final Set<String> LOG = Set.of("log");

    private final Map<String, Set<String>> names = new HashMap<>();
    private final Set<String> listeners = new TreeSet<>();
    private final List<RouteFile> files = new ArrayList<>();
    private final List<Node> alerts = new ArrayList<>();

    /** @param folder where the gateway runs */
    static Project of(Path folder) {
        Project project = new Project();
        try {
            for (ShippedTemplates.Template template : ShippedTemplates.all()) {
                project.routes(SourceText.silent(template.file(), template.text()));
            }
            for (Path file : SourceFiles.yaml(folder.resolve("config"))) {
                Node root = Files.isReadable(file) ? YamlNodes.compose(silent(file), new Findings()) : null;
                if (root != null) {
                    project.configuration(root);
                    if (FileKind.of(root) == FileKind.ALERTS) {
                        project.alerts.add(root);
                    }
                }
            }
            for (Path file : SourceFiles.in(folder.resolve("routes"))) {
                if (file.toString().endsWith(".camel.yaml") && Files.isReadable(file)) {
                    project.routes(silent(file));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return project;
    }

    private static SourceText silent(Path file) throws IOException {
        return SourceText.silent(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    private void routes(SourceText source) {
        Node root = YamlNodes.compose(source, new Findings());
        if (root != null) {
            RouteFile file = RouteFile.read(source, root);
            add(file);
            files.add(file);
            listeners.addAll(TogetherCheck.listeners(file.routes()));
        }
    }

    /** Takes the templates of a file; those that are linted win over those of the same name in the project. */
    void add(RouteFile file) {
        file.templates().forEach(template -> templates.put(template.id().text(), template));
    }

    /** Takes the topics and tables of a file of configuration, or the receivers of theirs. */
    void configuration(Node root) {
        if (FileKind.of(root) == FileKind.RECEIVERS) {
            names("receivers", YamlFile.child(root, "receivers"));
            return;
        }
        for (NodeTuple tuple : YamlNodes.entries(root)) {
            String key = YamlNodes.key(tuple);
            if (key.equals("fieldgate")) {
                YamlNodes.entries(tuple.getValueNode())
                        .forEach(entry -> names(YamlNodes.key(entry), entry.getValueNode()));
            } else if (key.startsWith("fieldgate.")) {
                names(key.substring("fieldgate.".length()), tuple.getValueNode());
            }
        }
    }

    /** Takes tables that no file defines. */
    void tables(Set<String> defined) {
        if (!defined.isEmpty()) {
            names.computeIfAbsent("tables", unused -> new TreeSet<>()).addAll(defined);
        }
    }

    private void names(String key, @Nullable Node list) {
        for (Node element : YamlNodes.elements(list)) {
            var name = YamlNodes.scalar(element, "name");
            if (name != null) {
                names.computeIfAbsent(key, unused -> new TreeSet<>()).add(name.getValue());
            }
        }
    }

    /** The route files, shipped templates first. */
    List<RouteFile> files() {
        return files;
    }

    /** The files of alert rules. */
    List<Node> alerts() {
        return alerts;
    }

    Map<String, RouteTemplate> templates() {
        return templates;
    }

    Set<String> listeners() {
        return listeners;
    }

    Known known() {
        return new Known(names.get("topics"), names.get("tables"), names.getOrDefault("receivers", LOG));
    }
}
