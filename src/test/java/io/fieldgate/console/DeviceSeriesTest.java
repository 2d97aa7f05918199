package io.fieldgate.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.observe.Masks;
import io.fieldgate.topic.DeviceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceSeriesTest {
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private final DeviceSeries series = new DeviceSeries(new Masks(List.of("secret")), SINCE, SINCE.plusSeconds(600));

    @Test
    void haveEachNumberUnderItsNameAndGapsWhereAMessageHasNone() {
        message(0, "{\"t\": 1, \"in\": {\"deep\": 2.5}, \"name\": \"x\", \"list\": [7]}");
        message(60, "{\"t\": 3, \"ok\": true}");

        assertThat(series.times()).containsExactly(millis(0), millis(60));
        assertThat(series.values()).containsOnlyKeys("t", "in.deep");
        assertThat(series.values().get("t")).containsExactly(1.0, 3.0);
        assertThat(series.values().get("in.deep")).containsExactly(2.5, null);
    }

    @Test
    void joinMessagesThatAreNearEachOther() {
        for (int i = 0; i < 100_000; i++) {
            message(i * 600.0 / 100_000, "{\"t\": 4}");
        }

        assertThat(series.messages()).isEqualTo(100_000);
        assertThat(series.times()).hasSizeLessThanOrEqualTo(600).isSorted();
        assertThat(series.values().get("t")).containsOnly(4.0);
    }

    @Test
    void hideWhatNobodyShallSeeAndKeepAFewNamesOnly() {
        message(0, "{\"secret\": 1, \"secrets\": {\"pin\": 2}}");
        for (int i = 0; i < 30; i++) {
            message(i, "{\"n" + i + "\": 1}");
        }

        assertThat(series.values()).hasSize(12).doesNotContainKeys("secret", "secrets.pin");
    }

    @Test
    void takeANumberAloneAndPassOverWhatIsNoJson() {
        message(0, "21.5");
        message(60, "no json");
        message(120, "");
        message(180, "1e999");

        assertThat(series.values().get("value")).containsExactly(21.5, null, null, null);
        assertThat(series.messages()).isEqualTo(4);
    }

    private void message(double second, String value) {
        series.add(new DeviceRecord(Instant.ofEpochMilli(millis(second)), value.getBytes(UTF_8), Map.of()));
    }

    private static long millis(double second) {
        return SINCE.toEpochMilli() + (long) (second * 1000);
    }
}
