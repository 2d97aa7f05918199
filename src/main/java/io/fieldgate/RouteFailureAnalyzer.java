package io.fieldgate;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in one sentence what is wrong in a route file, and where. */
final class RouteFailureAnalyzer implements FailureAnalyzer {
    private static final int MAX_CAUSES = 32;

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
        return analysis("route " + route + where + ": " + root(failure).getMessage(), failure);
    }

    private static FailureAnalysis analysis(String description, Throwable failure) {
        return new FailureAnalysis(description, "Correct the file under routes/ and start again.", failure);
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (int depth = 0; root.getCause() != null && depth < MAX_CAUSES; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
