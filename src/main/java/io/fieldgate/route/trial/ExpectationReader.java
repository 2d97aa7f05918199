package io.fieldgate.route.trial;

import io.fieldgate.route.trial.Expected.Body;
import io.fieldgate.route.trial.Expected.Field;
import io.fieldgate.route.trial.Output.Kind;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads what a test expects. */
final class ExpectationReader {
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

    private final Problems problems;

    ExpectationReader(Problems problems) {
        this.problems = problems;
    }

    /** Null when it is none, which goes to the problems. */
    @Nullable
    Expected read(Node node) {
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
        String text = moment ? Moments.text(Moments.read(section, key, Moments.BEGINNING, problems)) : value.getValue();
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
