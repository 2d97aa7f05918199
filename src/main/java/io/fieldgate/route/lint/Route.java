package io.fieldgate.route.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route does, as far as the checks ask for it.
 *
 * @param id null when it has none of its own
 * @param place where it begins
 * @param steps those that stand directly below its source
 * @param endpoints in the order of the file
 * @param headers the names of headers that it sets
 */
record Route(
        @Nullable Value id,
        Place place,
        List<Step> steps,
        List<Endpoint> endpoints,
        List<Expression> expressions,
        List<Value> headers,
        List<Value> dataFormats) {
    /**
     * One step.
     *
     * @param word what it is called in YAML, at its place
     * @param endpoints that it sends to, at whatever depth; without those whose component is known at run time only
     */
    record Step(Value word, List<Endpoint> endpoints) {}

    /**
     * A text in one of Camel's languages.
     *
     * @param language its word in YAML, at its place
     * @param predicate whether it must be true or false
     */
    record Expression(Value language, Value text, boolean predicate) {}

    /** Where it begins; null for what is no route, such as an error handler. */
    @Nullable
    Endpoint source() {
        return endpoints.stream()
                .filter(endpoint -> endpoint.end().isSource())
                .findFirst()
                .orElse(null);
    }
}
