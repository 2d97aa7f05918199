package io.fieldgate.alert;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Compiles the CEL expressions of a rule. What each may ask for depends on what the rule judges. */
final class Expressions {
    private static final CelOptions OPTIONS = CelOptions.current()
            // payload.temperature > 80 for a temperature of 80.5: numbers of JSON are doubles, people write 80.
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(10_000)
            .maxExpressionCodePointSize(10_000)
            .build();

    private static final List<String> OF_READINGS = List.of("payload", "headers", "captures", "device");

    private final Problems problems;
    private final Map<List<String>, PayloadPath> paths = new HashMap<>();
    private final CelRuntime runtime =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    Expressions(Problems problems) {
        this.problems = problems;
    }

    /** What an expression may name. */
    enum Scope {
        /** {@code payload}, {@code headers}, {@code captures}, {@code device}, {@code key}, {@code rule} */
        READING(true, false, true),
        /** the same and {@code value} */
        READING_WITH_VALUE(true, true, true),
        /** {@code value}, {@code key}, {@code rule} */
        COMPUTED(false, true, true),
        /** What only a reading has: rules with the same key share it. */
        KEY(true, false, false);

        private final CelCompiler compiler;
        private final boolean reading;

        Scope(boolean reading, boolean value, boolean rule) {
            this.reading = reading;
            CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addVar("key", SimpleType.STRING);
            if (rule) {
                builder.addVar("rule", SimpleType.STRING);
            }
            if (value) {
                builder.addVar("value", SimpleType.DOUBLE);
            }
            if (reading) {
                builder.addVar("payload", SimpleType.DYN)
                        .addVar("device", SimpleType.STRING)
                        .addVar("headers", MapType.create(SimpleType.STRING, SimpleType.STRING))
                        .addVar("captures", MapType.create(SimpleType.STRING, SimpleType.STRING));
            }
            compiler = builder.build();
        }
    }

    @Nullable
    Expression condition(Section section, String key, Scope scope) {
        return compile(section, key, scope, Set.of(CelKind.BOOL, CelKind.DYN), "a condition, true or false");
    }

    @Nullable
    Expression number(Section section, String key, Scope scope) {
        return compile(section, key, scope, Set.of(CelKind.INT, CelKind.UINT, CelKind.DOUBLE, CelKind.DYN), "a number");
    }

    /** What may name something: a text, a number, true or false. */
    @Nullable
    Expression key(Section section, String key) {
        return compile(
                section,
                key,
                Scope.KEY,
                Set.of(CelKind.STRING, CelKind.BOOL, CelKind.INT, CelKind.UINT, CelKind.DOUBLE, CelKind.DYN),
                "a text, a number, true or false");
    }

    @Nullable
    Expression any(Section section, String key, Scope scope) {
        return compile(section, key, scope, Set.of(), "");
    }

    private @Nullable Expression compile(
            Section section, String key, Scope scope, Set<CelKind> kinds, String expected) {
        ScalarNode scalar = section.scalar(key);
        return scalar == null ? null : compile(scalar, scalar.getValue(), 0, scope, kinds, expected);
    }

    /**
     * Compiles a part of a YAML text.
     *
     * @param offset where the part begins, on the text's first line
     * @param kinds what its result may be; empty: anything
     */
    @Nullable
    Expression compile(ScalarNode scalar, String text, int offset, Scope scope, Set<CelKind> kinds, String wanted) {
        CelValidationResult result = scope.compiler.compile(text);
        if (result.hasError()) {
            for (CelIssue issue : result.getErrors()) {
                problems.addInside(
                        scalar,
                        issue.getSourceLocation().getLine(),
                        offset + issue.getSourceLocation().getColumn(),
                        explain(issue.getMessage(), scope));
            }
            return null;
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            if (!kinds.isEmpty() && !kinds.contains(tree.getResultType().kind())) {
                problems.addInside(
                        scalar,
                        1,
                        offset,
                        "'" + text + "' gives a " + tree.getResultType().name() + ", it must be " + wanted);
                return null;
            }
            Formulas formulas = new Formulas(paths);
            Formula formula = formulas.of(tree.getExpr());
            return new Expression(
                    text, runtime.createProgram(tree), formula, formula == null ? List.of() : formulas.paths());
        } catch (CelValidationException | CelEvaluationException e) {
            problems.addInside(scalar, 1, offset, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static String explain(String message, Scope scope) {
        String unknown = between(message, "undeclared reference to '", "'");
        if (unknown == null) {
            return message.strip();
        }
        List<String> known = switch (scope) {
            case READING -> List.of("payload", "headers", "captures", "device", "key", "rule");
            case READING_WITH_VALUE -> List.of("payload", "headers", "captures", "device", "key", "rule", "value");
            case COMPUTED -> List.of("value", "key", "rule");
            case KEY -> List.of("payload", "headers", "captures", "device");
        };
        if (!scope.reading && OF_READINGS.contains(unknown)) {
            return "'" + unknown + "' is not known here: this rule judges more than one message. Known are " + known;
        }
        if (scope != Scope.KEY && scope.reading && unknown.equals("value")) {
            return "'value' is not known; 'value: EXPRESSION' in the rule makes it known";
        }
        if (scope.reading && Section.suggestion(unknown, known).startsWith("allowed")) {
            return "'" + unknown + "' is not known; a field of the message is payload." + unknown + ". Known are "
                    + known + " and the functions of CEL";
        }
        return "'" + unknown + "' is not known, " + Section.suggestion(unknown, known);
    }

    private static @Nullable String between(String text, String before, String after) {
        int start = text.indexOf(before);
        int end = start < 0 ? -1 : text.indexOf(after, start + before.length());
        return end < 0 ? null : text.substring(start + before.length(), end);
    }
}
