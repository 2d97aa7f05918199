package io.fieldgate.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic as it grows and enters every record into the account, on a thread of its own. */
final class Checker {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Account account;
    private final Thread thread = new Thread(this::run, "checker");
    private volatile boolean running = true;

    Checker(String bootstrapServers, String topic, Account account) {
        this.account = account;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "fetch.min.bytes", 1,
                        "fetch.max.wait.ms", 100,
                        "max.poll.records", 5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (running) {
                var records = consumer.poll(Duration.ofMillis(100));
                long seenAt = Clock.micros();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    account.receive(Reading.of(record.value()), seenAt);
                }
            }
        }
    }

    void stop() throws InterruptedException {
        running = false;
        thread.join();
    }
}
