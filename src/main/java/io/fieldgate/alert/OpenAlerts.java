package io.fieldgate.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.message.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Which parts of the topology have alerts that have not ended, by what was told of them. */
final class OpenAlerts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(500);
    /** How long a partition may give nothing of what it has. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private OpenAlerts() {}

    /**
     * Reads all of it, which is the last change of each alert.
     *
     * @param settings of a client
     * @param alerts partitions of the topic of alerts
     * @throws Failure of kind TRANSIENT when Kafka gives nothing of it for ten seconds
     */
    static Set<Division> divisions(Map<String, Object> settings, List<TopicPartition> alerts) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return divisions(consumer, alerts, PATIENCE);
        } catch (TimeoutException unanswered) {
            throw unread(alerts, unanswered);
        }
    }

    /** As {@link #divisions(Map, List)}, by a consumer that has read nothing yet. */
    static Set<Division> divisions(Consumer<byte[], byte[]> consumer, List<TopicPartition> alerts, Duration patience) {
        Map<Bytes, Division> open = new HashMap<>();
        Map<TopicPartition, Long> ends = consumer.endOffsets(alerts);
        consumer.assign(alerts);
        consumer.seekToBeginning(alerts);
        Set<TopicPartition> left = new HashSet<>(alerts);
        long read = -1;
        long since = System.nanoTime();
        while (!left.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> change : consumer.poll(POLL)) {
                take(change, open);
            }
            // Positions pass what was never committed, too, of which no record comes.
            long before = read;
            read = alerts.stream().mapToLong(consumer::position).sum();
            left.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
            if (read > before) {
                since = System.nanoTime();
            } else if (System.nanoTime() - since > patience.toNanos() && !left.isEmpty()) {
                throw unread(left, null);
            }
        }
        return new TreeSet<>(open.values());
    }

    private static Failure unread(Collection<TopicPartition> left, @Nullable Exception cause) {
        String which = left.stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(", "));
        return Failure.temporary(
                "Kafka gives nothing of " + which + ", so it cannot be told which alerts are open.", cause);
    }

    private static void take(ConsumerRecord<byte[], byte[]> change, Map<Bytes, Division> open) {
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
                open.put(alert, new Division(told.path("topic").asText(), told.hasNonNull("keyed_by")));
            }
        } catch (IOException notOurs) {
            // Somebody else has written it.
        }
    }
}
