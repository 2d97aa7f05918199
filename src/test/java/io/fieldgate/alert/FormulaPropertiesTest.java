package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.alert.Expressions.Scope;
import io.fieldgate.alert.Formula.None;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Formulas say what CEL says, of any payload, or leave it to CEL. */
class FormulaPropertiesTest {
    private static final List<String> NUMBERS =
            List.of("0", "1", "-1", "80", "80.0", "0.5", "-0.0", "9007199254740993", "1.0e300");
    private static final List<String> PLACES =
            List.of("payload.a", "payload.b", "payload.n.x", "payload.n.x.y", "payload.n", "value");
    private static final List<String> TEXTS =
            List.of("payload.s", "key", "rule", "captures.site", "captures.gone", "headers.h", "'north'", "''", "'80'");

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void formulasSayWhatCelSays(
            @ForAll("expressions") String text, @ForAll("payloads") String payload, @ForAll("values") Double value) {
        for (Scope scope : Scope.values()) {
            check(text, payload, value, scope);
        }
    }

    @Test
    void evenOfNumbersThatAreHardToCompare() {
        for (String left : NUMBERS) {
            for (String operator : List.of("<", "<=", ">", ">=", "==", "!=")) {
                for (String right : List.of("0", "-0.0", "9007199254740993", "9007199254740992.0", "1e999", "0.1")) {
                    check("payload.a " + operator + " " + left, "{\"a\":" + right + "}", 1, Scope.READING);
                    check("payload.a " + operator + " value", "{\"a\":" + right + "}", -0.0, Scope.READING_WITH_VALUE);
                }
            }
        }
    }

    private static void check(String text, String payload, double value, Scope scope) {
        Parsed parsed = parse(text, scope);
        Expression expression = parsed.expression;
        if (expression == null) {
            return;
        }
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        for (PayloadFields fields : List.of(PayloadFields.NONE, parsed.fields())) {
            Reading reading =
                    new Reading("north", 0, Map.of("fg.site", "north", "h", "80"), new Payload(bytes, fields));
            Variables variables = new Variables(
                    "r",
                    "north",
                    scope == Scope.COMPUTED ? null : reading,
                    Double.isNaN(value) ? null : Double.valueOf(value));
            Object quick = answer(() -> expression.value(variables));

            assertThat(quick)
                    .as("%s of %s in %s", text, payload, scope)
                    .isEqualTo(answer(() -> expression.ofCel(variables)));
        }
    }

    private record Parsed(@Nullable Expression expression) {
        PayloadFields fields() {
            return PayloadFields.of(expression == null ? List.of() : List.of(expression));
        }
    }

    private static Parsed parse(String text, Scope scope) {
        String yaml = "e: \"" + text + "\"\n";
        Problems problems = new Problems("e.yaml", yaml);
        Section section = new Section(YamlFile.compose("e.yaml", yaml, problems), problems, "it", "e");
        return new Parsed(new Expressions(problems).any(section, "e", scope));
    }

    private static @Nullable Object answer(Supplier<@Nullable Object> asked) {
        try {
            return asked.get();
        } catch (Expression.Fault fault) {
            return fault.getMessage();
        }
    }

    @Test
    void aNumberMayBeWrittenWithOrWithoutDecimals() {
        for (String number : List.of("79.5", "80", "80.0", "80.5")) {
            Reading reading = Play.reading(0, "k", "{\"a\":" + number + "}");
            Variables variables = new Variables("r", "k", reading, Double.valueOf(number));
            for (String operator : List.of("<", "<=", ">", ">=", "==", "!=")) {
                assertThat(parse("payload.a " + operator + " 80", Scope.READING)
                                .expression
                                .value(variables))
                        .isEqualTo(parse("payload.a " + operator + " 80.0", Scope.READING)
                                .expression
                                .value(variables));
            }
            assertThat(parse("value > 80", Scope.COMPUTED).expression.value(variables))
                    .isEqualTo(parse("value > 80.0", Scope.COMPUTED).expression.value(variables));
        }
        assertThat(parse("value == 80", Scope.COMPUTED).expression).isNull();
    }

