package io.fieldgate.alert;

import io.fieldgate.alert.Aggregate.Function;
import io.fieldgate.alert.Expressions.Scope;
import io.fieldgate.alert.Kind.Conditions;
import io.fieldgate.alert.Rule.Escalation;
import io.fieldgate.message.Sha256;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Makes rules of YAML. */
final class RuleReader {
    private static final Duration LATENESS = Duration.ofMinutes(1);
    private static final int VERSION_DIGITS = 12;
    private static final int LONGEST_SEQUENCE = 100;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    /** What a rule may judge; one that has none of them is a threshold. */
    private static final List<String> KINDS = List.of("repeated", "rate", "aggregate", "absent");

    /** Expressions that give the device. */
    private static final Set<String> DEVICE = Set.of("key", "device");

    private final Problems problems;
    private final Expressions expressions;

    /**
     * What was read.
     *
     * @param name the line when there is none
     * @param rule null when it has problems
     */
    record Read(String name, boolean isNamed, @Nullable Rule rule) {}

    RuleReader(Problems problems) {
        this.problems = problems;
        this.expressions = new Expressions(problems);
    }

    Read read(Node node) {
        int before = problems.count();
        Section section = new Section(
                node,
                problems,
                "a rule",
                "name",
                "topic",
                "key",
                "where",
                "when",
                "clear",
                "value",
                "repeated",
                "rate",
                "aggregate",
                "absent",
                "for",
                "keep_firing_for",
                "max_lateness",
                "severity",
                "escalate",
                "labels",
                "annotations",
                "notify");
        String name = name(section);
        section.require("topic", "it takes the Kafka topic whose records the rule judges");
        Duration lateness = section.duration("max_lateness", LATENESS);
        Expression where = expressions.condition(section, "where", Scope.READING);
        Kind kind = kind(section, lateness);
        Scope scope = kind == null ? Scope.READING : scope(section, kind);
        Rule rule = new Rule(
                name,
                section.text("topic", ""),
                key(section),
                where,
                kind == null ? new Absence(Duration.ZERO) : kind,
                section.duration("for", Duration.ZERO),
                section.duration("keep_firing_for", Duration.ZERO),
                lateness,
                section.text("severity", "warning"),
                escalations(section),
                templates(section, "labels", scope),
                templates(section, "annotations", scope),
                section.texts("notify"),
                Sha256.hex(YamlFile.canonical(node)).substring(0, VERSION_DIGITS));
        return new Read(name, section.has("name"), problems.count() > before || kind == null ? null : rule);
    }

    private String name(Section section) {
        section.require("name", "it takes letters, digits and '-'");
        ScalarNode name = section.scalar("name");
        if (name == null) {
            return "line " + Problems.line(section.node());
        }
        if (!NAME.matcher(name.getValue()).matches()) {
            problems.add(
                    name,
                    "'" + name.getValue()
                            + "' is no name of a rule, allowed are 1 to 63 lower case letters, digits and '-'");
        }
        return name.getValue();
    }

    /** Null for the device, also when that is written out. */
    private @Nullable RuleKey key(Section section) {
        ScalarNode scalar = section.scalar("key");
        if (scalar != null && scalar.getValue().startsWith("/")) {
            problems.add(
                    scalar,
                    "'key' is '" + scalar.getValue()
                            + "', it takes an expression as conditions have it, such as payload.line or captures.site");
            return null;
        }
        Expression expression = expressions.key(section, "key");
        return expression == null || DEVICE.contains(expression.toString().strip()) ? null : RuleKey.of(expression);
    }

    /** Null when the rule cannot be understood. */
    private @Nullable Kind kind(Section section, Duration lateness) {
        List<String> given = KINDS.stream().filter(section::has).toList();
        if (given.size() > 1) {
            problems.add(section.node(), "a rule judges one thing, this one has " + String.join(" and ", given));
            return null;
        }
        return switch (given.isEmpty() ? "" : given.get(0)) {
            case "absent" -> absence(section);
            case "rate" -> rate(section);
            case "aggregate" -> aggregate(section, lateness);
            default -> ofReadings(section);
        };
    }

    private Kind absence(Section section) {
        for (String key : List.of("when", "clear", "value")) {
            Node stray = section.get(key);
            if (stray != null) {
                problems.add(stray, "'" + key + "' has no meaning with 'absent'; 'where' says which records count");
            }
        }
        return new Absence(section.length("absent"));
    }

