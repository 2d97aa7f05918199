package io.fieldgate.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {
    @Test
    void readsWhatJavaWritesOnEveryDayOfFourCenturies() {
        Random random = new Random(42);
        Instant day = Instant.parse("1801-01-01T00:00:00Z");
        for (int i = 0; i < 400 * 366; i++) {
            Instant time = day.plus(i, ChronoUnit.DAYS)
                    .plusSeconds(random.nextInt(86_400))
                    .plusNanos(i % 3 == 0 ? 0 : random.nextInt(1_000_000_000));
            assertThat(UtcTime.of(time.toString())).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-24",
                "2026-11-24T10:00Z",
                "2026-11-24T10:00:00",
                "2026-11-24 10:00:00Z",
                "2026-11-24T10:00:00+01:00",
                "2026-11-24T10:00:00.Z",
                "2026-11-24T10:00:00.1234567890Z",
                "2026-11-24T10:00:00,5Z",
                "2026-13-01T10:00:00Z",
                "2026-00-01T10:00:00Z",
                "2026-02-29T10:00:00Z",
                "2026-11-00T10:00:00Z",
                "2026-11-24T24:00:00Z",
                "2026-11-24T10:60:00Z",
                "2026-11-24T10:00:60Z",
                "2026-1x-24T10:00:00Z",
                "+026-11-24T10:00:00Z",
                "2026-11-24T10:00:00.12x4Z"
            })
    void leavesEveryOtherTextToSlowerReaders(String text) {
        assertThat(UtcTime.of(text)).isNull();
    }
}
