package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoTest {
    private static final Echo ECHO = new Echo(
            URI.create("https://hooks.example/api/T0123456/a%2Fsecret+one?key=geheimes%20Wort&v=2"),
            Map.of(
                    "Authorization", "Bearer abcdefgh.ijkl",
                    "X-Pin", "4711",
                    "X-Version", "2",
                    "Idempotency-Key", "telemetry-0-17",
                    "traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
                    "tracestate", "vendor=12345678",
                    "X-Fieldgate-Device", "pump-0001"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /api/T0123456/a%2Fsecret+one?key=geheimes%20Wort&v=2 | POST ***",
                "POST /api/T0123456/a%2Fsecret+one: no | POST ***: no",
                "POST /api/T0123456/a/secret+one: no | POST ***: no",
                "no T0123456 | no ***",
                "no 'a/secret+one', 'a/secret one', 'a%2Fsecret+one' | no '***', '***', '***'",
                "no geheimes Wort, no geheimes%20Wort | no ***, no ***",
                "Bearer abcdefgh.ijkl | ***",
                "the Bearer token \"abcdefgh.ijkl\" | the Bearer token \"***\"",
                "4711 | ***",
                "/api has no version 2 | /api has no version 2",
                "hooks.example has telemetry-0-17 of pump-0001 | hooks.example has telemetry-0-17 of pump-0001",
                "trace 00-0123456789abcdef0123456789abcdef-0123456789abcdef-01 vendor=12345678"
                        + " | trace 00-0123456789abcdef0123456789abcdef-0123456789abcdef-01 vendor=12345678",
                "'' | ''",
            })
    void whatMayBeASecretOfTheRequestIsHiddenAndNothingElse(String said, String shown) {
        assertThat(ECHO.hideIn(said)).isEqualTo(shown);
    }

    @Test
    void anAddressWithoutAPathHidesNothing() {
        Echo echo = new Echo(URI.create("https://hooks.example"), Map.of());

        assertThat(echo.hideIn("POST / at https://hooks.example")).isEqualTo("POST / at https://hooks.example");
    }

    @Test
    void showsNoSecretItself() {
        assertThat(ECHO).hasToString("echo of hooks.example");
    }
}
