package io.fieldgate;

import static io.fieldgate.IngestGateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.http.user.Role;
import io.fieldgate.message.Sha256;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may do what under {@code /api}: of a gateway that runs, each operation that its web server knows. */
class ApiAccessIT {
    private static final String ROUTES = """
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: telemetry
                parameters:
                  - { name: path, value: "/v1/telemetry/{device}" }
                  - { name: topic, value: telemetry }
            """;

    @RegisterExtension
    static final IngestServers SERVERS = new IngestServers(ApiAccessIT::startGateway);

    private final HttpClient client = HttpClient.newHttpClient();

    /** As the web server knows it: {@code GET /api/v1/routes/{id}/source}. */
    private record Operation(String method, String path) {
        /** A request that it takes for its own. */
        String asked() {
            return path.replaceAll("\\{partition}|\\{offset}", "0").replaceAll("\\{\\w+}", "telemetry");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static IngestGateway startGateway(Path folder, String kafka) throws Exception {
        String roles = Stream.of(Role.values())
                .map(role -> "  - { name: %s, sha256: %s, role: %s }\n".formatted(role, hash(role.toString()), role))
                .collect(Collectors.joining());
        Files.writeString(
                folder.resolve("tokens.yaml"),
                "tokens:\n" + roles
                        + "  - { name: script, sha256: %s, paths: ['/api/**'] }\n".formatted(hash("script"))
                        + "  - { name: oven, sha256: %s, paths: ['/v1/telemetry/*'] }\n".formatted(hash("oven"))
                        + "  - { name: desk, sha256: %s, paths: ['/api/v1/alerts/**'], role: admin }\n"
                                .formatted(hash("desk")));
        return new IngestGateway(folder, kafka, ROUTES, "fieldgate.topics[0].name=telemetry");
    }

    private static String hash(String secret) {
        return Sha256.hex(secret.getBytes(UTF_8));
    }

    @Test
    void everyOperationIsUnderApiAndHasARoleInTheDescription() throws Exception {
        JsonNode description = json(SERVERS.gateway().send(SERVERS.gateway().request("/v3/api-docs")));

        assertThat(operations()).hasSizeGreaterThan(20).allSatisfy(operation -> {
            assertThat(operation.path).startsWith("/api/v1/");
            assertThat(isOpen(description, operation) || role(description, operation) != null)
                    .as(operation.toString())
                    .isTrue();
        });
        assertThat(operations().stream().filter(operation -> isOpen(description, operation)))
                .extracting(Operation::path)
                .containsOnly("/api/v1/session");
    }

    @Test
    void nobodyDoesAnythingWithoutCredentials() throws Exception {
        for (Operation operation : guarded()) {
            HttpResponse<InputStream> answer = ask(operation, null);

            JsonNode problem = problem(answer);
            assertThat(answer.statusCode()).as(operation.toString()).isEqualTo(401);
            assertThat(problem.path("code").asText()).isEqualTo("UNAUTHORIZED");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void eachRoleDoesWhatIsItsOwnAndIsToldWhichRoleTheRestNeeds(Role role) throws Exception {
        JsonNode description = json(SERVERS.gateway().send(SERVERS.gateway().request("/v3/api-docs")));

        for (Operation operation : guarded()) {
            Role needed = requireNonNull(role(description, operation));
            HttpResponse<InputStream> answer = ask(operation, role.toString());

            if (role.includes(needed)) {
                answer.body().close();
                assertThat(answer.statusCode()).as(operation.toString()).isNotIn(401, 403, 405);
            } else {
                JsonNode problem = problem(answer);
                assertThat(answer.statusCode()).as(operation.toString()).isEqualTo(403);
                assertThat(problem.path("code").asText()).isEqualTo("ROLE");
                assertThat(problem.path("detail").asText())
                        .isEqualTo("This needs the role " + needed + "; yours is " + role + ".");
            }
        }
    }

    @Test
    void aTokenWithoutARoleWhosePathsLeadToTheApiMayDoEverything() throws Exception {
        for (Operation operation : guarded()) {
            HttpResponse<InputStream> answer = ask(operation, "script");

            answer.body().close();
            assertThat(answer.statusCode()).as(operation.toString()).isNotIn(401, 403, 405);
        }
    }

    @Test
    void aTokenForDevicesOrForOtherPathsIsOfNoUse() throws Exception {
        for (Operation operation : operations()) {
            assertThat(problem(ask(operation, "oven")).path("code").asText())
                    .as(operation.toString())
                    .isEqualTo("PATH");
            if (!operation.path.startsWith("/api/v1/alerts/")) {
                assertThat(problem(ask(operation, "desk")).path("code").asText())
                        .as(operation.toString())
                        .isEqualTo("PATH");
            }
        }
    }

    private static List<Operation> operations() {
        return SERVERS
                .gateway()
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> new Operation(method.name(), path))))
                .toList();
    }

    /** But for what anybody may ask: who it is, and to log in. */
    private static List<Operation> guarded() {
        return operations().stream()
                .filter(operation -> !operation.path.equals("/api/v1/session"))
                .toList();
    }

    private static boolean isOpen(JsonNode description, Operation operation) {
        return access(description, operation).equals("anybody");
    }

    private static String access(JsonNode description, Operation operation) {
        return description
                .path("paths")
                .path(operation.path)
                .path(operation.method.toLowerCase(Locale.ROOT))
                .path("x-role")
                .asText();
    }

    private static @Nullable Role role(JsonNode description, Operation operation) {
        return Role.of(access(description, operation));
    }

    private static JsonNode problem(HttpResponse<InputStream> answer) throws Exception {
        try (InputStream body = answer.body()) {
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            return new ObjectMapper().readTree(body);
        }
    }

    /** Only until the head of the answer is there: some never end. */
    private HttpResponse<InputStream> ask(Operation operation, @Nullable String token) throws Exception {
        HttpRequest.Builder request = SERVERS.gateway().request(operation.asked());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        boolean body = operation.method.equals("POST");
        request.method(operation.method, body ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
        if (body) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }
}
