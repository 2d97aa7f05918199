package io.fieldgate.notify;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;

/**
 * A condition on a label, written as in Prometheus: {@code area="north"}, {@code severity!="info"}, {@code device=~"pump-.*"},
 * {@code device!~"test.*"}. A label that is missing is empty. Expressions are RE2, which cannot be made to take long.
 *
 * @param operator {@code =}, {@code !=}, {@code =~} or {@code !~}
 */
record Matcher(String label, String operator, String value, Pattern pattern) {
    static final String ALLOWED =
            "such as area=\"north\", severity!=\"info\", device=~\"pump-.*\" or device!~\"test.*\"";

    private static final int LONGEST = 1_000;
    private static final java.util.regex.Pattern SYNTAX = java.util.regex.Pattern.compile(
            "\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*(.*?)\\s*", java.util.regex.Pattern.DOTALL);

    /** @throws IllegalArgumentException saying what is allowed */
    static Matcher parse(String text) {
        java.util.regex.Matcher parts = SYNTAX.matcher(text);
        if (text.length() > LONGEST || !parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + shortened(text) + "' is no matcher, allowed are conditions " + ALLOWED);
        }
        String value = unquoted(parts.group(3));
        String operator = parts.group(2);
        try {
            String expression = operator.endsWith("~") ? "^(?:" + value + ")$" : "";
            return new Matcher(parts.group(1), operator, value, Pattern.compile(expression));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "'" + shortened(text) + "' holds no regular expression (RE2): " + wrong.getDescription(), wrong);
        }
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }

    private static String unquoted(String value) {
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            return value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
        }
        return value;
    }

    boolean matches(Map<String, String> labels) {
        String actual = labels.getOrDefault(label, "");
        return switch (operator) {
            case "=" -> actual.equals(value);
            case "!=" -> !actual.equals(value);
            case "=~" -> pattern.matches(actual);
            default -> !pattern.matches(actual);
        };
    }

    static boolean all(List<Matcher> matchers, Map<String, String> labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /** As it is parsed. */
    @Override
    public String toString() {
        return label + operator + "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
