package io.fieldgate.database;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The numbers of a payload, except those that columns of their own take. */
final class Metrics {
    private final Set<JsonPointer> taken = new HashSet<>();

    /** @param name the fields on the way to it, joined by dots */
    record Metric(String name, double value) {}

    Metrics(List<ColumnSource> sources) {
        sources.stream()
                .filter(source -> source.kind() == ColumnSource.Kind.POINTER)
                .forEach(source -> taken.add(source.pointer()));
    }

    List<Metric> of(JsonNode payload) {
        List<Metric> found = new ArrayList<>();
        collect(payload, "", JsonPointer.empty(), found);
        return found;
    }

    /** Arrays are left out: what stands where in them has no name. */
    private void collect(JsonNode object, String prefix, JsonPointer place, List<Metric> found) {
        object.properties().forEach(field -> {
            JsonPointer at = place.appendProperty(field.getKey());
            JsonNode value = field.getValue();
            if (value.isObject()) {
                collect(value, prefix + field.getKey() + ".", at, found);
            } else if (value.isNumber() && !taken.contains(at)) {
                found.add(new Metric(prefix + field.getKey(), (Double) number(value)));
            }
        });
    }

    private static Object number(JsonNode value) {
        return Values.ofJson(ColumnType.DOUBLE, value);
    }
}
