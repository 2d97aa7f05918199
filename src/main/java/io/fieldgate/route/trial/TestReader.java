package io.fieldgate.route.trial;

import io.fieldgate.yaml.Problem;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a file of route tests; whatever is wrong with it goes to the problems, with its place and what is allowed. */
final class TestReader {
    private static final int MOST_REPETITIONS = 10_000;

    private final Path file;
    private final String name;
    private final @Nullable String only;
    private final Problems problems;
    private final ExpectationReader expectations;
    private final List<RouteTest> tests = new ArrayList<>();

    private TestReader(Path file, String name, String text, @Nullable String only) {
        this.file = file;
        this.name = name;
        this.only = only;
        this.problems = new Problems(name, text);
        this.expectations = new ExpectationReader(problems);
    }

    /**
     * @param name of the file in messages
     * @param routes ids of the routes in the file that is tested; an only one need not be named
     */
    static TestReader read(Path file, String name, List<String> routes) throws IOException {
        String text = YamlFile.text(file);
        TestReader reader = new TestReader(file, name, text, routes.size() == 1 ? routes.get(0) : null);
        Node root = YamlFile.compose(name, text, reader.problems);
        if (root != null) {
            Section top = new Section(root, reader.problems, "the file", "tests");
            top.list("tests").forEach(reader::test);
        }
        return reader;
    }

    /** In the order of the file; only those without problems. */
    List<RouteTest> tests() {
        return tests;
    }

    List<Problem> problems() {
        return problems.since(0);
    }

    private void test(Node node) {
        int before = problems.count();
        Section section = new Section(node, problems, "a test", "name", "route", "given", "until", "expect");
        section.require("name", "it takes a sentence");
        section.require("given", "it takes a list of what comes to the route");
        section.require("expect", "it takes a list of what comes out, [] for nothing");
        String route = section.text("route") == null ? only : section.text("route");
        List<Given> given = new ArrayList<>();
        section.list("given").forEach(each -> given.addAll(given(each, route)));
        List<Expected> expected = new ArrayList<>();
        for (Node each : section.list("expect")) {
            Expected one = expectations.read(each);
            if (one != null) {
                expected.add(one);
            }
        }
        Long until =
                section.has("until") ? Long.valueOf(Moments.read(section, "until", Moments.BEGINNING, problems)) : null;
        if (problems.count() == before) {
            tests.add(new RouteTest(section.text("name", ""), Problems.line(node), given, until, expected));
        }
    }

    private List<Given> given(Node node, @Nullable String route) {
        Section section = new Section(
                node,
                problems,
                "a given message",
                "at",
                "route",
                "topic",
                "path",
                "key",
                "timestamp",
                "headers",
                "body",
                "file",
                "every",
                "times");
        long at = Moments.read(section, "at", Moments.BEGINNING, problems);
        Long timestamp =
                section.has("timestamp") ? Long.valueOf(Moments.read(section, "timestamp", at, problems)) : null;
        Map<String, String> headers = new LinkedHashMap<>();
        section.scalars("headers").forEach((header, value) -> headers.put(header, value.getValue()));
        byte[] body = body(section);
        int times = section.number("times", 1, MOST_REPETITIONS, 1);
        Duration every = section.has("every") ? section.length("every") : Duration.ZERO;
        List<Given> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long moment = at + i * every.toMillis();
            all.add(new Given(
                    name + ":" + Problems.line(node),
                    section.text("route") == null ? route : section.text("route"),
                    moment,
                    section.text("topic"),
                    section.text("path"),
                    section.text("key"),
                    timestamp == null ? moment : timestamp,
                    headers,
                    body));
        }
        return all;
    }

    private byte @Nullable [] body(Section section) {
        Node body = section.get("body");
        ScalarNode sample = section.scalar("file");
        if (sample == null) {
            return body == null ? null : Json.bytes(body);
        }
        if (body != null) {
            problems.add(sample, "'file' and 'body' stand together, one of them is allowed");
        }
        try {
            return Files.readAllBytes(file.resolveSibling(sample.getValue()));
        } catch (IOException unreadable) {
            problems.add(
                    sample, "the file '" + sample.getValue() + "' cannot be read; its name is relative to " + name);
            return null;
        }
    }
}
