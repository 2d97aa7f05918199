package io.fieldgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads alerts as they are committed, on a thread of its own, and notes how long after the reading each of the rule
 * {@code hot} can be seen.
 */
final class Detection implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Fleet fleet;
    private final Phase delays;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "detection");
    private volatile boolean running = true;

    /** @param most alerts at most */
    Detection(String servers, String topic, Fleet fleet, int most) {
        this.fleet = fleet;
        this.delays = new Phase(most);
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        consumer.position(partitions.get(0));
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (running) {
                var records = consumer.poll(Duration.ofMillis(100));
                long seenAt = Clock.micros();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    note(JSON.readTree(record.value()), seenAt);
                }
            }
        } catch (IOException noAlert) {
            Records.fail(noAlert);
        }
    }

    private void note(JsonNode alert, long seenAt) {
        String device = alert.path("key").asText();
        Long since = fleet.hotSince(device);
        if (since != null
                && alert.path("rule").asText().equals("hot")
                && alert.path("event").asText().equals("firing")
                && seen.add(device)) {
            delays.add(since, seenAt);
        }
    }

    /** Devices whose alert nobody has seen, though there was time. */
    int missed() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (seen.size() < fleet.hot() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        return fleet.hot() - seen.size();
    }

    Phase delays() {
        return delays;
    }

    /** The thread ends with its poll. */
    @Override
    public void close() {
        running = false;
    }
}
