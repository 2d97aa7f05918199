package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @Test
    void isDecodedOnce() {
        assertThat(RequestPath.of("/v1/pump%201/%252e"))
                .isEqualTo(new RequestPath(List.of("v1", "pump 1", "%2e")))
                .hasToString("/v1/pump 1/%2e");
        assertThat(RequestPath.of("/gr%C3%BC%C3%9F")).hasToString("/gr\u00fc\u00df");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "/",
                "//v1",
                "/v1/",
                "/v1//x",
                "/v1/.",
                "/v1/../x",
                "/v1/%2e%2e/x",
                "/v1/x;y=1",
                "/v1/a%2fb",
                "/v1/a%5cb",
                "/v1/a%00",
                "/v1/a%0a",
                "/v1/%20",
                "/v1/%",
                "/v1/%1",
                "/v1/%zz",
                "/v1/%c0%af",
                "/v1/gr\u00fc\u00df"
            })
    void whatCouldBeReadInTwoWaysIsNone(String raw) {
        assertThat(RequestPath.of(raw)).isNull();
    }
}
