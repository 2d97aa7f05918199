package io.fieldgate.alert;

import io.fieldgate.alert.Formula.None;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/** CEL's operators for the operands that they are mostly given. Null for one that is not among them. */
final class Operators {
    /** Up to here every whole number is one of 64-bit floating point. */
    private static final long EXACT = 1L << 53;

    private Operators() {}

    /** What a comparison says of two numbers. */
    @FunctionalInterface
    private interface Comparison {
        boolean of(double left, double right);
    }

    static @Nullable Formula of(String operator, Formula operand) {
        return switch (operator) {
            case "!_" ->
                variables -> {
                    Object value = operand.value(variables);
                    return value instanceof Boolean truth ? (Object) !truth : without(value);
                };
            case "-_" ->
                variables -> {
                    Object value = operand.value(variables);
                    return value instanceof Double number ? (Object) (-number) : without(value);
                };
            default -> null;
        };
    }

    static @Nullable Formula of(String operator, Formula left, Formula right) {
        return switch (operator) {
            case "_&&_" -> joined(left, right, Boolean.FALSE);
            case "_||_" -> joined(left, right, Boolean.TRUE);
            case "_<_" -> compared(left, right, (a, b) -> a < b);
            case "_<=_" -> compared(left, right, (a, b) -> a <= b);
            case "_>_" -> compared(left, right, (a, b) -> a > b);
            case "_>=_" -> compared(left, right, (a, b) -> a >= b);
            case "_==_" -> equal(left, right, true);
            case "_!=_" -> equal(left, right, false);
            case "_+_" -> calculated(left, right, (a, b) -> a + b);
            case "_-_" -> calculated(left, right, (a, b) -> a - b);
            case "_*_" -> calculated(left, right, (a, b) -> a * b);
            case "_/_" -> calculated(left, right, (a, b) -> a / b);
            default -> null;
        };
    }

    static @Nullable Formula of(String operator, Formula condition, Formula then, Formula otherwise) {
        return operator.equals("_?_:_")
                ? variables -> {
                    Object holds = condition.value(variables);
                    return holds instanceof Boolean truth
                            ? (truth ? then : otherwise).value(variables)
                            : without(holds);
                }
                : null;
    }

    /** Either operand can decide alone, even if the other has no value. */
    private static Formula joined(Formula left, Formula right, Boolean decides) {
        return variables -> {
            Object first = left.value(variables);
            if (decides.equals(first)) {
                return decides;
            }
            if (!(first instanceof Boolean) && first != None.FIELD) {
                return None.ANSWER;
            }
            Object second = right.value(variables);
            if (decides.equals(second)) {
                return decides;
            }
            return second instanceof Boolean ? first : without(second);
        };
    }

    private static Formula compared(Formula left, Formula right, Comparison comparison) {
        return variables -> {
            Object a = left.value(variables);
            Object b = right.value(variables);
            if (a instanceof Double || b instanceof Double) {
                double first = number(a);
                double second = number(b);
                if (!Double.isNaN(first) && !Double.isNaN(second)) {
                    return comparison.of(first, second);
                }
            }
            return without(a, b);
        };
    }

    private static Formula equal(Formula left, Formula right, boolean wanted) {
        return variables -> {
            Object a = left.value(variables);
            Object b = right.value(variables);
            if ((a instanceof String && b instanceof String) || (a instanceof Boolean && b instanceof Boolean)) {
                return a.equals(b) == wanted;
            }
            if (a instanceof Double || b instanceof Double) {
                double first = number(a);
                double second = number(b);
                if (!Double.isNaN(first) && !Double.isNaN(second)) {
                    return (first == second) == wanted;
                }
            }
            return without(a, b);
        };
    }

    private static Formula calculated(Formula left, Formula right, DoubleBinaryOperator operator) {
        return variables -> {
            Object a = left.value(variables);
            Object b = right.value(variables);
            return a instanceof Double first && b instanceof Double second
                    ? (Object) operator.applyAsDouble(first, second)
                    : without(a, b);
        };
    }

    /** Not a number when only CEL knows how it compares: to it a whole zero is more than -0.0. */
    private static double number(Object value) {
        if (value instanceof Double number) {
            return number == 0 && 1 / number < 0 ? Double.NaN : number;
        }
        return value instanceof Long whole && Math.abs(whole) <= EXACT ? whole : Double.NaN;
    }

    private static None without(Object operand) {
        return operand == None.FIELD ? None.FIELD : None.ANSWER;
    }

    /** Without one of both; where the other does not fit, CEL knows which it complains of. */
    private static None without(Object left, Object right) {
        boolean unclear = left == None.ANSWER || right == None.ANSWER;
        return !unclear && (left == None.FIELD || right == None.FIELD) ? None.FIELD : None.ANSWER;
    }
}
