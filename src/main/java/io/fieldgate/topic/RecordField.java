package io.fieldgate.topic;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of the record comes from: a JSON pointer into the payload (RFC 6901, begins with a slash), an expression
 * in Camel's Simple language, or neither.
 */
final class RecordField {
    private final @Nullable JsonPointer pointer;
    private final @Nullable Expression expression;

    private RecordField(@Nullable JsonPointer pointer, @Nullable Expression expression) {
        this.pointer = pointer;
        this.expression = expression;
    }

    static RecordField of(@Nullable String text, CamelContext camel) {
        if (text == null) {
            return new RecordField(null, null);
        }
        return text.startsWith("/")
                ? new RecordField(JsonPointer.compile(text), null)
                : new RecordField(null, camel.resolveLanguage("simple").createExpression(text));
    }

    boolean isSet() {
        return pointer != null || expression != null;
    }

    Optional<JsonPointer> pointer() {
        return Optional.ofNullable(pointer);
    }

    /** What the expression gives; null without one. */
    <T> @Nullable T evaluate(Exchange exchange, Class<T> type) {
        return expression == null ? null : expression.evaluate(exchange, type);
    }
}
