package io.fieldgate.route.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a single value is what a schema or a catalogue asks for. */
final class ScalarType {
    private static final List<String> BOOLEANS = List.of("true", "false");
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d+");
    /** As Camel reads times: 500, 30s, 1m30s, 2h, PT5S. */
    private static final Pattern DURATION = Pattern.compile(
            "-?\\d+|(\\d+\\s*(ms|millis|s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hour|hours|d|day|days)\\s*)+"
                    + "|[pP][0-9TtDdHhMmSs.]+",
            Pattern.CASE_INSENSITIVE);

    private ScalarType() {}

    /** Whether only the running gateway knows the value. */
    static boolean isVariable(String text) {
        return text.contains("{{") || text.contains("${") || text.startsWith("#");
    }

    /** What is allowed instead, by a JSON Schema; null when the value is. */
    static @Nullable String complaint(JsonNode schema, String text) {
        if (isVariable(text)) {
            return null;
        }
        if (schema.has("enum")) {
            List<String> allowed = new ArrayList<>();
            schema.path("enum").forEach(value -> allowed.add(value.asText()));
            return oneOf(allowed, text);
        }
        if (schema.has("pattern") && !Pattern.matches(schema.path("pattern").asText(), text)) {
            return schema.path("patternErrorMessage").asText("it must match " + schema.path("pattern"));
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> oneOf(BOOLEANS, text);
            case "integer" -> number(schema, text, true);
            case "number" -> number(schema, text, false);
            default -> null;
        };
    }

    private static @Nullable String number(JsonNode schema, String text, boolean whole) {
        try {
            BigDecimal number = new BigDecimal(text.strip());
            boolean fits = (!schema.has("minimum")
                            || number.compareTo(schema.path("minimum").decimalValue()) >= 0)
                    && (!schema.has("maximum")
                            || number.compareTo(schema.path("maximum").decimalValue()) <= 0);
            if (fits && (!whole || INTEGER.matcher(text.strip()).matches())) {
                return null;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, with what is allowed.
        }
        String what = whole ? "a whole number" : "a number";
        return "allowed is " + what
                + (schema.has("minimum") ? " from " + schema.path("minimum").asText() : "")
                + (schema.has("maximum") ? " to " + schema.path("maximum").asText() : "");
    }

    /** The same for a type of Camel's catalogue. */
    static @Nullable String complaint(String type, List<String> values, String text) {
        if (isVariable(text)) {
            return null;
        }
        if (!values.isEmpty()) {
            return oneOf(values, text);
        }
        return switch (type) {
            case "boolean" -> oneOf(BOOLEANS, text);
            case "integer" -> INTEGER.matcher(text).matches() ? null : "allowed is a whole number";
            case "number" -> isNumber(text) ? null : "allowed is a number";
            case "duration" ->
                DURATION.matcher(text).matches() ? null : "allowed is a time such as 500ms, 30s, 1m30s or 2h";
            default -> null;
        };
    }

    private static boolean isNumber(String text) {
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    /** Neither Camel nor Spring Boot minds case, '-' and '_' here. */
    private static @Nullable String oneOf(List<String> allowed, String text) {
        boolean known = allowed.stream().anyMatch(value -> uniform(value).equals(uniform(text)));
        return known ? null : Suggestion.of(text, allowed);
    }

    private static String uniform(String value) {
        return value.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}
