package io.fieldgate;

import static io.fieldgate.IngestGateway.json;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.http.user.Role;
import io.fieldgate.http.user.UserFile;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People log in to a gateway that runs, and what others could do with that. */
@TestMethodOrder(OrderAnnotation.class)
class LoginIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String RELOAD = "/api/v1/config/reload";

    @RegisterExtension
    static final IngestServers SERVERS = new IngestServers(LoginIT::startGateway);

    private static IngestGateway startGateway(Path folder, String kafka) throws Exception {
        UserFile users = new UserFile(folder.resolve("users.yaml"));
        if (users.users().isEmpty()) {
            users.add("root", PASSWORD, Role.ADMIN);
            users.add("anna", PASSWORD, Role.VIEWER);
            users.add("bert", PASSWORD, Role.OPERATOR);
        }
        return new IngestGateway(folder, kafka, """
                - templatedRoute:
                    routeTemplateRef: http-to-topic
                    routeId: telemetry
                    parameters:
                      - { name: path, value: "/v1/telemetry/{device}" }
                      - { name: topic, value: telemetry }
                """, "fieldgate.topics[0].name=telemetry");
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
                .send(loginRequest("root", PASSWORD)
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
    void aSessionEndsWithItsUserAndWithItsPassword() throws Exception {
        UserFile users = new UserFile(SERVERS.folder().resolve("users.yaml"));
        users.add("carl", PASSWORD, Role.VIEWER);
        await().atMost(5, SECONDS).until(() -> login("carl", PASSWORD, null).statusCode() == 204);
        String cookie = cookie(login("carl", PASSWORD, null));

        users.changePassword("carl", "something else of his");

        await().atMost(5, SECONDS).until(() -> get("/api/v1/routes", cookie).statusCode() == 401);
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
        HttpRequest.Builder request = loginRequest(name, password);
        return SERVERS.gateway().send(cookie == null ? request : request.header("Cookie", cookie));
    }

    private static HttpRequest.Builder loginRequest(String name, String password) {
        return SERVERS.gateway()
                .request("/api/v1/session")
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
