package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes into the topic {@code alerts}. change.json is what notifications, and others, read: change it with care. */
class ChangeTest {
    @Test
    void saysWhatItIsKeyedBy() {
        Change change = new Change(
                Change.Event.FIRING,
                Change.fingerprint("r", "t", "payload.line", "A"),
                "r",
                "t",
                "A",
                "payload.line",
                "critical",
                0,
                0,
                0,
                null,
                Map.of(),
                Map.of(),
                List.of(),
                "0123456789ab",
                null);

        assertThat(new String(change.json(), UTF_8)).contains("\"key\":\"A\",\"keyed_by\":\"payload.line\",");
        assertThat(Change.fingerprint("r", "t", null, "A")).isEqualTo(Change.fingerprint("r", "t", "A"));
    }

    @Test
    void writesTheRecordThatOthersRead() throws Exception {
        long since = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        Change change = new Change(
                Change.Event.ESCALATED,
                Change.fingerprint("too-hot", "telemetry", "pump-1"),
                "too-hot",
                "telemetry",
                "pump-1",
                null,
                "critical",
                since,
                since + 603_000,
                since + 3_000,
                81.5,
                Map.of("area", "north"),
                Map.of("summary", "pump-1 is at 81.5 °C"),
                List.of("plant-team"),
                "0123456789ab",
                null);

        try (InputStream expected = ChangeTest.class.getResourceAsStream("/alerts/change.json")) {
            assertThat(new String(change.json(), UTF_8)).isEqualTo(new String(expected.readAllBytes(), UTF_8));
        }
        assertThat(new String(change.because("the rule was removed").json(), UTF_8))
                .endsWith("\"notify\":[\"plant-team\"],\"reason\":\"the rule was removed\"}");
    }
}
