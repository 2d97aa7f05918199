package io.fieldgate.bench;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A file into a topic by hand: read a line, send it, look at nothing but failures. No key, no headers, no check of the
 * payload, no checkpoint: what Kafka's Java client allows. {@code LineLoop BOOTSTRAP TOPIC FILE...}, the files one after the
 * other.
 */
final class LineLoop {
    private static final int READ = 128 * 1024;

    private LineLoop() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                arguments[0],
                "acks",
                "all",
                "compression.type",
                "lz4",
                "linger.ms",
                5,
                "batch.size",
                128 * 1024,
                "buffer.memory",
                64L * 1024 * 1024);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 2; i < arguments.length; i++) {
                send(producer, arguments[1], arguments[i]);
                System.out.println("sent " + (i - 1));
            }
            Parent.serve(arguments[1]);
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String file) throws IOException {
        try (BufferedReader lines = new BufferedReader(new FileReader(file, StandardCharsets.ISO_8859_1), READ)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                byte[] value = line.getBytes(StandardCharsets.ISO_8859_1);
                var unused = producer.send(new ProducerRecord<>(topic, value), (metadata, failure) -> {
                    if (failure != null) {
                        Records.fail(failure);
                    }
                });
            }
        }
        producer.flush();
    }
}
