package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class EventClockTest {
    private static final long NOW = 1_000_000;
    private final EventClock clock = new EventClock(() -> NOW);

    @Test
    void aReadingWasTakenWhenItsRecordSaysButNotAfterItCame() {
        assertThat(clock.extract(record(5_000), 0)).isEqualTo(5_000);
        assertThat(clock.extract(record(NOW + 1), 0)).isEqualTo(NOW);
        assertThat(clock.extract(record(5_000, "fg.received-at", "4000"), 0)).isEqualTo(4_000);
        assertThat(clock.extract(record(-1, "fg.received-at", "4000"), 0)).isEqualTo(4_000);
    }

    @Test
    void aReadingTooOldForItsTopicWasTakenWhenItsHeaderSays() {
        assertThat(clock.extract(record(5_000, "fg.event-time", "3000", "fg.received-at", "5000"), 0))
                .isEqualTo(3_000);
        assertThat(clock.extract(record(5_000, "fg.event-time", "6000", "fg.received-at", "5000"), 0))
                .isEqualTo(5_000);
    }

    @Test
    void aTimeThatIsNoNumberCountsForNothing() {
        assertThat(clock.extract(record(5_000, "fg.event-time", "soon"), 0)).isEqualTo(5_000);
        assertThat(clock.extract(record(5_000, "fg.event-time", "9999999999999999"), 0))
                .isEqualTo(5_000);
    }

    private static ConsumerRecord<Object, Object> record(long timestamp, String... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        return new ConsumerRecord<>(
                "telemetry", 0, 0, timestamp, TimestampType.CREATE_TIME, 0, 0, "a", "b", all, Optional.empty());
    }
}
