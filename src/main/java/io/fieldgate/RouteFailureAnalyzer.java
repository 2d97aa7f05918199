package io.fieldgate;

import io.fieldgate.message.Causes;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in one sentence what is wrong in a route file, and where. */
final class RouteFailureAnalyzer implements FailureAnalyzer {
    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        FailedToCreateRouteException uncreated = find(failure, FailedToCreateRouteException.class);
        if (uncreated != null) {
            return analysis(uncreated.getRouteId(), uncreated.getLocation(), uncreated);
        }
        FailedToStartRouteException unstarted = find(failure, FailedToStartRouteException.class);
        if (unstarted != null) {
            return analysis(unstarted.getRouteId(), unstarted.getLocation(), unstarted);
        }
        YamlDeserializationException yaml = find(failure, YamlDeserializationException.class);
        return yaml == null ? null : analysis(String.valueOf(yaml.getMessage()), yaml);
    }

    private static FailureAnalysis analysis(String route, @Nullable String location, Throwable failure) {
        String where = location == null ? "" : " (" + location + ")";
        return analysis("route " + route + where + ": " + Causes.root(failure).getMessage(), failure);
    }

    private static FailureAnalysis analysis(String description, Throwable failure) {
        return new FailureAnalysis(description, "Correct the file under routes/ and start again.", failure);
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        return Causes.of(thrown).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }
}
