package io.fieldgate.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.contract.Item;
import io.fieldgate.fault.KafkaProcess;
import io.fieldgate.topic.TopicSpec.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** Kafka behind a network that can fail, and gateways that are to be closed. */
final class TopicParts {
    static final String TOPIC = "contract";

    private final List<Gateway> gateways = new ArrayList<>();
    private @Nullable Path folder;
    private @Nullable KafkaProcess kafka;

    void open() throws Exception {
        Path made = Files.createTempDirectory("kafka");
        folder = made;
        KafkaProcess started = new KafkaProcess(made);
        kafka = started;
        started.start();
        gateway(started.bootstrapServers()).provisioner.start();
    }

    /** Its wiring, reaching Kafka by the network that can fail. */
    Gateway gateway() {
        return gateway(kafka().proxiedServers());
    }

    private Gateway gateway(String servers) {
        Gateway made = new Gateway(servers, Map.of(), false, Gateway.topic(TOPIC, 2, Format.BYTES));
        gateways.add(made);
        return made;
    }

    KafkaProcess kafka() {
        return Objects.requireNonNull(kafka);
    }

    void send(List<Item> items) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Item item : items) {
                var unused = producer.send(new ProducerRecord<>(
                        TOPIC, item.key().getBytes(UTF_8), item.body().getBytes(UTF_8)));
            }
        }
    }

    void cut() throws Exception {
        kafka().proxy().sever();
    }

    void restore() throws Exception {
        kafka().proxy().restore();
    }

    void close() throws Exception {
        gateways.forEach(Gateway::close);
        if (kafka != null) {
            kafka.close();
        }
        if (folder != null) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