    @Test
    void whatRulesAskMostlyIsAFormulaAndNeedsNoCel() {
        for (String text : List.of(
                "payload.a > 80",
                "payload.a >= 80.5 && payload.s == 'on'",
                "!payload.on || payload.n.x < -1",
                "has(payload.a) && captures.site != 'south'",
                "(payload.a - 32.0) / 1.8 > 80",
                "payload.on ? payload.a > 1 : payload.a > 2")) {
            Expression expression = parse(text, Scope.READING).expression;
            Reading reading = Play.reading(0, "k", "{\"a\":90,\"s\":\"on\",\"on\":true,\"n\":{\"x\":-2}}");

            assertThat(expression.formula())
                    .as(text)
                    .isNotNull()
                    .extracting(formula -> formula.value(new Variables("r", "k", reading, null)))
                    .as(text)
                    .isNotEqualTo(None.ANSWER);
        }
    }

    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> comparisons = joined(operands(), " < ", " <= ", " > ", " >= ", " == ", " != ");
        Arbitrary<String> once = deeper(Arbitraries.oneOf(operands(), comparisons));
        return Arbitraries.oneOf(operands(), comparisons, once, deeper(once));
    }

    private static Arbitrary<String> deeper(Arbitrary<String> inner) {
        return Arbitraries.oneOf(
                joined(inner, " < ", " > ", " == ", " != "),
                joined(inner, " && ", " || "),
                joined(inner, " + ", " - ", " * ", " / "),
                inner.map(operand -> "!" + operand),
                inner.map(operand -> "-(" + operand + ")"),
                Combinators.combine(inner, inner, inner)
                        .as((condition, then, otherwise) -> "(" + condition + " ? " + then + " : " + otherwise + ")"));
    }

    private static Arbitrary<String> joined(Arbitrary<String> operands, String... operators) {
        return Combinators.combine(operands, Arbitraries.of(operators), operands)
                .as((left, operator, right) -> "(" + left + operator + right + ")");
    }

    private Arbitrary<String> operands() {
        List<String> all = new ArrayList<>(NUMBERS);
        all.addAll(PLACES);
        all.addAll(PLACES);
        all.addAll(TEXTS);
        all.addAll(List.of(
                "payload.on",
                "true",
                "has(payload.a)",
                "has(payload.n.x)",
                "has(payload.n)",
                "headers['h']",
                "payload.list.size()",
                "null"));
        return Arbitraries.of(all);
    }

    @Provide
    Arbitrary<String> payloads() {
        Arbitrary<String> scalars = Arbitraries.of(
                "0",
                "-0.0",
                "-1",
                "80",
                "80.0",
                "0.5",
                "1e300",
                "1e999",
                "9007199254740993",
                "\"north\"",
                "\"\"",
                "\"80\"",
                "true",
                "false",
                "null",
                "[]",
                "[1]",
                "{}",
                "{\"x\":1}");
        Arbitrary<String> names = Arbitraries.of("a", "b", "s", "on", "\\u0061", "list", "other");
        Arbitrary<String> members = Arbitraries.oneOf(
                Combinators.combine(names, scalars).as((name, value) -> "\"" + name + "\":" + value),
                scalars.map(value -> "\"n\":" + value),
                scalars.map(value -> "\"n\":{\"x\":" + value + "}"),
                scalars.map(value -> "\"n\":[{\"x\":" + value + "}]"),
                scalars.map(value -> "\"n\":{\"x\":{\"y\":" + value + "}}"));
        Arbitrary<String> objects = members.list().ofMaxSize(8).map(all -> "{" + String.join(",", all) + "}");
        return Arbitraries.frequencyOf(
                Tuple.of(10, objects),
                Tuple.of(1, scalars),
                Tuple.of(1, objects.map(whole -> whole.substring(0, whole.length() - 1))));
    }

    /** NaN stands for none. */
    @Provide
    Arbitrary<Double> values() {
        return Arbitraries.of(0.0, -0.0, 1.0, 80.0, 80.5, Double.POSITIVE_INFINITY, Double.NaN);
    }
}
