package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RetentionsTest {
    private static final long NOW = 1_000_000;
    private final Retentions retentions = new Retentions(() -> NOW);

    @Test
    void aRecordIsTooOldWhenLessThanHalfOfTheTimeIsLeft() {
        learn("delete", "1000");

        assertThat(retentions.drops("topic", NOW - 500)).isFalse();
        assertThat(retentions.drops("topic", NOW - 501)).isTrue();
        assertThat(retentions.drops("topic", NOW + 501)).isFalse();
        assertThat(retentions.drops("another", 1)).isFalse();
    }

    @Test
    void aTopicThatIsAlsoCompactedDropsByTimeAsWell() {
        learn("compact,delete", "1000");

        assertThat(retentions.drops("topic", 1)).isTrue();
    }

    @Test
    void nothingIsTooOldForWhatKeepsItsRecordsForEverOrKeysOrCountsFromArrival() {
        learn("delete", "-1");
        assertThat(retentions.drops("topic", 1)).isFalse();

        learn("compact", "1000");
        assertThat(retentions.drops("topic", 1)).isFalse();

        learn("delete", "1000", "message.timestamp.type", "LogAppendTime");
        assertThat(retentions.drops("topic", 1)).isFalse();
    }

    @Test
    void whatChangesIsLearntAnew() {
        learn("delete", "1000");
        learn("delete", "-1");

        assertThat(retentions.drops("topic", 1)).isFalse();
    }

    @Test
    void aRecordThatWouldBeDroppedBecomesOneOfNowAndKeepsItsTimeBeside() {
        learn("delete", "1000");

        ProducerRecord<byte[], byte[]> first = retentions.lasting(record(400));
        ProducerRecord<byte[], byte[]> copied =
                retentions.lasting(new ProducerRecord<>("topic", 0, 500L, first.key(), first.value(), first.headers()));

        assertThat(first.timestamp()).isEqualTo(NOW);
        assertThat(first.key()).containsExactly(1);
        assertThat(first.value()).containsExactly(2);
        assertThat(eventTimes(first)).containsExactly("400");
        assertThat(copied.timestamp()).isEqualTo(NOW);
        assertThat(eventTimes(copied)).containsExactly("400");
    }

    @Test
    void aRecordThatStaysIsLeftAsItIs() {
        learn("delete", "1000");
        ProducerRecord<byte[], byte[]> record = record(NOW - 10);

        assertThat(retentions.lasting(record)).isSameAs(record);
        assertThat(eventTimes(record)).isEmpty();
    }

    private static ProducerRecord<byte[], byte[]> record(long time) {
        return new ProducerRecord<>("topic", 0, time, new byte[] {1}, new byte[] {2});
    }

    private static List<String> eventTimes(ProducerRecord<byte[], byte[]> record) {
        List<String> times = new ArrayList<>();
        record.headers().headers("fg.event-time").forEach(header -> times.add(new String(header.value(), UTF_8)));
        return times;
    }

    private void learn(String policy, String retention, String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of("cleanup.policy", policy, "retention.ms", retention));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        List<ConfigEntry> entries = settings.entrySet().stream()
                .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                .toList();
        retentions.learn("topic", new Config(entries));
    }
}
