package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {
    @Test
    void capturesLevels() {
        PathTemplate template = PathTemplate.parse("v1/{site}/telemetry/{device}");

        assertThat(template).hasToString("/v1/{site}/telemetry/{device}");
        assertThat(template.captures()).containsExactly("site", "device");
        assertThat(template.match(List.of("v1", "north", "telemetry", "pump-1")))
                .containsExactly("north", "pump-1");
        assertThat(template.match(List.of("v1", "north", "Telemetry", "pump-1")))
                .isNull();
        assertThat(template.match(List.of("v1", "north", "telemetry"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/v1/{a}, /v1/{b}, true", "/v1/{a}, /v1/x, true", "/v1/x, /v1/y, false", "/v1/{a}, /v1/{a}/x, false"})
    void knowsWhetherAnotherTakesTheSamePaths(String one, String other, boolean overlap) {
        assertThat(PathTemplate.parse(one).overlaps(PathTemplate.parse(other))).isEqualTo(overlap);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/v1/",
                "/v1//x",
                "/v1/../x",
                "/v1/a b",
                "/v1/x{device}",
                "/v1/{Device}",
                "/v1/{camelX}",
                "/v1/*",
                "/{a}/{a}"
            })
    void refusesWhatIsNoPath(String path) {
        assertThatThrownBy(() -> PathTemplate.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ingest:/");
    }
}
