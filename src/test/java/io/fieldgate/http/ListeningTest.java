package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

class ListeningTest {
    @ParameterizedTest
    @CsvSource({
        "true,  false, false, false",
        "true,  true,  true,  false",
        "false, true,  true,  false",
        "false, false, false, true",
        "false, false, true,  true"
    })
    void isSafeOnLoopbackWithTokensAndTlsOrBehindAProxy(
            boolean loopback, boolean tls, boolean tokens, boolean behindProxy) {
        assertThatCode(() -> new Listening("host", 8080, loopback, tls).check(tokens, behindProxy))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"false, false, without tokens", "true, false, without tokens", "false, true, without TLS"})
    void isRefusedBeyondWithTheCure(boolean tls, boolean tokens, String missing) {
        assertThatThrownBy(() -> new Listening("10.0.0.1", 8080, false, tls).check(tokens, false))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContainingAll("10.0.0.1", missing, "./fieldgate token new", "behind-proxy");
    }
}
