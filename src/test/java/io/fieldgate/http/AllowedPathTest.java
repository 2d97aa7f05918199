package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedPathTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/clicks, /v1/clicks, true",
        "/v1/clicks, /v1/click, false",
        "/v1/clicks, /v1/clicks/, false",
        "/v1/clicks, /v1/Clicks, false",
        "/v1/telemetry/*, /v1/telemetry/oven-07, true",
        "/v1/telemetry/*, /v1/telemetry, false",
        "/v1/telemetry/*, /v1/telemetry/oven-07/raw, false",
        "/v1/*/oven-07, /v1/telemetry/oven-07, true",
        "/v1/**, /v1/telemetry/oven-07, true",
        "/v1/**, /v1/clicks, true",
        "/v1/**, /v1, false",
        "/**, /v1/clicks, true",
        "/v1/telemetry/*, /v2/telemetry/oven-07, false"
    })
    void matchesLevelByLevel(String pattern, String path, boolean matches) {
        assertThat(new AllowedPath(pattern).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "v1/clicks, 'is no path, allowed is ''/'''",
        "/, 'is no path'",
        "/v1//clicks, 'has the level '''''",
        "/v1/../admin, 'has the level ''..'''",
        "/v1/**/clicks, 'goes on after ''**'''",
        "/v1/tele*, 'has ''*'' within the level ''tele*'''",
        "/v1/{device}, 'for {device} write ''*'''",
        "/v1/a?b=c, 'has a character that no path has'",
        "/v1/a%2fb, 'has a character that no path has'"
    })
    void refusesWhatWouldNeverMatchOrMatchTooMuch(String pattern, String complaint) {
        assertThatThrownBy(() -> new AllowedPath(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + pattern + "' ")
                .hasMessageContaining(complaint);
    }
}
