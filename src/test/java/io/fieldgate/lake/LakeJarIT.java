package io.fieldgate.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** fieldgate-lake.jar has all that a gateway lacks; {@code mvn -Plake verify} makes it, and without it this is passed over. */
@Timeout(180)
class LakeJarIT {
    private static final Path JAR = Path.of("target", "fieldgate-lake.jar");
    private static final int RECORDS = 100;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;

    @BeforeEach
    void startKafka() {
        assumeThat(JAR).exists();
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
    }

    @AfterEach
    void stopKafka() {
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    void aGatewayThatHasItWritesToS3AndOneThatHasNotSaysWhatIsMissing() throws Exception {
        S3Server s3 = new S3Server(folder.resolve("s3"));
        LakeReader lake = new LakeReader(s3.bucket().resolve("plant/telemetry"));
        try (GatewayProcess with = startGateway("with", environment(s3));
                GatewayProcess without = startGateway("without", without(environment(s3)))) {
            produce();

            await().atMost(60, SECONDS)
                    .untilAsserted(() ->
                            assertThat(lake.rowsAndRecords()).as(with::said).isEqualTo(RECORDS + "|" + RECORDS));
            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(without.said())
                            .contains("lake:telemetry: the libraries for Parquet are missing; put fieldgate-lake.jar"));
            assertThat(with.terminate()).isZero();
            assertThat(without.isAlive()).as("goes on without").isTrue();
        } finally {
            s3.leave();
        }
    }

    @Test
    void aGatewayThatHasItWritesToHdfs() throws Exception {
        try (HdfsCluster hdfs = new HdfsCluster(folder);
                GatewayProcess gateway = startGateway("with", environment(hdfs.root("plant"), hdfs.properties()))) {
            produce();

            await().atMost(60, SECONDS)
                    .pollInterval(1, SECONDS)
                    .ignoreExceptionsInstanceOf(FileNotFoundException.class)
                    .untilAsserted(() -> assertThat(hdfs.reader("plant").rowsAndRecords())
                            .as(gateway::said)
                            .isEqualTo(RECORDS + "|" + RECORDS));
            assertThat(gateway.terminate()).isZero();
        }
    }

    private static Map<String, String> environment(S3Server s3) {
        return environment("s3a://" + S3Server.BUCKET + "/plant", s3.properties());
    }

    private static Map<String, String> environment(String root, Map<String, String> hadoop) {
        Map<String, String> environment = new HashMap<>();
        environment.put("FIELDGATE_LAKE_ROOT", root);
        hadoop.forEach((name, value) -> environment.put(
                "FIELDGATE_LAKE_HADOOP_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        return environment;
    }

    private Map<String, String> without(Map<String, String> environment) {
        environment.put("LAKE_CLASSPATH", folder.resolve("nothing").toString());
        return environment;
    }

    private GatewayProcess startGateway(String name, Map<String, String> lake) throws Exception {
        return LakeGateway.start(Files.createDirectory(folder.resolve(name)), kafka.bootstrapServers(), name, lake);
    }

    private void produce() {
        Instant now = Instant.now();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                // One at a time: the gateway makes the topic just now.
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int reading = 0; reading < RECORDS; reading++) {
                var unused = producer.send(new ProducerRecord<>(
                        "telemetry",
                        "pump-1".getBytes(UTF_8),
                        ("{\"ts\":\"" + now.plusMillis(reading) + "\",\"temperature\":21.5}").getBytes(UTF_8)));
            }
        }
    }
}
