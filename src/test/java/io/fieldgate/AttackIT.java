package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody tries who has neither a login nor a token for {@code /api}, on a gateway that runs. */
class AttackIT {
    @RegisterExtension
    static final IngestServers SERVERS = new IngestServers(AttackIT::startGateway);

    private static IngestGateway startGateway(Path folder, String kafka) throws Exception {
        Files.writeString(
                folder.resolve("tokens.yaml"),
                "tokens:\n  - { name: oven, sha256: %s, paths: ['/v1/telemetry/*'] }\n"
                        .formatted(Sha256.hex("oven".getBytes(UTF_8))));
        return new IngestGateway(folder, kafka, """
                - templatedRoute:
                    routeTemplateRef: http-to-topic
                    routeId: telemetry
                    parameters:
                      - { name: path, value: "/v1/telemetry/{device}" }
                      - { name: topic, value: telemetry }
                """, "fieldgate.topics[0].name=telemetry");
    }

    /** Ways to ask for the same that a filter and the web server could understand differently. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%61pi{}",
                "/ap%69{}",
                "/%2561pi{}",
                "//api{}",
                "/./api{}",
                "/x/../api{}",
                "/x/%2e%2e/api{}",
                "/x/..;/api{}",
                "/x%2f..%2fapi{}",
                "/;x=1/api{}",
                "/api;x=1{}",
                "/api/;{}",
                "/api/.{}",
                "/api/v1/..{}",
                "/API{}",
                "/api{}/",
                "/api{}//",
                "/api{}/.",
                "/api{};.css",
                "/api{}%2f",
                "/api{}%00",
                "/api{}.json",
                "/console/../api{}",
                "/console/..;/api{}",
                "/v1/telemetry/../../api{}",
                "/v3/api-docs/../../api{}",
                "\\api{}",
                "http://localhost/api{}",
                "http://localhost//api{}",
                "/api{}?token=admin&access_token=admin",
            })
    void noOtherSpellingLeadsAroundTheLogin(String spelling) throws Exception {
        for (ApiOperation operation : ApiOperation.guarded(SERVERS.gateway())) {
            String path = spelling.replace("{}", operation.asked().substring("/api".length()));

            String answer = raw(operation.method(), path, "");

            assertThat(answer).as(operation.method() + " " + path).matches("(?s)HTTP/1.1 4\\d\\d .*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "PROPFIND", "get", "NONSENSE"})
    void noOtherMethodLeadsAroundTheLogin(String method) throws Exception {
        for (ApiOperation operation : ApiOperation.guarded(SERVERS.gateway())) {
            String answer = raw(method, operation.asked(), "");

            assertThat(answer).as(method + " " + operation.asked()).matches("(?s)HTTP/1.1 4\\d\\d .*");
            assertThat(answer).doesNotContain("x-probe");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Host: localhost",
                "X-Forwarded-Prefix: /api",
                "Forwarded: for=127.0.0.1;host=localhost",
                "X-Real-IP: 127.0.0.1",
                "X-HTTP-Method-Override: OPTIONS",
                "X-Original-URL: /api/v1/session",
                "X-Rewrite-URL: /api/v1/session",
                "Authorization: Basic YWRtaW46YWRtaW4=",
                "Authorization: Bearer",
                "Authorization: Bearer null",
                "Authorization: admin",
                "Cookie: fieldgate=00000000000000000000000000000000",
                "Cookie: JSESSIONID=admin; token=admin",
                "X-CSRF-TOKEN: x",
                "Origin: http://localhost",
                "Sec-Fetch-Site: same-origin"
            })
    void noHeaderLeadsAroundTheLogin(String header) throws Exception {
        for (ApiOperation operation : ApiOperation.guarded(SERVERS.gateway())) {
            assertThat(raw(operation.method(), operation.asked(), header + "\r\n"))
                    .as(operation + " with " + header)
                    .matches("(?s)HTTP/1.1 4\\d\\d .*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Uri", "X-Forwarded-Prefix"})
    void noHeaderMakesAnOpenPageAnother(String header) throws Exception {
        assertThat(raw("GET", "/", header + ": /api/v1/routes\r\n"))
                .contains("text/html")
                .doesNotContain("telemetry");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/application.yaml",
                "/console/../../application.yaml",
                "/console/%2e%2e/%2e%2e/application.yaml",
                "/console/..%2f..%2fapplication.yaml",
                "/console/..%5c..%5capplication.yaml",
                "/console/..;/..;/application.yaml",
                "/console/%252e%252e/application.yaml",
                "/console//etc/passwd",
                "/console/file:/etc/passwd",
                "/console/url:file:///etc/passwd",
                "/static/index.html",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/BOOT-INF/classes/application.yaml",
                "/route-templates/http-to-topic.camel.yaml",
                "/console/",
                "/error",
                "/h2-console",
                "/actuator",
                "/actuator/health",
                "/management/health",
            })
    void thePortOfTheConsoleGivesNothingButItsPages(String path) throws Exception {
        assertThat(raw("GET", path, ""))
                .as(path)
                .matches("(?s)HTTP/1.1 4\\d\\d .*")
                .contains("application/problem+json")
                .doesNotContain("root:", "Exception", "spring:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/session", "/api/v1/config/reload", "/v1/telemetry/x", "/nonsense", "/"})
    void whoLeavesABodyUnfinishedHindersNobody(String path) throws Exception {
        try (Dribbles slow = new Dribbles(SERVERS.gateway().port())) {
            slow.begin(path);

            for (int i = 0; i < 10; i++) {
                assertThat(SERVERS.gateway()
                                .post("/v1/telemetry/x", "application/json", "{}", "Authorization", "Bearer oven")
                                .statusCode())
                        .isEqualTo(202);
            }
        }
    }

    @Test
    void whoLeavesABodyUnfinishedHidesNoHealth() throws Exception {
        try (Dribbles slow = new Dribbles(SERVERS.gateway().managementPort())) {
            slow.begin("/actuator/health");

            assertThat(SERVERS.gateway().actuator("health/liveness").statusCode())
                    .isEqualTo(200);
        }
    }

    /** More connections than the web server has threads, on each of which a body begins and goes on with a byte a second. */
    private static final class Dribbles implements AutoCloseable {
        private static final int CONNECTIONS = 250;

