package io.fieldgate.route.trial;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.route.trial.Output.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must come out.
 *
 * @param line where it is said
 * @param fields of {@link Output#fields()} that must be so
 * @param named headers or columns that must be so
 * @param body the whole of it; null: anything
 * @param contains what it must have beside other things; null: anything
 */
record Expected(
        Kind kind,
        String name,
        int line,
        List<Field> fields,
        List<Field> named,
        @Nullable Body body,
        @Nullable Body contains) {
    /** A text that must be so; null: there must be none. */
    record Field(String name, @Nullable String value, int line) {}

    /** A body that must be so. */
    record Body(JsonNode json, int line) {}

    /** A difference. */
    record Difference(int line, String text) {}

    /** In a few words. */
    String title() {
        return kind.words() + " " + name;
    }

    /** How something that came differs; nothing when it is what was expected. */
    List<Difference> differences(Output output) {
        if (output.kind() != kind || !output.name().equals(name)) {
            return List.of(new Difference(line, "expected " + title() + ", was " + output.text()));
        }
        List<Difference> found = new ArrayList<>();
        for (Field field : fields) {
            compare(field, field.name(), output.fields().get(field.name()), found);
        }
        String what = kind == Kind.ROW ? "column " : kind == Kind.ALERT ? "" : "header ";
        Map<String, String> actual = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        actual.putAll(output.named());
        for (Field field : named) {
            compare(field, what + field.name(), actual.get(field.name()), found);
        }
        if (body != null) {
            compare(body, output, false, found);
        }
        if (contains != null) {
            compare(contains, output, true, found);
        }
        return found;
    }

    private static void compare(Field field, String what, @Nullable String actual, List<Difference> found) {
        String expected = field.value();
        if (expected == null ? actual != null : actual == null || !same(expected, actual)) {
            found.add(new Difference(
                    field.line(),
                    "expected " + (expected == null ? "no " + what : what + " " + expected) + ", was "
                            + (actual == null ? "nothing" : actual)));
        }
    }

    /** As text, as a number, or as a point in time. */
    private static boolean same(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        try {
            return new BigDecimal(expected).compareTo(new BigDecimal(actual)) == 0;
        } catch (NumberFormatException notNumbers) {
            Long moment = Moments.parse(expected);
            return moment != null && moment.equals(Moments.parse(actual));
        }
    }

    private static void compare(Body expected, Output output, boolean subset, List<Difference> found) {
        byte[] bytes = output.body();
        if (expected.json().isTextual() && !subset) {
            String actual = bytes == null ? null : Output.text(bytes);
            if (!expected.json().textValue().equals(actual)) {
                found.add(new Difference(
                        expected.line(),
                        "expected the body " + Json.text(expected.json()) + ", was "
                                + (actual == null ? "nothing" : Json.text(Json.textNode(actual)))));
            }
            return;
        }
        JsonNode actual = Json.parse(bytes);
        if (actual == null) {
            found.add(new Difference(
                    expected.line(),
                    "expected the body " + Json.text(expected.json()) + ", was "
                            + (bytes == null ? "nothing" : "no JSON: " + Output.text(bytes))));
            return;
        }
        Json.differences(expected.json(), actual, subset)
                .forEach(difference -> found.add(new Difference(expected.line(), difference)));
    }
}
