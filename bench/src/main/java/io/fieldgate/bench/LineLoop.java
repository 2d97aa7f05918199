package io.fieldgate.bench;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A file into a topic by hand: read a line, send it, look at nothing but failures. No key, no headers, no check of the
 * payload, no checkpoint: what Kafka's Java client allows. {@code LineLoop BOOTSTRAP TOPIC FILE...}, the files one after the
 * other.
 */
final class LineLoop {
    private static final int READ = 128 * 1024;

    private LineLoop() {}

    public static void main(String[] arguments) throws IOException {
        try (KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0])) {
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
