package io.fieldgate.bench;

import io.fieldgate.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;

/** Kafka in a process of its own: {@code KafkaNode FOLDER}. */
final class KafkaNode {
    private KafkaNode() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddedKafka kafka = new EmbeddedKafka(Path.of(arguments[0]), 0);
        kafka.start();
        Parent.serve(kafka.bootstrapServers());
    }
}
