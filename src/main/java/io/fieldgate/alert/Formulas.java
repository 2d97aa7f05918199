package io.fieldgate.alert;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.fieldgate.alert.Formula.None;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes formulas of CEL's syntax trees: fields compared with numbers and texts, joined by {@code && || !}, arithmetic. Each
 * operator knows only the operands that it is mostly given; with others, as with errors, CEL is asked.
 */
final class Formulas {
    private final Map<List<String>, PayloadPath> known;
    private final List<PayloadPath> paths = new ArrayList<>();

    /** @param known places in payloads, where new ones are put down */
    Formulas(Map<List<String>, PayloadPath> known) {
        this.known = known;
    }

    /** The places that the formulas made so far look at. */
    List<PayloadPath> paths() {
        return List.copyOf(paths);
    }

    /** Null when it is of another shape. */
    @Nullable
    Formula of(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression.constant());
            case IDENT -> variable(expression.ident().name());
            case SELECT -> field(expression.select());
            case CALL -> call(expression.call());
            default -> null;
        };
    }

    private static @Nullable Formula constant(CelConstant constant) {
        Object value = switch (constant.getKind()) {
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            default -> null;
        };
        return value == null ? null : variables -> value;
    }

    private static @Nullable Formula variable(String name) {
        return switch (name) {
            case "key" -> Variables::key;
            case "rule" -> Variables::rule;
            case "device" ->
                variables -> {
                    Reading reading = variables.reading();
                    return reading == null ? None.ANSWER : reading.key();
                };
            case "value" ->
                variables -> {
                    Double value = variables.value();
                    return value == null ? None.FIELD : value;
                };
            default -> null;
        };
    }

    private @Nullable Formula field(CelSelect select) {
        Deque<String> names = new ArrayDeque<>();
        names.addFirst(select.field());
        CelExpr operand = select.operand();
        while (operand.getKind() == Kind.SELECT && !operand.select().testOnly()) {
            names.addFirst(operand.select().field());
            operand = operand.select().operand();
        }
        if (operand.getKind() != Kind.IDENT) {
            return null;
        }
        String root = operand.ident().name();
        if (root.equals("payload")) {
            PayloadPath path = known.computeIfAbsent(List.copyOf(names), PayloadPath::new);
            paths.add(path);
            return select.testOnly() ? has(path) : variables -> at(path, variables);
        }
        if (names.size() == 1 && !select.testOnly() && (root.equals("headers") || root.equals("captures"))) {
            return text(root.equals("headers"), select.field());
        }
        return null;
    }

    private static Object at(PayloadPath path, Variables variables) {
        Reading reading = variables.reading();
        return reading == null ? None.ANSWER : reading.at(path);
    }

    private static Formula has(PayloadPath path) {
        return variables -> {
            Object value = at(path, variables);
            if (value != None.FIELD) {
                return value == None.ANSWER ? value : (Object) true;
            }
            // Without what is around it, or without JSON, the question has no answer.
            return path.names().size() == 1 && !variables.lacksPayload() ? (Object) false : None.ANSWER;
        };
    }

    private static Formula text(boolean header, String name) {
        return variables -> {
            Reading reading = variables.reading();
            if (reading == null) {
                return None.ANSWER;
            }
            String text = (header ? reading.headers() : reading.captures()).get(name);
            return text == null ? None.FIELD : text;
        };
    }

    private @Nullable Formula call(CelCall call) {
        if (call.target().isPresent()) {
            return null;
        }
        List<Formula> operands = new ArrayList<>();
        for (CelExpr argument : call.args()) {
            Formula operand = of(argument);
            if (operand == null) {
                return null;
            }
            operands.add(operand);
        }
        return switch (operands.size()) {
            case 1 -> Operators.of(call.function(), operands.get(0));
            case 2 -> Operators.of(call.function(), operands.get(0), operands.get(1));
            case 3 -> Operators.of(call.function(), operands.get(0), operands.get(1), operands.get(2));
            default -> null;
        };
    }
}
