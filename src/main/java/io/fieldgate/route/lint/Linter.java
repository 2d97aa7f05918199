package io.fieldgate.route.lint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Finds every mistake in route files, configuration and the YAML of Markdown at once. It starts nothing and asks nobody: what
 * it knows comes from Camel's schema, the catalogues in the jars, the shipped templates and the project's own files.
 * One linter is for one thread.
 */
public final class Linter {
    private final Path folder;
    private final Function<Path, String> names;
    private final Findings findings = new Findings();
    private final Catalogue catalogue = new Catalogue();
    private final ExpressionCheck expressions = new ExpressionCheck(catalogue, findings);
    private final Project project;

    /**
     * @param folder where the gateway runs, with {@code config} and {@code routes}
     * @param names how a file is called in findings
     */
    public Linter(Path folder, Function<Path, String> names) {
        this(folder, names, Map.of());
    }

    /**
     * @param defined names of {@code tables} and {@code webhooks} that are defined elsewhere than in the folder's files, by
     *     environment variables for example
     */
    public Linter(Path folder, Function<Path, String> names, Map<String, Set<String>> defined) {
        this.folder = folder;
        this.names = names;
        this.project = Project.of(folder);
        defined.forEach(project::defined);
    }

    /** A file that has been read. */
    private record Parsed(SourceText source, Node root, FileKind kind, boolean excerpt) {}

    /**
     * Lints files, and all that stand in folders.
     *
     * @return what is wrong, in the order of the files
     */
    public Result lint(List<Path> paths) {
        List<Parsed> parsed = new ArrayList<>();
        List<Path> all = paths.stream()
                .flatMap(path -> SourceFiles.in(path).stream())
                .distinct()
                .toList();
        all.forEach(file -> read(file, parsed));
        parsed.stream()
                .filter(one -> !one.excerpt)
                .filter(one -> one.kind == FileKind.CONFIGURATION || one.kind == FileKind.RECEIVERS)
                .forEach(one -> project.configuration(one.root));
        parsed.stream()
                .filter(one -> one.excerpt && one.kind == FileKind.CONFIGURATION)
                .forEach(one -> project.documentation(one.root));
        routes(parsed);
        ConfigCheck configuration = new ConfigCheck(project.known(), findings);
        parsed.forEach(one -> configuration.check(one.kind, one.source, one.root));
        return new Result(all.size(), findings.all());
    }

    private void read(Path file, List<Parsed> parsed) {
        String name = names.apply(file);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            findings.add(Code.FG001, start(name), "is no UTF-8");
            return;
        } catch (IOException unreadable) {
            findings.add(Code.FG001, start(name), "cannot be read: " + unreadable.getMessage());
            return;
        }
        if (name.endsWith(".md")) {
            Markdown.blocks(name, text).forEach(block -> {
                Node root = YamlNodes.compose(block, findings);
                if (root != null) {
                    parsed.add(new Parsed(block, root, FileKind.of(root), true));
                }
            });
            return;
        }
        SourceText source = SourceText.file(name, text);
        Node root = YamlNodes.compose(source, findings);
        if (root != null) {
            FileKind kind = FileKind.of(file, root);
            parsed.add(new Parsed(source, root, kind, false));
            isLoaded(file, source, kind);
        }
    }

    private static Place start(String name) {
        return new Place(SourceText.file(name, ""), 0, 0);
    }

    /** A route file of another name stays without effect, which nobody says at run time. */
    private void isLoaded(Path file, SourceText source, FileKind kind) {
        boolean inRoutes = file.toAbsolutePath()
                .normalize()
                .startsWith(folder.resolve("routes").toAbsolutePath().normalize());
        if (inRoutes && kind == FileKind.ROUTES && !file.toString().endsWith(".camel.yaml")) {
            findings.add(
                    Code.FG004,
                    new Place(source, 0, 0),
                    "the gateway does not load this file: names of route files end in .camel.yaml");
        }
    }

    private void routes(List<Parsed> parsed) {
        Schema schema = null;
        List<RouteFile> whole = new ArrayList<>();
        List<RouteFile> excerpts = new ArrayList<>();
        for (Parsed one : parsed) {
            if (one.kind == FileKind.ROUTES) {
                schema = schema == null ? Schema.ofRoutes() : schema;
                new SchemaWalk(schema, SchemaWalk.Style.CAMEL, one.source, findings).walk(one.root);
                (one.excerpt ? excerpts : whole).add(RouteFile.read(one.source, one.root));
            }
        }
        whole.forEach(project::add);
        List<Route> running = new ArrayList<>();
        whole.forEach(file -> running.addAll(check(file, project.templates())));
        TogetherCheck together = new TogetherCheck(findings);
        together.apart(running);
        together.meet(running, project.listeners());
        for (RouteFile excerpt : excerpts) {
            // What a page of documentation shows needs not fit what another shows.
            Map<String, RouteTemplate> templates = new HashMap<>(project.templates());
            excerpt.templates().forEach(template -> templates.put(template.id().text(), template));
            new TogetherCheck(findings).apart(check(excerpt, templates));
        }
    }

    private List<Route> check(RouteFile file, Map<String, RouteTemplate> templates) {
        return new RouteCheck(templates, catalogue, project.known(), expressions, findings).check(file);
    }

    /**
     * What a linter has seen.
     *
     * @param files how many it has read
     * @param findings in their order
     */
    public record Result(int files, List<Finding> findings) {
        public long count(Severity severity) {
            return findings.stream()
                    .filter(finding -> finding.code().severity() == severity)
                    .count();
        }
    }
}
