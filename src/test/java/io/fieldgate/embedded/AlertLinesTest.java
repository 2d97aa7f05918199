package io.fieldgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertLinesTest {
    @Test
    void showsWhatFiresWithItsSummary() throws Exception {
        assertThat(line("firing", "\"annotations\":{\"summary\":\"oven-01 is at 81 °C\"}"))
                .isEqualTo(" ! alert firing       too-hot, warning: oven-01 is at 81 °C");
    }

    @Test
    void showsTheDeviceOfARuleWithoutSummary() throws Exception {
        assertThat(line("escalated", "\"annotations\":{}"))
                .isEqualTo(" ! alert escalated    too-hot, warning: oven-01");
    }

    @Test
    void showsThatItIsOver() throws Exception {
        assertThat(line("resolved", "\"annotations\":{\"summary\":\"oven-01 is at 20 °C\"}"))
                .isEqualTo(" √ alert resolved     too-hot: oven-01");
    }

    @Test
    void doesNotShowWhatOnlyBecomesAnAlertIfItLasts() throws Exception {
        assertThat(line("pending", "\"annotations\":{}")).isNull();
        assertThat(line("inactive", "\"annotations\":{}")).isNull();
    }

    private static @Nullable String line(String event, String more) throws IOException {
        String json = "{\"event\":\"%s\",\"rule\":\"too-hot\",\"key\":\"oven-01\",\"severity\":\"warning\",%s}"
                .formatted(event, more);
        return AlertLines.line(json.getBytes(StandardCharsets.UTF_8));
    }
}