        private final List<Socket> sockets = new ArrayList<>();
        private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();

        private final int port;

        Dribbles(int port) {
            this.port = port;
        }

        void begin(String path) throws IOException {
            String begun = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 60000\r\n\r\n{";
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(socket);
                socket.getOutputStream().write(begun.getBytes(UTF_8));
            }
            var unused = drip.scheduleWithFixedDelay(() -> sockets.forEach(Dribbles::drip), 1, 1, TimeUnit.SECONDS);
        }

        private static void drip(Socket socket) {
            try {
                socket.getOutputStream().write(' ');
            } catch (IOException ended) {
                // That is what is wanted.
            }
        }

        @Override
        public void close() throws IOException {
            drip.shutdownNow();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"evil.example, 403", "evil.example:8081, 403", "localhost, 200", "127.0.0.1:8081, 200"})
    void aPageWhoseNameLeadsHereReadsNoHealth(String host, int status) throws Exception {
        String answer = IngestGateway.raw(
                SERVERS.gateway().managementPort(),
                "GET /actuator/health/liveness HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"name\":", "{\"a\":{\"b\":["})
    void whatIsNestedWithoutEndIsRefusedBeforeAnybodyHasLoggedIn(String piece) throws Exception {
        for (int times : List.of(100, 4_000 / piece.length())) {
            HttpResponse<String> answer =
                    SERVERS.gateway().post("/api/v1/session", "application/json", piece.repeat(times));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).hasSizeLessThan(1_000).doesNotContain("Exception", "StackOverflow");
        }
    }

    /** @param headers each with its end of line */
    private static String raw(String method, String path, String headers) throws IOException {
        String host = headers.startsWith("Host:") ? "" : "Host: gateway.example\r\n";
        return SERVERS.gateway()
                .raw(method + " " + path + " HTTP/1.1\r\n" + host + headers
                        + "x-probe: 1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                        + "Connection: close\r\n\r\n{}");
    }
}
