package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.http.user.Users;
import io.fieldgate.message.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who may use /api. */
class ApiFilterTest {
    @TempDir
    private Path folder;

    private boolean exposed;

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:8080, , 200",
        "127.0.0.1, localhost:8080, , 200",
        "0:0:0:0:0:0:0:1, [::1]:8080, , 200",
        "127.0.0.1, localhost:8080, http://localhost:8080, 200",
        "127.0.0.1, localhost:8080, http://evil.example, 403",
        "127.0.0.1, localhost:8080, null, 403",
        "127.0.0.1, evil.example, , 403",
        "127.0.0.1, localhost.evil.example, , 403",
        "127.0.0.1, , , 403",
        "10.1.2.3, 127.0.0.1:8080, , 403",
    })
    void letsThisMachineAskWithoutTokensAndNobodyElse(String address, String host, String origin, int status)
            throws Exception {
        MockHttpServletRequest request = request(address, host);
        if (origin != null) {
            request.addHeader("Origin", origin);
        }

        assertThat(status(request)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, same-origin, 200",
        "POST, none, 200",
        "POST, same-site, 403",
        "POST, cross-site, 403",
        "DELETE, cross-site, 403",
        "GET, cross-site, 200",
    })
    void letsNoPageOfAnotherAddressChangeAnything(String method, String site, int status) throws Exception {
        MockHttpServletRequest request = request("127.0.0.1", "localhost:8080");
        request.setMethod(method);
        request.addHeader("Sec-Fetch-Site", site);

        assertThat(status(request)).isEqualTo(status);
    }

    @Test
    void asksEverybodyForATokenThatMayUseThePathWhenThereAreTokens() throws Exception {
        Files.writeString(folder.resolve("tokens.yaml"), """
                tokens:
                  - { name: ops, sha256: %s, paths: ['/api/**'] }
                  - { name: oven, sha256: %s, paths: ['/v1/telemetry/*'] }
                """.formatted(hash("ops"), hash("oven")));

        MockHttpServletRequest nobody = request("127.0.0.1", "localhost");
        assertThat(status(nobody)).isEqualTo(200);
        assertThat(Caller.of(nobody).role()).as("whom the next filter refuses").isNull();
        assertThat(status(bearing("wrong"))).isEqualTo(401);
        assertThat(status(bearing("oven"))).isEqualTo(403);
        assertThat(status(bearing("ops"))).isEqualTo(200);
    }

    @Test
    void takesNobodyForThisMachineWhereAProxyAsksForOthers() throws Exception {
        exposed = true;
        MockHttpServletRequest request = request("127.0.0.1", "127.0.0.1:8080");

        assertThat(status(request)).isEqualTo(200);

        assertThat(Caller.of(request).role()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, same-origin, https://gateway.example, 200",
        "GET, cross-site, https://evil.example, 403",
    })
    void believesWhatABrowserSaysOfThePageBeforeTheNamesThatAProxyMayHaveChanged(
            String method, String site, String origin, int status) throws Exception {
        MockHttpServletRequest request = request("127.0.0.1", "localhost:8080");
        request.setMethod(method);
        request.addHeader("Sec-Fetch-Site", site);
        if (origin != null) {
            request.addHeader("Origin", origin);
        }

        assertThat(status(request)).isEqualTo(status);
    }

    @Test
    void knowsNoPathThatCouldBeReadInTwoWays() throws Exception {
        MockHttpServletRequest request = request("127.0.0.1", "localhost");
        request.setRequestURI("/api/v1/../v1/alerts");

        assertThat(status(request)).isEqualTo(404);
    }

    private static String hash(String secret) {
        return Sha256.hex(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static MockHttpServletRequest bearing(String secret) {
        MockHttpServletRequest request = request("10.1.2.3", "gateway.example");
        request.addHeader("Authorization", "Bearer " + secret);
        return request;
    }

    private static MockHttpServletRequest request(String address, String host) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/alerts");
        request.setRemoteAddr(address);
        if (host != null) {
            request.addHeader("Host", host);
        }
        return request;
    }

    private int status(MockHttpServletRequest request) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        MockFilterChain next = new MockFilterChain();
        Access access = new Access(Tokens.load(folder.resolve("tokens.yaml")));
        Users users = Users.load(folder.resolve("users.yaml"));
        try {
            new ApiFilter(() -> access, users, exposed, false).doFilter(request, response, next);
        } finally {
            SecurityContextHolder.clearContext();
        }
        assertThat(next.getRequest() != null).isEqualTo(response.getStatus() == 200);
        return response.getStatus();
    }
}
