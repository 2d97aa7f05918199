package io.fieldgate;

import static io.fieldgate.IngestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.fault.Ports;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People log in with an OpenID provider that runs. */
class OidcLoginIT {
    private static int providerPort;

    @RegisterExtension
    static final IngestServers SERVERS = new IngestServers(OidcLoginIT::startGateway);

    private static IngestGateway startGateway(Path folder, String kafka) throws Exception {
        providerPort = Ports.free();
        return new IngestGateway(
                folder,
                kafka,
                "[]",
                "fieldgate.login.oidc.issuer=http://127.0.0.1:" + providerPort,
                "fieldgate.login.oidc.client-id=fieldgate",
                "fieldgate.login.oidc.client-secret=secret of the client",
                "fieldgate.login.oidc.roles-claim=realm.roles",
                "fieldgate.login.oidc.roles.viewer=viewers",
                "fieldgate.login.oidc.roles.admin=admins",
                "fieldgate.login.oidc.name=Plant");
    }

    /** The gateway has started without its provider; one after the other, as the provider comes. */
    @Test
    @SuppressWarnings("try") // the provider only has to be there
    void whoTheProviderKnowsEntersInHisRoleAndNobodyElse() throws Exception {
        assertThat(get(HttpClient.newHttpClient(), gateway("/api/v1/session/oidc"))
                        .statusCode())
                .isEqualTo(503);
        assertThat(SERVERS.gateway().actuator("health/liveness").statusCode()).isEqualTo(200);
        assertThat(get(HttpClient.newHttpClient(), gateway("/api/v1/routes")).statusCode())
                .as("somebody is asked, also on loopback")
                .isEqualTo(401);
        try (OidcProvider provider = new OidcProvider(
                providerPort, gateway("/api/v1/session/oidc/callback").toString())) {
            HttpClient viewer = browser();
            URI back = back(viewer, begin(viewer), "viewers");
            HttpResponse<String> entered = get(viewer, back);
            assertThat(entered.statusCode()).as(entered.body()).isEqualTo(302);
            assertThat(entered.headers().firstValue("Location")).hasValue("/");
            JsonNode session = json(get(viewer, gateway("/api/v1/session")));
            assertThat(session.path("name").asText()).isEqualTo("viewers (viewers at 127.0.0.1)");
            assertThat(session.path("role").asText()).isEqualTo("viewer");
            assertThat(session.path("provider").asText()).isEqualTo("Plant");
            assertThat(get(viewer, gateway("/api/v1/routes")).statusCode()).isEqualTo(200);
            HttpRequest reload = HttpRequest.newBuilder(gateway("/api/v1/config/reload"))
                    .header("X-CSRF-TOKEN", session.path("csrf_token").asText())
                    .POST(BodyPublishers.noBody())
                    .build();
            assertThat(viewer.send(reload, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(403);

            assertThat(get(viewer, back).statusCode())
                    .as("the same answer again")
                    .isEqualTo(400);
            assertThat(get(browser(), back).statusCode())
                    .as("in another browser")
                    .isEqualTo(400);

            HttpClient guest = browser();
            HttpResponse<String> noRole = get(guest, back(guest, begin(guest), "guests"));
            assertThat(noRole.statusCode()).isEqualTo(403);
            assertThat(json(noRole).path("code").asText()).isEqualTo("OIDC_ROLE");
            assertThat(json(get(guest, gateway("/api/v1/session"))).path("role").isNull())
                    .isTrue();

            HttpClient forged = browser();
            URI answer = back(forged, begin(forged), "admins");
            assertThat(get(forged, URI.create(answer.toString().replace("state=", "state=x")))
                            .statusCode())
                    .isEqualTo(400);

            HttpClient otherIssuer = browser();
            URI mixed = back(otherIssuer, begin(otherIssuer), "admins");
            assertThat(get(otherIssuer, URI.create(mixed + "&iss=https%3A%2F%2Fevil.example"))
                            .statusCode())
                    .isEqualTo(400);

            HttpClient nonce = browser();
            URI wrong = URI.create(begin(nonce).toString().replaceAll("nonce=[^&]+", "nonce=another"));
            assertThat(get(nonce, back(nonce, wrong, "admins")).statusCode()).isEqualTo(403);

            HttpClient denied = browser();
            Matcher state =
                    Pattern.compile("[?&]state=([^&]+)").matcher(begin(denied).toString());
            assertThat(state.find()).isTrue();
            HttpResponse<String> page = denied.send(
                    HttpRequest.newBuilder(gateway("/api/v1/session/oidc/callback?error=access_denied"
                                    + "&error_description=%3Cscript%3E&state=" + state.group(1)))
                            .header("Accept", "text/html,*/*;q=0.8")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(403);
            assertThat(page.body()).contains("access_denied", "&lt;script&gt;").doesNotContain("<script>");
        }
    }

    private static URI begin(HttpClient browser) throws Exception {
        HttpResponse<String> sent = get(browser, gateway("/api/v1/session/oidc"));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(302);
        assertThat(sent.headers().firstValue("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Lax");
        return URI.create(sent.headers().firstValue("Location").orElseThrow());
    }

    /** Logs in at the provider; where it sends the browser then. */
    private static URI back(HttpClient browser, URI asked, String who) throws Exception {
        get(browser, asked);
        URI form = asked.resolve("/login");
        Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"")
                .matcher(get(browser, form).body());
        assertThat(csrf.find()).isTrue();
        browser.send(
                HttpRequest.newBuilder(form)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("username=" + who + "&password=" + who + "&_csrf="
                                + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8)))
                        .build(),
                BodyHandlers.ofString());
        HttpResponse<String> answer = get(browser, asked);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    private static URI gateway(String path) {
        return URI.create("http://127.0.0.1:" + SERVERS.gateway().port() + path);
    }

    private static HttpResponse<String> get(HttpClient browser, URI uri) throws Exception {
        return browser.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