    private @Nullable Kind ofReadings(Section section) {
        Expression value = expressions.number(section, "value", Scope.READING);
        Conditions conditions = conditions(section, section.has("value") ? Scope.READING_WITH_VALUE : Scope.READING);
        Node repeated = section.get("repeated");
        if (repeated == null) {
            return conditions == null ? null : new Threshold(conditions, value);
        }
        Section run = new Section(repeated, problems, "'repeated'", "times", "within");
        run.require("times", "it takes how many readings in a row, 2 to " + LONGEST_SEQUENCE);
        int times = run.number("times", 2, LONGEST_SEQUENCE, 2);
        Duration within = run.duration("within", Duration.ZERO);
        return conditions == null ? null : new Sequence(conditions, value, times, within);
    }

    private @Nullable Kind rate(Section section) {
        Section rate = computed(section, "rate", "of", "per", "over");
        rate.require("of", "it takes the number whose change counts, such as payload.temperature");
        Expression of = expressions.number(rate, "of", Scope.READING);
        Duration over = rate.length("over");
        Duration per = rate.duration("per", Duration.ofSeconds(1));
        Conditions conditions = conditions(section, Scope.COMPUTED);
        return conditions == null || of == null ? null : new Rate(conditions, of, per, over);
    }

    private @Nullable Kind aggregate(Section section, Duration lateness) {
        Section aggregate = computed(section, "aggregate", "function", "of", "over", "window");
        List<String> functions = Arrays.stream(Function.values())
                .map(function -> function.name().toLowerCase(Locale.ROOT))
                .toList();
        aggregate.require("function", "it takes one of " + functions);
        Function function = Function.valueOf(
                aggregate.choice("function", "count", functions).toUpperCase(Locale.ROOT));
        if (function != Function.COUNT) {
            aggregate.require("of", "it takes what is aggregated, such as payload.temperature");
        }
        Expression of = function == Function.DISTINCT || function == Function.COUNT
                ? expressions.any(aggregate, "of", Scope.READING)
                : expressions.number(aggregate, "of", Scope.READING);
        Duration over = aggregate.length("over");
        boolean tumbling = aggregate
                .choice("window", "sliding", List.of("sliding", "tumbling"))
                .equals("tumbling");
        Conditions conditions = conditions(section, Scope.COMPUTED);
        return conditions == null ? null : new Aggregate(conditions, function, of, over, tumbling, lateness);
    }

    private Section computed(Section section, String key, String... allowed) {
        Node stray = section.get("value");
        if (stray != null) {
            problems.add(stray, "'value' has no meaning with '" + key + "', which makes the value");
        }
        Node node = section.get(key);
        return new Section(node == null ? section.node() : node, problems, "'" + key + "'", allowed);
    }

    private @Nullable Conditions conditions(Section section, Scope scope) {
        section.require("when", "it takes the condition for the alert");
        Expression when = expressions.condition(section, "when", scope);
        Expression clear = expressions.condition(section, "clear", scope);
        return when == null ? null : new Conditions(when, clear);
    }

    private static Scope scope(Section section, Kind kind) {
        if (kind instanceof Absence || kind.isComputed()) {
            return Scope.COMPUTED;
        }
        return section.has("value") ? Scope.READING_WITH_VALUE : Scope.READING;
    }

    private List<Escalation> escalations(Section section) {
        List<Escalation> escalations = new ArrayList<>();
        Duration earlier = Duration.ZERO;
        for (Node node : section.list("escalate")) {
            Section step = new Section(node, problems, "a step of 'escalate'", "after", "severity");
            Duration after = step.length("after");
            step.require("severity", "it takes the severity from then on");
            if (after.compareTo(earlier) <= 0) {
                problems.add(node, "each step of 'escalate' must come after the one before it");
            }
            earlier = after;
            escalations.add(new Escalation(after, step.text("severity", "")));
        }
        return List.copyOf(escalations);
    }

    private Map<String, Template> templates(Section section, String key, Scope scope) {
        Map<String, Template> templates = new LinkedHashMap<>();
        section.scalars(key)
                .forEach((name, text) -> templates.put(name, Template.compile(text, expressions, problems, scope)));
        return templates;
    }
}
