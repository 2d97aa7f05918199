package io.fieldgate.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.yaml.Durations;
import io.fieldgate.yaml.Problem;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Tests of rules: readings in, changes of alerts out. They stand in a file beside the rules. */
public final class RuleTests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_REPETITIONS = 100_000;

    private final AlertRules rules;
    private final Problems problems;
    private final List<Result> results = new ArrayList<>();

    /**
     * How a test ended.
     *
     * @param difference what was expected and what came; null when the test has passed
     */
    public record Result(
            String name, String file, int line, @Nullable String difference) {
        public boolean passed() {
            return difference == null;
        }
    }

    private RuleTests(AlertRules rules, Problems problems) {
        this.rules = rules;
        this.problems = problems;
    }

    /** Runs the tests of a file. */
    public static RuleTests run(AlertRules rules, Path file) throws IOException {
        return run(rules, file.toString(), YamlFile.text(file));
    }

    static RuleTests run(AlertRules rules, String name, String text) {
        Problems problems = new Problems(name, text);
        RuleTests tests = new RuleTests(rules, problems);
        Node root = YamlFile.compose(name, text, problems);
        if (root != null) {
            Section top = new Section(root, problems, "the file", "tests");
            top.list("tests").forEach(node -> tests.run(name, node));
        }
        return tests;
    }

    /** In the order of the file. */
    public List<Result> results() {
        return results;
    }

    /** What is wrong with the file of tests; tests that have problems are not run. */
    public List<Problem> problems() {
        return problems.since(0);
    }

    private void run(String file, Node node) {
        int before = problems.count();
        Section section = new Section(node, problems, "a test", "name", "rule", "given", "until", "expect");
        section.require("name", "it takes a sentence");
        section.require("rule", "it takes the name of a rule");
        section.require("given", "it takes a list of readings");
        section.require("expect", "it takes a list of changes, [] for none");
        ScalarNode ruleName = section.scalar("rule");
        Rule rule = ruleName == null ? null : rules.rule(ruleName.getValue());
        if (ruleName != null && rule == null) {
            problems.add(
                    ruleName,
                    "there is no rule '" + ruleName.getValue() + "', "
                            + Section.suggestion(ruleName.getValue(), rules.names()));
        }
        List<Reading> given = new ArrayList<>();
        section.list("given").forEach(reading -> given.addAll(readings(reading)));
        List<Map<String, String>> expected =
                section.list("expect").stream().map(this::expected).toList();
        Long until = section.has("until") ? time(section, "until") : null;
        if (problems.count() > before || rule == null) {
            return;
        }
        Timeline timeline = new Timeline(rule);
        given.forEach(timeline::read);
        if (until != null) {
            timeline.advance(until);
        }
        results.add(new Result(
                section.text("name", ""), file, Problems.line(node), difference(expected, timeline.changes())));
    }

    private List<Reading> readings(Node node) {
        Section section = new Section(node, problems, "a reading", "at", "key", "headers", "payload", "every", "times");
        section.require("at", "it takes a time after the beginning, like 30s");
        section.require("key", "it takes the device");
        Map<String, String> headers = new LinkedHashMap<>();
        section.scalars("headers").forEach((name, value) -> headers.put(name, value.getValue()));
        Node payload = section.get("payload");
        byte[] bytes = payload == null ? null : bytes(payload);
        long at = time(section, "at");
        Duration every = section.has("every") ? section.length("every") : Duration.ZERO;
        int times = section.number("times", 1, MOST_REPETITIONS, 1);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            readings.add(new Reading(section.text("key", ""), at + i * every.toMillis(), headers, bytes));
        }
        return readings;
    }

    private long time(Section section, String key) {
        ScalarNode value = section.scalar(key);
        Long time = value == null ? null : Times.parseOrOffset(value.getValue());
        if (value != null && time == null) {
            problems.add(
                    value,
                    "'" + key + "' is '" + value.getValue() + "', allowed is " + Durations.ALLOWED
                            + " after the beginning, or " + Times.ALLOWED);
        }
        return time == null ? Times.BEGINNING : time;
    }

    private static byte[] bytes(Node payload) {
        if (payload instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return scalar.getValue().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return JSON.writeValueAsBytes(plain(payload));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        }
    }

    private static @Nullable Object plain(Node node) {
        if (node instanceof MappingNode mapping) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                map.put(String.valueOf(plain(tuple.getKeyNode())), plain(tuple.getValueNode()));
            }
            return map;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(RuleTests::plain).toList();
        }
        ScalarNode scalar = (ScalarNode) node;
        String text = scalar.getValue();
        if (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT)) {
            return Double.valueOf(text);
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        return scalar.getTag().equals(Tag.NULL) ? null : text;
    }

    /** What must hold of a change, by field. */
    private Map<String, String> expected(Node node) {
        Section section = new Section(
                node,
                problems,
                "a change",
                "at",
                "key",
                "event",
                "severity",
                "value",
                "since",
                "labels",
                "annotations");
        section.require("at", "it takes when the change comes, like 30s");
        section.require("event", "it takes one of " + events());
        section.choice("event", "", events());
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("at", Change.instant(time(section, "at")));
        for (String field : List.of("event", "key", "severity", "value")) {
            if (section.has(field)) {
                expected.put(field, section.text(field, ""));
            }
        }
        if (section.has("since")) {
            expected.put("since", Change.instant(time(section, "since")));
        }
        section.scalars("labels").forEach((name, text) -> expected.put("labels." + name, text.getValue()));
        section.scalars("annotations").forEach((name, text) -> expected.put("annotations." + name, text.getValue()));
        return expected;
    }

    private static List<String> events() {
        return List.of("pending", "inactive", "firing", "escalated", "resolved");
    }

    private static @Nullable String difference(List<Map<String, String>> expected, List<Change> changes) {
        List<Change> ordered = new ArrayList<>(changes);
        ordered.sort(Comparator.comparingLong(Change::at));
        boolean same = expected.size() == ordered.size();
        for (int i = 0; same && i < expected.size(); i++) {
            Map<String, String> fields = fields(ordered.get(i));
            same = expected.get(i).entrySet().stream()
                    .allMatch(field -> field.getValue().equals(fields.get(field.getKey())));
        }
        if (same) {
            return null;
        }
        StringBuilder difference = new StringBuilder("expected:\n");
        expected.forEach(change -> difference.append("    ").append(change).append('\n'));
        difference.append("but was:\n");
        ordered.forEach(
                change -> difference.append("    ").append(fields(change)).append('\n'));
        return difference.toString();
    }

    private static Map<String, String> fields(Change change) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("at", Change.instant(change.at()));
        fields.put("event", change.event().text());
        fields.put("key", change.key());
        fields.put("severity", change.severity());
        Double value = change.value();
        if (value != null) {
            fields.put("value", Template.readable(value));
        }
        fields.put("since", Change.instant(change.since()));
        change.labels().forEach((name, text) -> fields.put("labels." + name, text));
        change.annotations().forEach((name, text) -> fields.put("annotations." + name, text));
        return fields;
    }
}
