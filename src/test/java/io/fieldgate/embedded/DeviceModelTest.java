package io.fieldgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeviceModelTest {
    private static final Instant NIGHT = Instant.parse("2026-06-01T03:00:00Z");
    private static final Instant AFTERNOON = Instant.parse("2026-06-01T15:00:00Z");

    @Test
    void isWarmerAndDrierInTheAfternoonThanAtNight() throws Exception {
        DeviceModel model = new DeviceModel(7);

        JsonNode night = read(model, NIGHT);
        JsonNode afternoon = read(model, AFTERNOON);

        assertThat(afternoon.get("temperature").asDouble())
                .isGreaterThan(night.get("temperature").asDouble() + 5);
        assertThat(afternoon.get("humidity").asDouble())
                .isLessThan(night.get("humidity").asDouble());
    }

    @Test
    void driftsInsteadOfJumpingFromOneSecondToTheNext() throws Exception {
        DeviceModel model = new DeviceModel(7);
        double before = read(model, AFTERNOON).get("temperature").asDouble();

        for (int second = 1; second <= 600; second++) {
            double now = read(model, AFTERNOON.plusSeconds(second))
                    .get("temperature")
                    .asDouble();
            assertThat(Math.abs(now - before)).isLessThan(1);
            before = now;
        }
    }

    @Test
    void saysTheSameForTheSameSeedAndTime() {
        assertThat(new DeviceModel(3).reading(NIGHT, false)).isEqualTo(new DeviceModel(3).reading(NIGHT, false));
    }

    private static JsonNode read(DeviceModel model, Instant now) throws Exception {
        return new ObjectMapper().readTree(model.reading(now, false));
    }
}
