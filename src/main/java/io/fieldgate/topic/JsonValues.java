package io.fieldgate.topic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes the values at some JSON pointers (RFC 6901) out of a stream of tokens. One document each. */
final class JsonValues {
    /** What is left of each pointer for the members of an open object or array; null: it leads elsewhere. */
    private record Level(boolean array, @Nullable JsonPointer[] rests) {}

    private final JsonPointer[] wanted;
    private final @Nullable String[] found;
    private final ArrayDeque<Level> levels = new ArrayDeque<>();
    /** The same for the value that comes next. */
    private @Nullable JsonPointer[] next;

    private int[] elements = new int[8];

    JsonValues(JsonPointer[] wanted) {
        this.wanted = wanted;
        this.found = new String[wanted.length];
        this.next = wanted;
    }

    /** Looks at the next token of the document; each must be shown. */
    void see(JsonToken token, JsonParser parser) throws IOException {
        if (token == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            next = descend(rest -> rest.matchProperty(name));
            return;
        }
        if (token.isStructEnd()) {
            levels.pop();
            return;
        }
        Level around = levels.peek();
        if (around != null && around.array) {
            int element = elements[levels.size()]++;
            next = descend(rest -> rest.matchElement(element));
        }
        if (token.isStructStart()) {
            levels.push(new Level(token == JsonToken.START_ARRAY, next));
            if (levels.size() == elements.length) {
                elements = Arrays.copyOf(elements, 2 * elements.length);
            }
            elements[levels.size()] = 0;
        } else if (token != JsonToken.VALUE_NULL) {
            take(parser);
        }
    }

    private interface Step {
        @Nullable
        JsonPointer into(JsonPointer rest);
    }

    private @Nullable JsonPointer[] descend(Step step) {
        @Nullable JsonPointer[] rests = levels.getFirst().rests;
        @Nullable JsonPointer[] into = new JsonPointer[rests.length];
        for (int i = 0; i < rests.length; i++) {
            JsonPointer rest = rests[i];
            into[i] = rest == null ? null : step.into(rest);
        }
        return into;
    }

    private void take(JsonParser parser) throws IOException {
        for (int i = 0; i < wanted.length; i++) {
            JsonPointer rest = next[i];
            if (found[i] == null && rest != null && rest.matches()) {
                found[i] = parser.getText();
            }
        }
    }

    @Nullable
    String[] found() {
        return found;
    }
}
