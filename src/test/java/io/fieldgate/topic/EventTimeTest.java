package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.message.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    private static final long MOMENT = 1_764_000_000_000L;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-11-24T16:00:00Z",
                "2025-11-24T16:00:00.000Z",
                "2025-11-24T17:00:00+01:00",
                "2025-11-24T17:00:00+0100",
                "2025-11-24T16:00Z",
                "1764000000",
                "1764000000.0004",
                "1.764E9",
                "1764000000000",
                "1764000000000123",
                "1764000000000123456",
                " 1764000000 "
            })
    void readsIsoTextAndNumbersOfEveryUnit(String text) {
        assertThat(EventTime.of(text)).isEqualTo(MOMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "0",
                "-5",
                "2025-11-24",
                "2025-11-24T16:00:00",
                "1e40",
                "1e999999999",
                "NaN",
                "1960-01-01T00:00:00Z",
                "999999999999999999999999999999"
            })
    void rejectsWhatIsNoTime(String text) {
        assertThatThrownBy(() -> EventTime.of(text))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo("TIMESTAMP"));
    }
}
