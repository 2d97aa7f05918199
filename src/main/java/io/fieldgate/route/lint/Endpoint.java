package io.fieldgate.route.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a route begins or sends to.
 *
 * @param path what stands between the scheme's colon and the question mark
 */
record Endpoint(End end, Value scheme, Value path, List<Option> options) {
    /** What it is for the route. */
    enum End {
        SOURCE,
        SINK,
        /** A sink whose address is an expression. */
        DYNAMIC_SINK;

        boolean isSource() {
            return this == SOURCE;
        }

        @Override
        public String toString() {
            return isSource() ? "source" : "sink";
        }
    }

    /** An option as it is written. */
    record Option(Value name, Value value) {}

    boolean is(String name) {
        return scheme.text().equals(name);
    }

    /** Null when it is not written. */
    @Nullable
    Value option(String name) {
        return options.stream()
                .filter(option -> option.name().text().equals(name))
                .map(Option::value)
                .findFirst()
                .orElse(null);
    }
}
