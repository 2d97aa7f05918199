package io.fieldgate.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what all gateways say of alerts, for versions of rules that are not this gateway's. It is told once in the log.
 * Used by one thread; never waits, never fails.
 */
final class PeerWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeerWatch.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final PeerVersions versions;

    /**
     * Begins at the end of the topic.
     *
     * @param settings of a client
     * @param alerts partitions of the topic of alerts
     */
    PeerWatch(Map<String, Object> settings, List<TopicPartition> alerts, PeerVersions versions) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.merge(ConsumerConfig.CLIENT_ID_CONFIG, "-peers", (id, suffix) -> id + String.valueOf(suffix));
        this.consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.versions = versions;
        consumer.assign(alerts);
        consumer.seekToEnd(alerts);
    }

    /** Takes in what has been said; returns what differs now. */
    List<String> look(AlertRules rules, long now) {
        versions.evaluates(rules, now);
        try {
            for (ConsumerRecord<byte[], byte[]> change : consumer.poll(Duration.ZERO)) {
                hear(change);
            }
        } catch (KafkaException | IllegalStateException later) {
            log.debug("The topic of alerts cannot be listened to", later);
        }
        return versions.differences(now);
    }

    private void hear(ConsumerRecord<byte[], byte[]> change) {
        if (change.value() == null) {
            return;
        }
        try {
            JsonNode told = JSON.readTree(change.value());
            // What ends because its rule is gone is told in the words and the version of before.
            if (told.hasNonNull("rule_version") && !told.has("reason")) {
                String news = versions.heard(
                        told.path("rule").asText(), told.path("rule_version").asText(), change.timestamp());
                if (news != null) {
                    log.warn("The gateways' alert rules differ: {}. Give all of them the same file.", news);
                }
            }
        } catch (IOException notOurs) {
            // Somebody else has written it.
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
