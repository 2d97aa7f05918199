package io.fieldgate.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.http.ApiDescription;
import io.fieldgate.http.Caller;
import io.fieldgate.http.user.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which role each operation under {@code /api} needs: this table says it, and nothing else. */
final class Permissions {
    private static final List<Permission> ALL = List.of(
            // Who one is, and a login.
            anybody(HttpMethod.GET, "/api/v1/session"),
            anybody(HttpMethod.POST, "/api/v1/session"),
            anybody(HttpMethod.DELETE, "/api/v1/session"),
            anybody(HttpMethod.GET, "/api/v1/session/oidc"),
            anybody(HttpMethod.GET, "/api/v1/session/oidc/callback"),
            // Who looks sees names, states, numbers and the last values of devices.
            viewer(HttpMethod.GET, "/api/v1/alerts"),
            viewer(HttpMethod.GET, "/api/v1/alerts/silences"),
            viewer(HttpMethod.GET, "/api/v1/config"),
            viewer(HttpMethod.GET, "/api/v1/dead-letters"),
            viewer(HttpMethod.GET, "/api/v1/dead-letters/summary"),
            viewer(HttpMethod.GET, "/api/v1/devices"),
            viewer(HttpMethod.GET, "/api/v1/devices/{id}"),
            viewer(HttpMethod.GET, "/api/v1/devices/{id}/commands"),
            viewer(HttpMethod.GET, "/api/v1/devices/{id}/history"),
            viewer(HttpMethod.GET, "/api/v1/doors"),
            viewer(HttpMethod.GET, "/api/v1/events"),
            viewer(HttpMethod.GET, "/api/v1/graph"),
            viewer(HttpMethod.GET, "/api/v1/history"),
            viewer(HttpMethod.GET, "/api/v1/replays"),
            viewer(HttpMethod.GET, "/api/v1/replays/{id}"),
            viewer(HttpMethod.GET, "/api/v1/routes"),
            viewer(HttpMethod.GET, "/api/v1/routes/{id}/source"),
            viewer(HttpMethod.GET, "/api/v1/stream"),
            // Whole messages, and the day's work.
            operator(HttpMethod.GET, "/api/v1/dead-letters/{topic}/{partition}/{offset}"),
            operator(HttpMethod.POST, "/api/v1/devices/{id}/commands"),
            operator(HttpMethod.GET, "/api/v1/devices/{id}/commands/{command}"),
            operator(HttpMethod.GET, "/api/v1/routes/{id}/tap"),
            operator(HttpMethod.POST, "/api/v1/routes/{id}/dry-run"),
            operator(HttpMethod.POST, "/api/v1/alerts/{fingerprint}/acknowledge"),
            operator(HttpMethod.POST, "/api/v1/alerts/silences"),
            operator(HttpMethod.DELETE, "/api/v1/alerts/silences/{id}"),
            operator(HttpMethod.POST, "/api/v1/replays"),
            operator(HttpMethod.POST, "/api/v1/replays/{id}/stop"),
            operator(HttpMethod.POST, "/api/v1/replays/{id}/resume"),
            // What changes the gateway.
            new Permission(HttpMethod.POST, path("/api/v1/config/reload"), Role.ADMIN));

    private Permissions() {}

    /** @param role null: anybody may */
    private record Permission(
            HttpMethod method, PathPattern path, @Nullable Role role) {
        boolean isFor(HttpMethod asked, PathContainer where) {
            return method.equals(asked) && path.matches(where);
        }
    }

    private static Permission anybody(HttpMethod method, String path) {
        return new Permission(method, path(path), null);
    }

    private static Permission viewer(HttpMethod method, String path) {
        return new Permission(method, path(path), Role.VIEWER);
    }

    private static Permission operator(HttpMethod method, String path) {
        return new Permission(method, path(path), Role.OPERATOR);
    }

    private static PathPattern path(String pattern) {
        return PathPatternParser.defaultInstance.parse(pattern);
    }

    /** Whether the request's caller may do what it asks for. */
    static boolean allow(HttpServletRequest request) {
        Role needed = needed(request);
        return needed == null || Caller.of(request).mayAs(needed);
    }

    /**
     * Tells, for an answer that goes on for long, whether its caller may still have it. For any thread, also when the request
     * is over.
     */
    static BooleanSupplier stillAllow(HttpServletRequest request) {
        Role needed = needed(request);
        Supplier<Caller> caller = Caller.later(request);
        return () -> needed == null || caller.get().mayAs(needed);
    }

    /** What one must be for what a request asks for; null: anything. */
    static @Nullable Role needed(HttpServletRequest request) {
        return needed(HttpMethod.valueOf(request.getMethod()), request.getRequestURI());
    }

    /**
     * The same; of what the table does not name, an admin.
     *
     * @param path as it stands in the request, without the query
     */
    static @Nullable Role needed(HttpMethod method, String path) {
        Permission permission = find(method, path);
        return permission == null ? Role.ADMIN : permission.role;
    }

    /** Whether the table names an operation. */
    static boolean have(HttpMethod method, String path) {
        return find(method, path) != null;
    }

    private static @Nullable Permission find(HttpMethod method, String path) {
        // A HEAD is a GET without its body.
        HttpMethod asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        PathContainer where = PathContainer.parsePath(path);
        return ALL.stream()
                .filter(permission -> permission.isFor(asked, where))
                .findFirst()
                .orElse(null);
    }

    /** With the role that each operation needs; without one where the table does not name it. */
    static ApiDescription described(ApiDescription description) {
        for (Map.Entry<String, JsonNode> path :
                description.document().path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                HttpMethod method = HttpMethod.valueOf(operation.getKey().toUpperCase(Locale.ROOT));
                Permission permission = find(method, path.getKey());
                if (permission != null) {
                    ((ObjectNode) operation.getValue())
                            .put(ApiDescription.ROLE, Objects.toString(permission.role, ApiDescription.ANYBODY));
                }
            }
        }
        return description;
    }
}
