package io.fieldgate.route.lint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A route template.
 *
 * @param id its name
 * @param body the whole definition
 */
record RouteTemplate(Value id, List<Parameter> parameters, Node body, SourceText source) {
    /**
     * One of its parameters.
     *
     * @param optional whether the route works without it
     */
    record Parameter(Value name, boolean optional, @Nullable Value defaultValue) {
        boolean isRequired() {
            return !optional && defaultValue == null;
        }
    }

    List<String> parameterNames() {
        return parameters.stream().map(parameter -> parameter.name().text()).toList();
    }

    /** The route that it makes for these values. */
    Route instantiate(Templated templated) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (parameter.defaultValue() != null) {
                values.put(parameter.name().text(), parameter.defaultValue());
            }
        }
        templated.given().forEach(given -> values.put(given.name().text(), given.value()));
        return new RouteReader(new ValueReader(source, Parameters.of(values)))
                .route(body, templated.routeId(), templated.place());
    }

    /**
     * A route that is made from a template.
     *
     * @param template the name of the template
     */
    record Templated(Value template, @Nullable Value routeId, List<Given> given, Place place) {}

    /** What it gives a parameter. */
    record Given(Value name, Value value) {}
}
