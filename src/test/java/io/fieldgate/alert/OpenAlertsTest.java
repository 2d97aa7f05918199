package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which topics have open alerts, also when Kafka does not give all that it has. */
class OpenAlertsTest {
    private static final TopicPartition PARTITION = new TopicPartition("alerts", 0);
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @Test
    void topicsOfWhatIsPendingOrFiresHaveOpenAlerts() {
        has(3);
        consumer.schedulePollTask(() -> {
            says(0, "a", "firing", "t");
            says(1, "b", "pending", "u");
            says(2, "a", "resolved", "t");
        });

        assertThat(OpenAlerts.divisions(consumer, List.of(PARTITION), PATIENCE))
                .containsExactly(new Division("u", false));
    }

    @Test
    void alertsOfKeysAreThoseOfAnotherPart() {
        has(1);
        consumer.schedulePollTask(() -> says(0, "a", "firing", "t\",\"keyed_by\":\"payload.line"));

        assertThat(OpenAlerts.divisions(consumer, List.of(PARTITION), PATIENCE))
                .containsExactly(new Division("t", true));
    }

    @Test
    void aPartitionThatGivesNothingOfWhatItHasIsNotWaitedForForEver() {
        has(2);
        consumer.schedulePollTask(() -> says(0, "a", "firing", "t"));

        assertThatThrownBy(() -> OpenAlerts.divisions(consumer, List.of(PARTITION), PATIENCE))
                .isInstanceOf(Failure.class)
                .hasMessage("Kafka gives nothing of alerts-0, so it cannot be told which alerts are open.");
    }

    private void has(long records) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, records));
    }

    private void says(long offset, String alert, String state, String topic) {
        String json = "{\"state\":\"" + state + "\",\"topic\":\"" + topic + "\"}";
        consumer.addRecord(new ConsumerRecord<>(
                PARTITION.topic(), PARTITION.partition(), offset, alert.getBytes(UTF_8), json.getBytes(UTF_8)));
    }
}
