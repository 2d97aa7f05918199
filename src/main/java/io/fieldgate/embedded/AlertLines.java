package io.fieldgate.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.command.Transcript;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what happens to alerts from now on, a line each, in a thread of its own. */
final class AlertLines {
    static final String TOPIC = "alerts";
    private static final Logger LOG = LoggerFactory.getLogger(AlertLines.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long LONGEST_STOP_MILLIS = 2_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Transcript transcript;
    private final Thread thread = new Thread(this::run, "demo-alerts");
    private volatile boolean stopped;

    AlertLines(String bootstrapServers, Transcript transcript) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.transcript = transcript;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (consumer) {
            assign();
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> alert : consumer.poll(POLL)) {
                    String line = alert.value() == null ? null : line(alert.value());
                    if (line != null) {
                        transcript.line(line);
                    }
                }
            }
        } catch (WakeupException stop) {
            LOG.debug("No more alerts are shown");
        } catch (KafkaException | IOException e) {
            LOG.warn("Alerts are not shown here any more. They are in their topic, and receivers are told.", e);
        }
    }

    /** What was told before is not shown again; when the topic is only being made, all of it is new. */
    private void assign() {
        List<PartitionInfo> found = consumer.partitionsFor(TOPIC, POLL.multipliedBy(5));
        boolean isNew = found == null || found.isEmpty();
        while (!stopped && (found == null || found.isEmpty())) {
            LockSupport.parkNanos(POLL.toNanos() / 2);
            found = consumer.partitionsFor(TOPIC, POLL.multipliedBy(5));
        }
        if (stopped) {
            return;
        }
        List<TopicPartition> partitions = found.stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
        consumer.assign(partitions);
        if (isNew) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
            // Seeking is lazy; asking for the position makes it happen now.
            partitions.forEach(consumer::position);
        }
    }

    /** Null for what only becomes an alert if it lasts. */
    static @Nullable String line(byte[] change) throws IOException {
        JsonNode alert = JSON.readTree(change);
        String event = alert.path("event").asText();
        String rule = alert.path("rule").asText();
        String device = alert.path("key").asText();
        return switch (event) {
            case "firing", "escalated", "changed" ->
                " ! %-18s %s, %s: %s"
                        .formatted(
                                "alert " + event,
                                rule,
                                alert.path("severity").asText(),
                                alert.path("annotations").path("summary").asText(device));
            case "resolved" -> " √ %-18s %s: %s".formatted("alert " + event, rule, device);
            default -> null;
        };
    }

    /** Ends within two seconds. */
    void stop() throws InterruptedException {
        // Not by an interrupt, which would end the consumer's farewell too, and be logged as an error.
        stopped = true;
        consumer.wakeup();
        thread.join(LONGEST_STOP_MILLIS);
    }
}
