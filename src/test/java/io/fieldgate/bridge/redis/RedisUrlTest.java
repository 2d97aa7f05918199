package io.fieldgate.bridge.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisUrlTest {
    @ParameterizedTest
    @CsvSource({
        "redis://plant,          redis://plant:6379",
        "redis://plant:7000/,    redis://plant:7000",
        "rediss://plant:7000/3,  rediss://plant:7000/3",
        "REDIS://127.0.0.1:1,    redis://127.0.0.1:1",
    })
    void isReadWithWhatIsUsualForWhatItLacks(String text, String meant) {
        assertThat(RedisUrl.parse(text)).hasToString(meant);
    }

    @ParameterizedTest
    @CsvSource({"plant:6379", "http://plant", "redis://plant/readings", "redis://", "redis://plant/1/2"})
    void isRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> RedisUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed is redis://host:port/database");
    }

    @Test
    void neverShowsAPasswordThatStandsInIt() {
        assertThatThrownBy(() -> RedisUrl.parse("redis://:hidden@plant"))
                .hasMessageContaining("fieldgate.redis.password")
                .hasMessageNotContaining("hidden");
    }
}
