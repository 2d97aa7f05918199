package io.fieldgate.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;

/** Which topics have alerts that have not ended, by what was told of them. */
final class OpenAlerts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(500);

    private OpenAlerts() {}

    /**
     * Reads all of it, which is the last change of each alert.
     *
     * @param settings of a client
     * @param alerts partitions of the topic of alerts
     */
    static Set<String> topics(Map<String, Object> settings, List<TopicPartition> alerts) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<Bytes, String> open = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(alerts);
            consumer.assign(alerts);
            consumer.seekToBeginning(alerts);
            Set<TopicPartition> left = new HashSet<>(alerts);
            while (!left.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> change : consumer.poll(POLL)) {
                    take(change, open);
                }
                left.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
            }
        }
        return new TreeSet<>(open.values());
    }

    private static void take(ConsumerRecord<byte[], byte[]> change, Map<Bytes, String> open) {
        if (change.key() == null) {
            return;
        }
        Bytes alert = Bytes.wrap(change.key());
        open.remove(alert);
        if (change.value() == null) {
            return;
        }
        try {
            JsonNode told = JSON.readTree(change.value());
            String state = told.path("state").asText();
            if (state.equals("pending") || state.equals("firing")) {
                open.put(alert, told.path("topic").asText());
            }
        } catch (IOException notOurs) {
            // Somebody else has written it.
        }
    }
}
