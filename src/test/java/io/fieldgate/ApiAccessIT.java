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
            assertThat(operation.path()).startsWith("/api/v1/");
            assertThat(isOpen(description, operation) || role(description, operation) != null)
                    .as(operation.toString())
                    .isTrue();
        });
        assertThat(operations().stream().filter(operation -> isOpen(description, operation)))
                .extracting(ApiOperation::path)
                .containsOnly("/api/v1/session", "/api/v1/session/oidc", "/api/v1/session/oidc/callback");
    }

    @Test
    void nobodyDoesAnythingWithoutCredentials() throws Exception {
        for (ApiOperation operation : guarded()) {
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

        for (ApiOperation operation : guarded()) {
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
        for (ApiOperation operation : guarded()) {
            HttpResponse<InputStream> answer = ask(operation, "script");

            answer.body().close();
            assertThat(answer.statusCode()).as(operation.toString()).isNotIn(401, 403, 405);
        }
    }

    @Test
    void aTokenForDevicesOrForOtherPathsIsOfNoUse() throws Exception {
        for (ApiOperation operation : operations()) {
            assertThat(problem(ask(operation, "oven")).path("code").asText())
                    .as(operation.toString())
                    .isEqualTo("PATH");
            if (!operation.path().startsWith("/api/v1/alerts/")) {
                assertThat(problem(ask(operation, "desk")).path("code").asText())
                        .as(operation.toString())
                        .isEqualTo("PATH");
            }
        }
    }

    private static List<ApiOperation> operations() {
        return ApiOperation.all(SERVERS.gateway());
    }

    private static List<ApiOperation> guarded() {
        return ApiOperation.guarded(SERVERS.gateway());
    }

    private static boolean isOpen(JsonNode description, ApiOperation operation) {
        return access(description, operation).equals("anybody");
    }

    private static String access(JsonNode description, ApiOperation operation) {
        return description
                .path("paths")
                .path(operation.path())
                .path(operation.method().toLowerCase(Locale.ROOT))
                .path("x-role")
                .asText();
    }

    private static @Nullable Role role(JsonNode description, ApiOperation operation) {
        return Role.of(access(description, operation));
    }

    private static JsonNode problem(HttpResponse<InputStream> answer) throws Exception {
        try (InputStream body = answer.body()) {
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            return new ObjectMapper().readTree(body);
        }
    }

    /** Only until the head of the answer is there: some never end. */
    private HttpResponse<InputStream> ask(ApiOperation operation, @Nullable String token) throws Exception {
        HttpRequest.Builder request = SERVERS.gateway().request(operation.asked());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        boolean body = operation.method().equals("POST");
        request.method(operation.method(), body ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
        if (body) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }
}
