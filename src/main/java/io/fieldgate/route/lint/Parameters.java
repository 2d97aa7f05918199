package io.fieldgate.route.lint;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a templated route gives the placeholders of its template. */
final class Parameters {
    /** {@code {{name}}}, {@code {{name:otherwise}}} or, when it may be missing, {@code {{?name}}}. */
    static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\??)([A-Za-z0-9_-]+)(?::([^{}]*))?}}");

    private static final Parameters NONE = new Parameters(Map.of(), false);

    private final Map<String, Value> given;
    private final boolean complete;

    private Parameters(Map<String, Value> given, boolean complete) {
        this.given = given;
        this.complete = complete;
    }

    /** Outside of a template, and in a template that is looked at by itself. */
    static Parameters none() {
        return NONE;
    }

    /** @param given with the defaults of the template */
    static Parameters of(Map<String, Value> given) {
        return new Parameters(Map.copyOf(given), true);
    }

    /** The value with its placeholders filled; null when it is an option that is left out. */
    @Nullable
    Value fill(Value value) {
        if (!value.isVariable() || !complete) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        Value from = null;
        Matcher placeholder = PLACEHOLDER.matcher(value.text());
        int end = 0;
        while (placeholder.find()) {
            text.append(value.text().substring(end, placeholder.start()));
            end = placeholder.end();
            Value filling = given.get(placeholder.group(2));
            if (filling != null) {
                text.append(filling.text());
                from = filling;
            } else if (placeholder.group(3) != null) {
                text.append(placeholder.group(3));
            } else if (placeholder.group(1).isEmpty()) {
                text.append(placeholder.group());
            } else if (placeholder.group().equals(value.text())) {
                return null;
            }
        }
        text.append(value.text().substring(end));
        return from == null
                ? new Value(text.toString(), value.place(), true)
                : new Value(text.toString(), from.place(), true);
    }
}
