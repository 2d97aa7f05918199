package io.fieldgate.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fieldgate.http.ApiDescription;
import io.fieldgate.http.user.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which role each operation under {@code /api} needs: this table says it, and nothing else. */
final class Permissions {
    private static final List<Permission> ALL = List.of(
            // Who looks sees names, states, numbers and the last values of devices.
            viewer(HttpMethod.GET, "/api/v1/alerts"),
            viewer(HttpMethod.GET, "/api/v1/alerts/silences"),
            viewer(HttpMethod.GET, "/api/v1/config"),
            viewer(HttpMethod.GET, "/api/v1/dead-letters"),
            viewer(HttpMethod.GET, "/api/v1/dead-letters/summary"),
            viewer(HttpMethod.GET, "/api/v1/devices"),
            viewer(HttpMethod.GET, "/api/v1/devices/{id}"),
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

    private record Permission(HttpMethod method, PathPattern path, Role role) {
        boolean isFor(HttpMethod asked, PathContainer where) {
            return method.equals(asked) && path.matches(where);
        }
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

    /**
     * What somebody must be to be let in; of what the table does not name, an admin.
     *
     * @param path as it stands in the request, without the query
     */
    static Role needed(HttpMethod method, String path) {
        return find(method, path).orElse(Role.ADMIN);
    }

    /** Empty when the table does not name it. */
    static Optional<Role> find(HttpMethod method, String path) {
        // A HEAD is a GET without its body.
        HttpMethod asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        PathContainer where = PathContainer.parsePath(path);
        return ALL.stream()
                .filter(permission -> permission.isFor(asked, where))
                .map(Permission::role)
                .findFirst();
    }

    /** With the role that each operation needs. */
    static ApiDescription described(ApiDescription description) {
        for (Map.Entry<String, JsonNode> path :
                description.document().path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                HttpMethod method = HttpMethod.valueOf(operation.getKey().toUpperCase(Locale.ROOT));
                find(method, path.getKey())
                        .ifPresent(
                                role -> ((ObjectNode) operation.getValue()).put(ApiDescription.ROLE, role.toString()));
            }
        }
        return description;
    }
}
