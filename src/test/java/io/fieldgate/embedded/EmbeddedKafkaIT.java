package io.fieldgate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.fault.Records;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final String TOPIC = "readings";

    @TempDir
    private Path folder;

    @Test
    void formatsItsFolderOnceAndKeepsItsRecordsAndItsPort() throws Exception {
        try (EmbeddedKafka kafka = new EmbeddedKafka(folder, 0)) {
            kafka.start();
            String address = kafka.bootstrapServers();
            String cluster = clusterId(address);
            String format = Files.readString(folder.resolve("meta.properties"));
            createTopic(address);
            send(address, 0, 100);

            kafka.stop();
            assertThat(kafka.isRunning()).isFalse();
            assertThat(LoopbackPort.isFree(port(kafka))).isTrue();
            kafka.start();

            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(clusterId(address)).isEqualTo(cluster);
            assertThat(Files.readString(folder.resolve("meta.properties"))).isEqualTo(format);
            send(address, 100, 150);
            assertThat(values(address)).isEqualTo(numbers(0, 150));
        }
    }

    @Test
    void goesOnWithTheDataOfANodeBeforeIt() throws Exception {
        String cluster;
        int port;
        try (EmbeddedKafka first = new EmbeddedKafka(folder, 0)) {
            first.start();
            port = port(first);
            cluster = clusterId(first.bootstrapServers());
            createTopic(first.bootstrapServers());
            send(first.bootstrapServers(), 0, 10);
        }

        try (EmbeddedKafka second = new EmbeddedKafka(folder, port)) {
            second.start();

            assertThat(clusterId(second.bootstrapServers())).isEqualTo(cluster);
            assertThat(values(second.bootstrapServers())).isEqualTo(numbers(0, 10));
        }
    }

    @Test
    void refusesABusyPortByItsNumberAndStartsOnceItIsFree() throws Exception {
        try (EmbeddedKafka kafka = new EmbeddedKafka(folder.resolve("data"), 0)) {
            try (ServerSocket busy = new ServerSocket(port(kafka), 1, LoopbackPort.loopback())) {
                assertThatThrownBy(kafka::start)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("The embedded Kafka cannot listen on 127.0.0.1:" + busy.getLocalPort()
                                + ": the port is in use. Stop the process that holds it or configure another port.");
                assertThat(kafka.isRunning()).isFalse();
                assertThat(folder.resolve("data")).doesNotExist();
            }

            kafka.start();

            assertThat(kafka.isRunning()).isTrue();
        }
    }

    @Test
    void refusesAFolderThatAnotherNodeUsesAndLeavesThatNodeAlone() throws Exception {
        try (EmbeddedKafka first = new EmbeddedKafka(folder, 0);
                EmbeddedKafka second = new EmbeddedKafka(folder, 0)) {
            first.start();
            createTopic(first.bootstrapServers());

            assertThatThrownBy(second::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("another process or thread is using this directory");

            assertThat(second.isRunning()).isFalse();
            assertThat(LoopbackPort.isFree(port(second))).isTrue();
            send(first.bootstrapServers(), 0, 10);
            assertThat(values(first.bootstrapServers())).isEqualTo(numbers(0, 10));
        }
    }

    private static int port(EmbeddedKafka kafka) {
        return Integer.parseInt(kafka.bootstrapServers().split(":", 2)[1]);
    }

    private static String clusterId(String address) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void createTopic(String address) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void send(String address, int from, int to) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Future<?> sent : numbers(from, to).stream()
                    .map(value -> producer.send(new ProducerRecord<>(TOPIC, value.getBytes(UTF_8))))
                    .toList()) {
                sent.get();
            }
        }
    }

    private static List<String> values(String address) {
        return Records.all(address, TOPIC).stream()
                .map(found -> new String(found.value(), UTF_8))
                .toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }
}
