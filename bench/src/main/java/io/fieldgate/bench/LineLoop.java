package io.fieldgate.bench;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A file into a topic by hand: read a line, send it, look at nothing but failures. No key, no check of the payload, no
 * checkpoint: what Kafka's Java client allows. {@code LineLoop BOOTSTRAP TOPIC plain|headers FILE...}, the files one after
 * the other; with headers, each record has those that Fieldgate gives it.
 */
final class LineLoop {
    private static final int READ = 128 * 1024;

    private static final Header ROUTE = header("fg.route", "lines");
    private static final Header SOURCE = header("fg.source", "file");

    private LineLoop() {}

    public static void main(String[] arguments) throws IOException {
        try (KafkaProducer<byte[], byte[]> producer = Target.producer(arguments[0])) {
            boolean headers = arguments[2].equals("headers");
            for (int i = 3; i < arguments.length; i++) {
                send(producer, arguments[1], headers, arguments[i]);
                System.out.println("sent " + (i - 2));
            }
            Parent.serve(arguments[1]);
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, boolean headers, String file)
            throws IOException {
        try (BufferedReader lines = new BufferedReader(new FileReader(file, StandardCharsets.ISO_8859_1), READ)) {
            Header name = header("fg.file", "drop/" + Path.of(file).getFileName());
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topic, line.getBytes(StandardCharsets.ISO_8859_1));
                if (headers) {
                    record.headers()
                            .add(name)
                            .add(header("fg.line", String.valueOf(++number)))
                            .add(header("fg.received-at", String.valueOf(System.currentTimeMillis())))
                            .add(ROUTE)
                            .add(SOURCE);
                }
                var unused = producer.send(record, (metadata, failure) -> {
                    if (failure != null) {
                        Records.fail(failure);
                    }
                });
            }
        }
        producer.flush();
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.US_ASCII));
    }
}
