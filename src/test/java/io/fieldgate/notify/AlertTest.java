package io.fieldgate.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The records of the topic {@code alerts}: change.json is what the alert engine writes, which a test there holds it to. */
class AlertTest {
    @Test
    void readsWhatTheAlertEngineWrites() throws Exception {
        Alert alert = Alert.parse(written());

        assertThat(alert)
                .isEqualTo(new Alert(
                        "75408982bc96bcf8",
                        "75408982bc96bcf8-1767225600000",
                        "escalated",
                        Alert.State.FIRING,
                        "too-hot",
                        "pump-1",
                        null,
                        "critical",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-01T00:10:03Z"),
                        Instant.parse("2026-01-01T00:00:03Z"),
                        81.5,
                        Map.of("area", "north", "topic", "telemetry"),
                        Map.of("summary", "pump-1 is at 81.5 °C"),
                        List.of("plant-team")));
    }

    @Test
    void aRulesOwnLabelTopicStays() {
        Alert alert = Alert.parse(new String(
                        AlertRecords.json(
                                "firing", "too-hot", "pump-1", "warning", Instant.EPOCH, Instant.EPOCH, List.of()),
                        UTF_8)
                .replace("\"area\":\"north\"", "\"topic\":\"heat\"")
                .getBytes(UTF_8));

        assertThat(alert.labels()).containsEntry("topic", "heat");
    }

    @Test
    void hasRuleDeviceAndSeverityAsLabelsWhateverTheRuleSays() {
        Alert alert = Alert.parse(new String(
                        AlertRecords.json(
                                "firing", "too-hot", "pump-1", "warning", Instant.EPOCH, Instant.EPOCH, List.of()),
                        UTF_8)
                .replace("\"area\":\"north\"", "\"device\":\"other\"")
                .getBytes(UTF_8));

        assertThat(alert.labels())
                .isEqualTo(Map.of(
                        "alertname", "too-hot", "device", "pump-1", "severity", "warning", "topic", "telemetry"));
    }

    @Test
    void isAboutAKeyAndNoDeviceWhenItsRuleHasOne() {
        Alert alert = Alert.parse(AlertRecords.keyed(
                AlertRecords.json("firing", "hot", "line-3", "warning", Instant.EPOCH, Instant.EPOCH, List.of())));

        assertThat(alert.labels())
                .containsEntry("key", "line-3")
                .containsEntry("area", "north")
                .doesNotContainKey("device");
        assertThat(alert.device()).isNull();
        assertThat(new String(Bodies.single(alert), UTF_8))
                .contains("\"rule\":\"hot\",\"key\":\"line-3\",")
                .doesNotContain("\"device\"");
        Told told = Told.parse(Told.of("team", alert, Instant.EPOCH).json());
        assertThat(told.ended(Instant.EPOCH).labels())
                .containsEntry("key", "line-3")
                .doesNotContainKey("device");
    }

    @Test
    void refusesWhatIsNone() {
        assertThatThrownBy(() -> Alert.parse("{}".getBytes(UTF_8)))
                .isInstanceOf(Failure.class)
                .hasMessage("The record is no alert: 'state' is missing or no text");
        assertThatThrownBy(() -> Alert.parse("[".getBytes(UTF_8))).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> Alert.parse("null".getBytes(UTF_8))).isInstanceOf(Failure.class);
    }

    @Test
    void testsOfThisPackageWriteTheSameFields() throws Exception {
        ObjectMapper json = new ObjectMapper();
        byte[] ours =
                AlertRecords.json("firing", "too-hot", "pump-1", "warning", Instant.EPOCH, Instant.EPOCH, List.of());

        assertThat(json.readTree(ours).fieldNames()).toIterable().containsExactlyElementsOf(() -> {
            try {
                return json.readTree(written()).fieldNames();
            } catch (IOException unreadable) {
                throw new AssertionError(unreadable);
            }
        });
    }

    private static byte[] written() throws IOException {
        try (InputStream in = AlertTest.class.getResourceAsStream("/alerts/change.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
