package io.fieldgate.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The Kafka end of the loops written by hand: one record per message, keyed by the device in its topic. */
final class Records {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    Records(Target target) {
        producer = Target.producer(target.bootstrapServers());
        topic = target.topic();
        // Fetches the metadata, so that no send has to wait for it.
        producer.partitionsFor(topic);
    }

    Future<RecordMetadata> send(String mqttTopic, byte[] payload) {
        return producer.send(new ProducerRecord<>(topic, key(mqttTopic), payload));
    }

    /** @param stored runs on Kafka's I/O thread when Kafka has the record */
    void send(String mqttTopic, byte[] payload, Runnable stored) {
        var unused = producer.send(new ProducerRecord<>(topic, key(mqttTopic), payload), (metadata, failure) -> {
            if (failure != null) {
                fail(failure);
                return;
            }
            stored.run();
        });
    }

    /** A loop without error handling ends; what it had not acknowledged is with the broker. */
    static void fail(Throwable failure) {
        System.out.println("failed " + failure);
        Runtime.getRuntime().halt(1);
    }

    /** The third level: {@code plant/{site}/{device}/telemetry}. */
    static byte[] key(String mqttTopic) {
        int from = mqttTopic.indexOf('/', mqttTopic.indexOf('/') + 1) + 1;
        return mqttTopic.substring(from, mqttTopic.indexOf('/', from)).getBytes(StandardCharsets.UTF_8);
    }
}
