package io.fieldgate.route.trial;

import io.fieldgate.route.trial.Expected.Body;
import io.fieldgate.route.trial.Expected.Field;
import io.fieldgate.route.trial.Output.Kind;
import io.fieldgate.yaml.Problem;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a file of route tests; whatever is wrong with it goes to the problems, with its place and what is allowed. */
final class TestReader {
    private static final int MOST_REPETITIONS = 10_000;
    private static final Map<Kind, List<String>> KEYS = Map.of(
            Kind.TOPIC, List.of("key", "timestamp", "headers", "body", "contains"),
            Kind.DEAD_LETTER, List.of("code", "message", "key", "timestamp", "headers", "body", "contains"),
            Kind.ROW, List.of("columns", "deleted"),
            Kind.PUBLISH, List.of("qos", "retained", "headers", "body", "contains"),
            Kind.TO, List.of("headers", "body", "contains"),
            Kind.REFUSED, List.of("status", "message"),
            Kind.WAITS, List.of("message"),
            Kind.FAILS, List.of("message"),
            Kind.ALERT, List.of("at", "event", "key", "severity", "value", "since", "labels", "annotations"));
    private static final List<String> KINDS =
            Arrays.stream(Kind.values()).map(Kind::key).toList();

    private final Path file;
    private final String name;
    private final @Nullable String only;
    private final Problems problems;
    private final List<RouteTest> tests = new ArrayList<>();

    private TestReader(Path file, String name, String text, @Nullable String only) {
        this.file = file;
        this.name = name;
        this.only = only;
        this.problems = new Problems(name, text);
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
            Expected one = expected(each);
            if (one != null) {
                expected.add(one);
            }
        }
        Long until = section.has("until") ? Long.valueOf(time(section, "until", Moments.BEGINNING)) : null;
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
        long at = time(section, "at", Moments.BEGINNING);
        Long timestamp = section.has("timestamp") ? Long.valueOf(time(section, "timestamp", at)) : null;
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

    private long time(Section section, String key, long otherwise) {
        ScalarNode value = section.scalar(key);
        if (value == null) {
            return otherwise;
        }
        Long time = Moments.parse(value.getValue());
        if (time == null) {
            problems.add(value, "'" + key + "' is '" + value.getValue() + "', allowed is " + Moments.ALLOWED);
        }
        return time == null ? otherwise : time;
    }

    private @Nullable Expected expected(Node node) {
        List<Kind> kinds = Arrays.stream(Kind.values())
                .filter(kind -> hasKey(node, kind.key()))
                .toList();
        if (kinds.size() != 1) {
            problems.add(
                    node,
                    (kinds.isEmpty() ? "an expectation does not say what comes out" : "an expectation names two ends")
                            + ", it takes exactly one of " + KINDS);
            return null;
        }
        Kind kind = kinds.get(0);
        List<String> keys = KEYS.getOrDefault(kind, List.of());
        List<String> allowed = new ArrayList<>(List.of(kind.key()));
        allowed.addAll(keys);
        Section section = new Section(node, problems, "'" + kind.key() + "'", allowed.toArray(String[]::new));
        ScalarNode end = section.scalar(kind.key());
        List<Field> fields = new ArrayList<>();
        for (String key : List.of(
                "key",
                "timestamp",
                "code",
                "message",
                "deleted",
                "qos",
                "retained",
                "status",
                "at",
                "event",
                "severity",
                "value",
                "since")) {
            if (keys.contains(key)) {
                field(section, key, fields);
            }
        }
        List<Field> named = new ArrayList<>();
        named(node, "headers", "", named);
        named(node, "columns", "", named);
        if (kind == Kind.ALERT) {
            named(node, "labels", "labels.", named);
            named(node, "annotations", "annotations.", named);
        }
        return new Expected(
                kind,
                end == null ? "" : end.getValue(),
                Problems.line(node),
                fields,
                named,
                body(section, "body"),
                body(section, "contains"));
    }

    private static boolean hasKey(Node node, String key) {
        return node instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                                && scalar.getValue().equals(key));
    }

    private void field(Section section, String key, List<Field> to) {
        ScalarNode value = section.scalar(key);
        if (value == null) {
            return;
        }
        boolean moment = List.of("at", "since", "timestamp").contains(key);
        String text = moment ? Moments.text(time(section, key, Moments.BEGINNING)) : value.getValue();
        to.add(new Field(key, text, Problems.line(value)));
    }

    /** Names and texts; ~ for those that must not be there. */
    private void named(Node node, String key, String prefix, List<Field> to) {
        if (!(node instanceof MappingNode mapping)) {
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode name)
                    || !name.getValue().equals(key)) {
                continue;
            }
            if (!(tuple.getValueNode() instanceof MappingNode values)) {
                problems.add(tuple.getValueNode(), "'" + key + "' is no mapping of names to texts");
                continue;
            }
            for (NodeTuple value : values.getValue()) {
                if (value.getKeyNode() instanceof ScalarNode field && value.getValueNode() instanceof ScalarNode text) {
                    boolean absent = isNull(text);
                    to.add(new Field(prefix + field.getValue(), absent ? null : text.getValue(), Problems.line(field)));
                } else {
                    problems.add(value.getValueNode(), "'" + key + "' takes names and texts");
                }
            }
        }
    }

    /** JSON's null, or YAML's. */
    private static boolean isNull(ScalarNode text) {
        return text.getTag().equals(Tag.NULL)
                || (text.getScalarStyle() == ScalarStyle.PLAIN
                        && text.getValue().equals("~"));
    }

    private static @Nullable Body body(Section section, String key) {
        Node body = section.get(key);
        return body == null ? null : new Body(Json.of(body), Problems.line(body));
    }
}
