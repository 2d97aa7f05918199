package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class CorsTest {
    private boolean onlyThisMachine;

    private final Cors cors = new Cors(List.of("https://shop.example"), () -> onlyThisMachine);

    @ParameterizedTest
    @CsvSource({
        "gateway.example:8080, http://gateway.example:8080, true",
        "gateway.example:8080, https://shop.example, true",
        "gateway.example:8080, https://evil.example, false",
        "gateway.example:8080, null, false",
        "gateway.example:8080, , true",
    })
    void takesItsOwnPagesAndThoseThatAreNamed(String host, String origin, boolean taken) {
        assertThat(takes(host, origin)).isEqualTo(taken);
    }

    /** DNS rebinding: the page's name has become the address of this machine. */
    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080, true",
        "127.0.0.1:8080, http://127.0.0.1:8080, true",
        "[::1]:8080, http://[::1]:8080, true",
        "evil.example:8080, http://evil.example:8080, false",
        "localhost.evil.example, http://localhost.evil.example, false",
        "evil.example:8080, https://shop.example, true",
        "evil.example:8080, , true",
    })
    void whileOnlyThisMachineMaySendAPageWhoseNameHasBecomeItsAddressIsNotItsOwn(
            String host, String origin, boolean taken) {
        onlyThisMachine = true;

        assertThat(takes(host, origin)).isEqualTo(taken);
    }

    private boolean takes(String host, String origin) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v1/telemetry/oven-1");
        request.addHeader("Host", host);
        if (origin != null) {
            request.addHeader("Origin", origin);
        }
        return catchThrowableOfType(Problem.class, () -> cors.check(request)) == null;
    }
}
