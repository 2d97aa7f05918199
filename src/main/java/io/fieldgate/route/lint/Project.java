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
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What surrounds the files that are linted: the shipped templates, and what the project's configuration and routes name. */
final class Project {
    private final Map<String, RouteTemplate> templates = new LinkedHashMap<>();
    /** The one that there is without a file of receivers. */
    private static final Set<String> LOG = Set.of("log");

    private static final String WEBHOOKS = "webhooks";

    private final Map<String, Set<String>> names = new HashMap<>();
    private final Set<String> listeners = new TreeSet<>();
    private final List<RouteFile> files = new ArrayList<>();
    private final List<Node> alerts = new ArrayList<>();
    private boolean receiversAreKnown = true;

    /** @param folder where the gateway runs */
    static Project of(Path folder) {
        return of(folder, SourceFiles.in(folder.resolve("routes")));
    }

    /**
     * The same with other route files.
     *
     * @param routes those whose names do not end in {@code .camel.yaml} are left out
     */
    static Project of(Path folder, List<Path> routes) {
        Project project = new Project();
        try {
            for (ShippedTemplates.Template template : ShippedTemplates.all()) {
                project.routes(SourceText.silent(template.file(), template.text()));
            }
            for (Path file : SourceFiles.yaml(folder.resolve("config"))) {
                Node root = Files.isReadable(file) ? YamlNodes.compose(silent(file), new Findings()) : null;
                if (root != null) {
                    project.configuration(root);
                    project.receiversElsewhere(folder, root);
                    if (FileKind.of(root) == FileKind.ALERTS) {
                        project.alerts.add(root);
                    }
                }
            }
            for (Path file : routes) {
                if (file.toString().endsWith(".camel.yaml") && Files.isReadable(file)) {
                    project.routes(silent(file));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return project;
    }

    /** {@code fieldgate.notify.file} may name another file than that of config/. */
    private void receiversElsewhere(Path folder, Node root) throws IOException {
        String name = setting(root, "fieldgate.notify.file");
        if (name == null) {
            return;
        }
        Path file = folder.resolve(name);
        if (name.contains("${") || !Files.isReadable(file)) {
            receiversAreKnown = false;
            return;
        }
        Node receivers = YamlNodes.compose(silent(file), new Findings());
        if (receivers != null) {
            names("receivers", YamlFile.child(receivers, "receivers"));
        }
    }

    /** A value by its name, however its levels are written; null when it is not there. */
    private static @Nullable String setting(@Nullable Node node, String name) {
        for (NodeTuple tuple : YamlNodes.entries(node)) {
            String key = YamlNodes.key(tuple);
            if (key.equals(name)) {
                return tuple.getValueNode() instanceof ScalarNode value ? value.getValue() : null;
            }
            if (name.startsWith(key + ".")) {
                String found = setting(tuple.getValueNode(), name.substring(key.length() + 1));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
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

    /** Takes the topics, tables and webhooks of a file of configuration, or the receivers of theirs. */
    void configuration(Node root) {
        if (FileKind.of(root) == FileKind.RECEIVERS) {
            names("receivers", YamlFile.child(root, "receivers"));
            return;
        }
        for (NodeTuple tuple : YamlNodes.entries(root)) {
            String key = YamlNodes.key(tuple);
            if (key.equals("fieldgate")) {
                YamlNodes.entries(tuple.getValueNode())
                        .forEach(entry -> section(YamlNodes.key(entry), entry.getValueNode()));
            } else if (key.startsWith("fieldgate.")) {
                section(key.substring("fieldgate.".length()), tuple.getValueNode());
            }
        }
    }

    /**
     * Takes what a page of documentation shows as configuration, so that its routes may use it. It begins no list that the
     * project does not have: then anything goes.
     */
    void documentation(Node root) {
        Set<String> kinds = Set.copyOf(names.keySet());
        configuration(root);
        names.keySet().retainAll(kinds);
    }

    /** Takes tables, or others of a kind, that no file defines. */
    void defined(String kind, Set<String> defined) {
        if (!defined.isEmpty()) {
            names.computeIfAbsent(kind, unused -> new TreeSet<>()).addAll(defined);
        }
    }

    private void section(String key, Node value) {
        if (key.equals(WEBHOOKS)) {
            YamlNodes.entries(value).forEach(webhook -> webhook(YamlNodes.key(webhook)));
        } else if (key.startsWith(WEBHOOKS + ".")) {
            webhook(key.substring(WEBHOOKS.length() + 1));
        } else {
            names(key, value);
        }
    }

    /** @param key a name, or {@code name.url} */
    private void webhook(String key) {
        defined(WEBHOOKS, Set.of(key.split("\\.", 2)[0]));
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
        Set<String> receivers = receiversAreKnown ? names.getOrDefault("receivers", LOG) : null;
        return new Known(names.get("topics"), names.get("tables"), names.get(WEBHOOKS), receivers);
    }
}
