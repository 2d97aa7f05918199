package io.fieldgate.alert;

import io.fieldgate.alert.Expressions.Scope;
import io.fieldgate.yaml.Problems;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Text with CEL between double braces: {@code {{ key }} is at {{ payload.temperature }} °C}. Thread-safe. */
final class Template {
    private static final MathContext READABLE = new MathContext(10);

    private record Part(String text, @Nullable Expression expression) {}

    private static final Pattern OF_READING = Pattern.compile("\\b(payload|headers|captures|device)\\b");
    /** The rule's value, not a field or a text of that name. */
    private static final Pattern OF_VALUE = Pattern.compile("(?<![.\\w'\"])value\\b");

    private static final String NUMBER = "-?[0-9]+(\\.[0-9]+)?";

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    static Template compile(ScalarNode scalar, Expressions expressions, Problems problems, Scope scope) {
        String text = scalar.getValue();
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                problems.addInside(scalar, 1, open, "'{{' is not closed, it takes an expression and '}}'");
                break;
            }
            parts.add(new Part(text.substring(from, open), null));
            String inner = text.substring(open + 2, close);
            Expression expression = expressions.compile(scalar, inner, open + 2, scope, Set.of(), "");
            parts.add(new Part("", expression));
            from = close + 2;
        }
        parts.add(new Part(text.substring(from), null));
        return new Template(List.copyOf(parts));
    }

    /** Whether it may need a message to be rendered. */
    boolean asksReading() {
        return parts.stream()
                .anyMatch(part -> part.expression != null
                        && OF_READING.matcher(part.expression.toString()).find());
    }

    /** What cannot be evaluated shows as a question mark: a text that is not perfect must not hold up an alert. */
    String render(Variables variables) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.text);
            if (part.expression != null) {
                text.append(readable(part.expression, variables));
            }
        }
        return wellFormed(text.toString());
    }

    /** Whether a text is what this one says of another value: the numbers that stand for it may differ, the rest does not. */
    boolean saysOfAnotherValue(String told, Variables variables) {
        StringBuilder pattern = new StringBuilder();
        for (Part part : parts) {
            pattern.append(Pattern.quote(part.text));
            if (part.expression != null) {
                String text = readable(part.expression, variables);
                boolean isValue = text.matches(NUMBER)
                        && OF_VALUE.matcher(part.expression.toString()).find();
                pattern.append(isValue ? NUMBER : Pattern.quote(text));
            }
        }
        return told.matches(pattern.toString());
    }

    /** Half a pair of surrogates is no character, and nobody could write it as UTF-8. */
    private static String wellFormed(String text) {
        StringBuilder whole = null;
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                i++;
                continue;
            }
            whole = whole == null ? new StringBuilder(text) : whole;
            whole.setCharAt(i, '\uFFFD');
        }
        return whole == null ? text : whole.toString();
    }

    private static String readable(Expression expression, Variables variables) {
        try {
            Object value = expression.value(variables);
            return value == null ? "?" : readable(value);
        } catch (Expression.Fault fault) {
            return "?";
        }
    }

    /** Numbers as people write them. */
    static String readable(Object value) {
        if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
            BigDecimal plain = new BigDecimal(number).round(READABLE).stripTrailingZeros();
            return plain.signum() == 0 ? "0" : plain.toPlainString();
        }
        return wellFormed(value.toString());
    }
}
