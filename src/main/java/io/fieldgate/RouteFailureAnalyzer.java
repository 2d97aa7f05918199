package io.fieldgate;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in one sentence what is wrong in a route file, and where. */
final class RouteFailureAnalyzer implements FailureAnalyzer {
    private static final int MAX_CAUSES = 32;

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        FailedToCreateRouteException route = find(failure, FailedToCreateRouteException.class);
        if (route != null) {
            String where = route.getRouteId() == null ? "a route" : "route " + route.getRouteId();
            String message = String.valueOf(root(route).getMessage());
            return new FailureAnalysis(
                    where + (route.getLocation() == null ? "" : " (" + route.getLocation() + ")") + ": " + message,
                    "Correct the file under routes/ and start again.",
                    failure);
        }
        YamlDeserializationException yaml = find(failure, YamlDeserializationException.class);
        if (yaml != null) {
            return new FailureAnalysis(
                    String.valueOf(yaml.getMessage()), "Correct the file under routes/ and start again.", failure);
        }
        return null;
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
