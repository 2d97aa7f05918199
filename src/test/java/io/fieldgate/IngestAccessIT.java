package io.fieldgate;

import static io.fieldgate.IngestGateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fieldgate.message.Causes;
import io.fieldgate.message.Sha256;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may post what. */
@TestMethodOrder(OrderAnnotation.class)
class IngestAccessIT {
    private static final String APPLICATION = "secret-of-the-application";
    private static final String DEVICE = "secret-of-pump-1";
    private static final String ROUTES = """
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: telemetry
                parameters:
                  - { name: path, value: "/v1/telemetry/{device}" }
                  - { name: topic, value: telemetry }
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: readings
                parameters:
                  - { name: path, value: "/v1/readings" }
                  - { name: topic, value: telemetry }
                  - { name: key, value: /device }
            """;

    @RegisterExtension
    static final IngestServers SERVERS = new IngestServers(IngestAccessIT::startGateway);

    private static IngestGateway startGateway(Path folder, String kafka) throws Exception {
        writeTokens(folder, APPLICATION, DEVICE);
        return new IngestGateway(
                folder,
                kafka,
                ROUTES,
                "fieldgate.topics[0].name=telemetry",
                "fieldgate.ingest.rate=10",
                "fieldgate.ingest.burst=100");
    }

    private static void writeTokens(Path folder, String application, String device) throws IOException {
        Files.writeString(folder.resolve("tokens.yaml"), """
                tokens:
                  - name: application
                    sha256: %s
                    paths: ["/v1/telemetry/*"]
                  - name: pump
                    sha256: %s
                    paths: ["/v1/**"]
                    device: pump-1
                """.formatted(
                        Sha256.hex(application.getBytes(UTF_8)), Sha256.hex(device.getBytes(UTF_8))));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments("its own path", "/v1/telemetry/pump-2", "Bearer " + APPLICATION, 202, ""),
                arguments("its own device", "/v1/telemetry/pump-1", "bearer " + DEVICE, 202, ""),
                arguments("no token", "/v1/telemetry/x", "", 401, "UNAUTHORIZED"),
                arguments("a wrong token", "/v1/telemetry/x", "Bearer nonsense", 401, "UNAUTHORIZED"),
                arguments("an empty token", "/v1/telemetry/x", "Bearer ", 401, "UNAUTHORIZED"),
                arguments("another scheme", "/v1/telemetry/x", "Basic " + APPLICATION, 401, "UNAUTHORIZED"),
                arguments(
                        "a token in the query", "/v1/telemetry/x?access_token=" + APPLICATION, "", 401, "UNAUTHORIZED"),
                arguments("another path", "/v1/readings", "Bearer " + APPLICATION, 403, "PATH"),
                arguments("another device", "/v1/telemetry/pump-2", "Bearer " + DEVICE, 403, "IDENTITY_MISMATCH"),
                arguments(
                        "another device in the payload", "/v1/readings", "Bearer " + DEVICE, 403, "IDENTITY_MISMATCH"));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("requests")
    void aTokenOpensItsOwnPathsForItsOwnDevice(String name, String path, String authorization, int status, String code)
            throws Exception {
        String body = "{\"device\":\"" + (path.endsWith("pump-1") ? "pump-1" : "pump-2") + "\"}";

        HttpResponse<String> answer = authorization.isEmpty()
                ? SERVERS.gateway().post(path, "application/json", body)
                : SERVERS.gateway().post(path, "application/json", body, "Authorization", authorization);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (status != 202) {
            assertThat(json(answer).get("code").asText()).isEqualTo(code);
            assertThat(answer.body()).doesNotContain(APPLICATION, DEVICE);
        }
        if (status == 401) {
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
    }

    @Test
    void aTokenMaySendAsManyRecordsAsItsRateAllowsAndIsToldWhenToComeAgain() throws Exception {
        String batch = "[" + "{},".repeat(98) + "{}]";
        String[] token = {"Authorization", "Bearer " + DEVICE};
        // It may have been used before.
        await().atMost(60, SECONDS)
                .until(() -> SERVERS.gateway()
                                .post("/v1/telemetry/pump-1", "application/json", batch, token)
                                .statusCode()
                        == 202);

        HttpResponse<String> answer = SERVERS.gateway().post("/v1/telemetry/pump-1", "application/json", batch, token);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(json(answer).get("code").asText()).isEqualTo("RATE");
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(5, 10);
        assertThat(SERVERS.gateway()
                        .post("/v1/telemetry/z", "application/json", "{}", "Authorization", "Bearer " + APPLICATION)
                        .statusCode())
                .as("another token has a rate of its own")
                .isEqualTo(202);
    }

    /** The last, for it leaves the address of all tests under suspicion. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whoeverGuessesTokensIsSlowedDownAndOthersAreNot() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            statuses.add(SERVERS.gateway()
                    .post("/v1/telemetry/x", "application/json", "{}", "Authorization", "Bearer " + i)
                    .statusCode());
        }

        assertThat(statuses).contains(429);
        assertThat(statuses.get(49)).isEqualTo(429);
        assertThat(SERVERS.gateway()
                        .post("/v1/telemetry/x", "application/json", "{}", "Authorization", "Bearer " + APPLICATION)
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aRevokedTokenIsRefusedWithinASecondOrTwo() throws Exception {
        String[] token = {"Authorization", "Bearer " + APPLICATION};
        assertThat(SERVERS.gateway()
                        .post("/v1/telemetry/y", "application/json", "{}", token)
                        .statusCode())
                .isEqualTo(202);

        writeTokens(SERVERS.folder(), "another", DEVICE);
        try {
            await().atMost(60, SECONDS)
                    .until(() -> SERVERS.gateway()
                                    .post("/v1/telemetry/y", "application/json", "{}", token)
                                    .statusCode()
                            != 202);
        } finally {
            writeTokens(SERVERS.folder(), APPLICATION, DEVICE);
        }
        await().atMost(60, SECONDS)
                .until(() -> SERVERS.gateway()
                                .post("/v1/telemetry/y", "application/json", "{}", token)
                                .statusCode()
                        == 202);
    }

    @Test
    void refusesToListenBeyondLoopbackWithoutTokensAndSaysWhatToDo(@TempDir Path other) {
        assertThatThrownBy(() -> new IngestGateway(other, "127.0.0.1:1", ROUTES, "server.address=0.0.0.0"))
                .satisfies(thrown -> assertThat(Causes.of(thrown))
                        .anySatisfy(cause -> assertThat(cause.getMessage())
                                .contains(
                                        "server.address is 0.0.0.0",
                                        "without tokens",
                                        "./fieldgate token new",
                                        "fieldgate.ingest.behind-proxy")));
    }

    @Test
    void refusesToListenBeyondLoopbackWithTokensThatAnyoneCouldRead() {
        assertThatThrownBy(() -> new IngestGateway(SERVERS.folder(), "127.0.0.1:1", ROUTES, "server.address=0.0.0.0"))
                .satisfies(thrown -> assertThat(Causes.of(thrown))
                        .anySatisfy(
                                cause -> assertThat(cause.getMessage()).contains("without TLS", "server.ssl.bundle")));
    }

    @Test
    void otherMethodsAreNamedWithoutAToken() throws Exception {
        HttpResponse<String> answer = SERVERS.gateway()
                .send(SERVERS.gateway().request("/v1/telemetry/x").PUT(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    }
}
