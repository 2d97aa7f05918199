package io.fieldgate.bench;

import io.fieldgate.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Kafka in a process of its own: {@code KafkaNode FOLDER}. */
final class KafkaNode {
    private KafkaNode() {}

    static Part start(Workbench workbench) throws IOException {
        return workbench.java(
                "kafka",
                List.of("-Xmx1g"),
                KafkaNode.class,
                workbench.folder("kafka").toString());
    }

    public static void main(String[] arguments) throws IOException {
        EmbeddedKafka kafka = new EmbeddedKafka(Path.of(arguments[0]), 0);
        kafka.start();
        Parent.serve(kafka.bootstrapServers());
    }
}
