package io.fieldgate;

import static io.fieldgate.IngestGateway.json;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.http.user.Role;
import io.fieldgate.http.user.UserFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** People log in to a gateway that runs, and what others could do with that. */
@TestMethodOrder(OrderAnnotation.class)
class LoginIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String END = "the end of the answer";
    private static final String RELOAD = "/api/v1/config/reload";

    @RegisterExtension
    static final IngestServers SERVERS = new IngestServers(LoginIT::startGateway);

    private static final String ROUTES = """
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: telemetry
                parameters:
                  - { name: path, value: "/v1/telemetry/{device}" }
                  - { name: topic, value: telemetry }
            """;

    private static IngestGateway startGateway(Path folder, String kafka) throws Exception {
        UserFile users = new UserFile(folder.resolve("users.yaml"));
        if (users.users().isEmpty()) {
            users.add("root", PASSWORD, Role.ADMIN);
            users.add("anna", PASSWORD, Role.VIEWER);
            users.add("bert", PASSWORD, Role.OPERATOR);
        }
        return new IngestGateway(folder, kafka, ROUTES, "fieldgate.topics[0].name=telemetry");
    }

    @Test
    void aLoginIsACookieThatNoScriptReadsAndNoOtherSiteSends() throws Exception {
        HttpResponse<String> answer = login("anna", PASSWORD, null);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("fieldgate=")
                .contains("; HttpOnly", "; SameSite=Strict")
                .doesNotContain("; Secure");
        JsonNode session = session(cookie(answer));
        assertThat(session.path("name").asText()).isEqualTo("anna");
        assertThat(session.path("role").asText()).isEqualTo("viewer");
        assertThat(session.path("proof").asText()).isEqualTo("session");
        assertThat(get("/api/v1/routes", cookie(answer)).statusCode()).isEqualTo(200);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void behindAProxyTheFirstStartShowsALoginOnceAndItsCookieIsForTlsOnly(@TempDir Path folder, CapturedOutput output)
            throws Exception {
        try (IngestGateway first =
                new IngestGateway(folder, SERVERS.kafka(), ROUTES, "fieldgate.ingest.behind-proxy=true")) {
            Matcher shown = Pattern.compile("password {2}(\\S{20})\\R").matcher(output.getErr());
            assertThat(shown.find()).isTrue();
            assertThat(first.send(first.request("/api/v1/routes")).statusCode()).isEqualTo(401);

            // The gateway takes the file that it has just written as it takes every change of it, within a second.
            HttpResponse<String> answer = await().atMost(60, SECONDS)
                    .pollInterval(1, SECONDS)
                    .until(
                            () -> first.send(loginRequest(first, "admin", shown.group(1))),
                            given -> given.statusCode() == 204);

            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("; Secure", "; HttpOnly");
            assertThat(output.getOut()).doesNotContain(shown.group(1));
        }
        int before = output.getErr().length();
        try (IngestGateway again =
                new IngestGateway(folder, SERVERS.kafka(), ROUTES, "fieldgate.ingest.behind-proxy=true")) {
            assertThat(again.send(again.request("/api/v1/routes")).statusCode()).isEqualTo(401);
            assertThat(output.getErr().substring(before)).doesNotContain("password");
        }
    }

    @Test
    void whoIsNotLoggedInIsToldThatAndNoMore() throws Exception {
        JsonNode session = session(null);

        assertThat(session.path("asks").asBoolean()).isTrue();
        assertThat(session.path("name").isNull()).isTrue();
        assertThat(session.path("csrf_token").isNull()).isTrue();
        HttpResponse<String> refused = get("/api/v1/routes", null);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void whatChangesSomethingNeedsTheTokenThatOnlyTheOwnPageCanRead() throws Exception {
        String cookie = cookie(login("root", PASSWORD, null));
        String token = session(cookie).path("csrf_token").asText();

        HttpResponse<String> forged = change("POST", RELOAD, cookie, null);

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(json(forged).path("code").asText()).isEqualTo("CSRF");
        assertThat(change("POST", RELOAD, cookie, "wrong").statusCode()).isEqualTo(403);
        assertThat(change("POST", RELOAD, cookie, token).statusCode()).isEqualTo(200);
        String other = session(cookie(login("root", PASSWORD, null)))
                .path("csrf_token")
                .asText();
        assertThat(change("POST", RELOAD, cookie, other).statusCode())
                .as("the token of another session")
                .isEqualTo(403);
    }

    @Test
    void aPageOfAnotherSiteIsRefusedWhateverItKnows() throws Exception {
        String cookie = cookie(login("root", PASSWORD, null));
        HttpRequest.Builder request = SERVERS.gateway()
                .request("/api/v1/routes")
                .header("Cookie", cookie)
                .header("Origin", "https://evil.example");

        HttpResponse<String> answer = SERVERS.gateway().send(request);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).path("code").asText()).isEqualTo("ORIGIN");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void whatIsAskedForALoginSaysSoInItsDescription() throws Exception {
        JsonNode operation = json(get("/v3/api-docs", null))
                .path("paths")
                .path("/api/v1/routes")
                .path("get");

        assertThat(operation.path("responses").fieldNames()).toIterable().contains("401", "403");
        assertThat(operation.at("/security/1/session/0").asText()).isEqualTo("viewer");
    }

    @Test
    void aFormOfAnotherPageCannotLogAnybodyIn() throws Exception {
        HttpResponse<String> answer = SERVERS.gateway()
                .send(SERVERS.gateway()
                        .request("/api/v1/session")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("name=anna&password=" + PASSWORD)));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aRoleThatIsTooSmallIsToldWhichIsNeeded() throws Exception {
        String cookie = cookie(login("bert", PASSWORD, null));
        String token = session(cookie).path("csrf_token").asText();

        HttpResponse<String> answer = change("POST", RELOAD, cookie, token);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).path("detail").asText()).isEqualTo("This needs the role admin; yours is operator.");
    }

    @Test
    void whatSomebodyDoesIsSignedWithTheLoginWhateverTheBrowserSays() throws Exception {
        String cookie = cookie(login("bert", PASSWORD, null));
        HttpRequest.Builder request = SERVERS.gateway()
                .request("/api/v1/replays")
                .header("Cookie", cookie)
                .header("X-CSRF-TOKEN", session(cookie).path("csrf_token").asText())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"filter\":{},\"author\":\"root\"}"));

        HttpResponse<String> answer = SERVERS.gateway().send(request);

        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        assertThat(json(answer).path("author").asText()).isEqualTo("bert");
    }

    @Test
    void aSessionFromBeforeTheLoginIsWorthNothingAfterIt() throws Exception {
        String known = cookie(login("anna", PASSWORD, null));

        assertThat(login("root", PASSWORD, known).statusCode())
                .as("who is logged in cannot be made somebody else by another page")
                .isEqualTo(403);
        HttpResponse<String> answer = SERVERS.gateway()
                .send(loginRequest(SERVERS.gateway(), "root", PASSWORD)
                        .header("Cookie", known)
                        .header(
                                "X-CSRF-TOKEN",
                                session(known).path("csrf_token").asText()));

        assertThat(cookie(answer)).isNotEqualTo(known);
        assertThat(get("/api/v1/routes", known).statusCode()).isEqualTo(401);
        assertThat(session(cookie(answer)).path("name").asText()).isEqualTo("root");
        String chosen = "fieldgate=0123456789ABCDEF0123456789ABCDEF";
        assertThat(cookie(login("anna", PASSWORD, chosen))).isNotEqualTo(chosen);
        assertThat(get("/api/v1/routes", chosen).statusCode()).isEqualTo(401);
    }

    @Test
    void aLogoutEndsTheSessionAtTheGateway() throws Exception {
        String cookie = cookie(login("anna", PASSWORD, null));
        String token = session(cookie).path("csrf_token").asText();

        assertThat(change("DELETE", "/api/v1/session", cookie, token).statusCode())
                .isEqualTo(204);

        assertThat(get("/api/v1/routes", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void aLogoutEndsWhatTheSessionStillListensTo() throws Exception {
        String cookie = cookie(login("bert", PASSWORD, null));
        String token = session(cookie).path("csrf_token").asText();
        BlockingQueue<String> stream = listen("/api/v1/stream", cookie);
        BlockingQueue<String> tap = listen("/api/v1/routes/telemetry/tap", cookie);
        assertThat(stream.poll(60, SECONDS)).isNotNull();
        assertThat(tap.poll(60, SECONDS)).isNotNull();

        assertThat(change("DELETE", "/api/v1/session", cookie, token).statusCode())
                .isEqualTo(204);

        await().atMost(60, SECONDS).until(() -> stream.contains(END) && tap.contains(END));
    }

    @Test
    void aRoleThatIsTakenAwayEndsWhatItLetOneListenTo() throws Exception {
        UserFile users = new UserFile(SERVERS.folder().resolve("users.yaml"));
        users.add("dora", PASSWORD, Role.OPERATOR);
        await().atMost(60, SECONDS)
                .pollInterval(1, SECONDS)
                .until(() -> login("dora", PASSWORD, null).statusCode() == 204);
        String cookie = cookie(login("dora", PASSWORD, null));
        BlockingQueue<String> stream = listen("/api/v1/stream", cookie);
        BlockingQueue<String> tap = listen("/api/v1/routes/telemetry/tap", cookie);
        assertThat(tap.poll(60, SECONDS)).isNotNull();

        String text = Files.readString(SERVERS.folder().resolve("users.yaml"));
        int role = text.indexOf("role: operator", text.indexOf("dora"));
        Files.writeString(
                SERVERS.folder().resolve("users.yaml"),
                text.substring(0, role) + "role: viewer" + text.substring(role + "role: operator".length()));

        await().atMost(60, SECONDS).until(() -> tap.contains(END));
        stream.clear();
        assertThat(stream.poll(60, SECONDS))
                .as("a viewer still sees the gateway")
                .isNotNull()
                .isNotEqualTo(END);
        users.remove("dora");
    }

    /** The lines of an answer that goes on, and at last its end. */
    private static BlockingQueue<String> listen(String path, String cookie) throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        HttpRequest request =
                SERVERS.gateway().request(path).header("Cookie", cookie).build();
        Thread reader = new Thread(() -> {
            try {
                HttpResponse<Stream<String>> answer =
                        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
                answer.body().forEach(lines::add);
                lines.add(END);
            } catch (IOException | UncheckedIOException gone) {
                lines.add("broken: " + gone);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        reader.setDaemon(true);
        reader.start();
        return lines;
    }

    @Test
    void aSessionEndsWithItsUserAndWithItsPassword() throws Exception {
        UserFile users = new UserFile(SERVERS.folder().resolve("users.yaml"));
        users.add("carl", PASSWORD, Role.VIEWER);
        await().atMost(60, SECONDS)
                .pollInterval(1, SECONDS)
                .until(() -> login("carl", PASSWORD, null).statusCode() == 204);
        String cookie = cookie(login("carl", PASSWORD, null));

        users.changePassword("carl", "something else of his");

        await().atMost(60, SECONDS).until(() -> get("/api/v1/routes", cookie).statusCode() == 401);
        users.remove("carl");
    }

    @Test
    void oneSessionLeadsToNoHealthAndNoDevicesDoor() throws Exception {
        assertThat(SERVERS.gateway()
                        .post("/v1/telemetry/a", "application/json", "{}")
                        .statusCode())
                .as("devices need no login and no token against forgery")
                .isEqualTo(202);
        assertThat(SERVERS.gateway().actuator("health/liveness").statusCode()).isEqualTo(200);
        assertThat(SERVERS.gateway().actuator("health").headers().firstValue("Set-Cookie"))
                .isEmpty();
    }

    /** The last, for it leaves the address of all tests under suspicion. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whoeverGuessesIsToldNeitherWhichUsersThereAreNorAfterAWhileWhetherItIsRight() throws Exception {
        HttpResponse<String> wrong = login("anna", "wrong password", null);
        HttpResponse<String> nobody = login("nobody", "wrong password", null);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(json(nobody).path("detail")).isEqualTo(json(wrong).path("detail"));
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();

        await().atMost(60, SECONDS)
                .pollInterval(10, MILLISECONDS)
                .until(() -> login("anna", "wrong password", null).statusCode() == 429);

        HttpResponse<String> right = login("anna", PASSWORD, null);
        assertThat(right.statusCode()).isEqualTo(429);
        assertThat(right.headers().firstValue("Retry-After")).isPresent();
    }

    private static HttpResponse<String> login(String name, String password, @Nullable String cookie) throws Exception {
        HttpRequest.Builder request = loginRequest(SERVERS.gateway(), name, password);
        return SERVERS.gateway().send(cookie == null ? request : request.header("Cookie", cookie));
    }

    private static HttpRequest.Builder loginRequest(IngestGateway gateway, String name, String password) {
        return gateway.request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}"));
    }

    private static String cookie(HttpResponse<String> answer) {
        String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    private static JsonNode session(@Nullable String cookie) throws Exception {
        return json(get("/api/v1/session", cookie));
    }

    private static HttpResponse<String> get(String path, @Nullable String cookie) throws Exception {
        HttpRequest.Builder request = SERVERS.gateway().request(path);
        return SERVERS.gateway().send(cookie == null ? request : request.header("Cookie", cookie));
    }

    private static HttpResponse<String> change(String method, String path, String cookie, @Nullable String token)
            throws Exception {
        HttpRequest.Builder request =
                SERVERS.gateway().request(path).header("Cookie", cookie).method(method, BodyPublishers.noBody());
        return SERVERS.gateway().send(token == null ? request : request.header("X-CSRF-TOKEN", token));
    }
}
