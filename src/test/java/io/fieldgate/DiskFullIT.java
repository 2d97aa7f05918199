package io.fieldgate;

import static io.fieldgate.IngestGateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import io.fieldgate.observe.disk.DiskLook;
import io.fieldgate.observe.disk.DiskSpace;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.unit.DataSize;

/** What becomes of messages while the disk has less room than the gateway asks for, and afterwards. */
class DiskFullIT {
    private static final String ROUTES = """
            - templatedRoute:
                routeTemplateRef: mqtt-to-topic
                routeId: by-mqtt
                parameters:
                  - { name: filter, value: "plant/{device}" }
                  - { name: topic, value: telemetry }
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: by-http
                parameters:
                  - { name: path, value: "/v1/{device}" }
                  - { name: topic, value: telemetry }
            - templatedRoute:
                routeTemplateRef: file-to-topic
                routeId: by-file
                parameters:
                  - { name: path, value: "drop/{device}.ndjson" }
                  - { name: topic, value: telemetry }
            """;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private EmbeddedMqttBroker broker;
    private volatile DataSize free = DataSize.ofGigabytes(10);

    @BeforeEach
    void startServers() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        kafka.start();
        broker.start();
    }

    @AfterEach
    void stopServers() {
        Parts.closeAll(broker, kafka);
    }

    @Test
    void refusesInputBeforeTheDiskIsFullAndTakesItAllWhenThereIsRoomAgain() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("intake/drop"));
        try (IngestGateway gateway = gateway()) {
            await().atMost(180, SECONDS).until(() -> post(gateway).statusCode() == 202);
            await().atMost(120, SECONDS)
                    .until(() -> gateway.actuator("health/readiness").statusCode() == 200);

            free = DataSize.ofMegabytes(100);

            await().atMost(60, SECONDS).until(() -> post(gateway).statusCode() == 503);
            long stored = stored();
            HttpResponse<String> refused = post(gateway);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(json(refused).path("code").asText()).isEqualTo("FULL");
            Files.writeString(inbox.resolve("line-1.ndjson"), "{\"a\":1}\n{\"a\":2}\n");
            publish();
            await().atMost(60, SECONDS)
                    .until(() -> gateway.scrape().contains("fieldgate_mqtt_window_used{route=\"by-mqtt\"} 1.0"));
            HttpResponse<String> health = gateway.actuator("health/readiness");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(json(health).at("/components/disk/details/cause").asText())
                    .contains("105 MB free, less than 537 MB");
            assertThat(json(health).at("/components/disk/details/cure").asText())
                    .contains("Make room");
            assertThat(gateway.actuator("health/liveness").statusCode()).isEqualTo(200);
            assertThat(inbox.resolve("line-1.ndjson").toFile().exists() || inProgress())
                    .isTrue();
            assertThat(stored()).isEqualTo(stored);

            free = DataSize.ofGigabytes(10);

            await().atMost(180, SECONDS)
                    .untilAsserted(() -> assertThat(stored()).isEqualTo(stored + 3));
            // Before the next request: a load balancer sends none to a gateway that is not ready.
            await().atMost(180, SECONDS)
                    .until(() -> gateway.actuator("health/readiness").statusCode() == 200);
            assertThat(post(gateway).statusCode()).isEqualTo(202);
        }
    }

    /** A file that is being read has been moved to a folder beside. */
    private boolean inProgress() {
        return !folder.resolve("intake/drop/done/line-1.ndjson").toFile().exists();
    }

    private long stored() {
        return Records.count(kafka.bootstrapServers(), "telemetry");
    }

    private static HttpResponse<String> post(IngestGateway gateway) throws Exception {
        return gateway.post("/v1/pump-1", "application/json", "{\"t\":1}");
    }

    private void publish() {
        URI url = URI.create(broker.url());
        Mqtt5BlockingClient device = MqttClient.builder()
                .useMqttVersion5()
                .identifier("device")
                .serverHost(url.getHost())
                .serverPort(url.getPort())
                .buildBlocking();
        device.connect();
        device.publishWith()
                .topic("plant/pump-2")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("{}".getBytes(UTF_8))
                .send();
        device.disconnect();
    }

    private IngestGateway gateway() throws Exception {
        DiskLook look =
                () -> new DiskSpace(free.toBytes(), DataSize.ofGigabytes(10).toBytes());
        SpringApplication application = new SpringApplication(Gateway.class);
        application.addInitializers(
                context -> ((GenericApplicationContext) context).registerBean(DiskLook.class, () -> look));
        return new IngestGateway(
                application,
                folder,
                kafka.bootstrapServers(),
                ROUTES,
                "fieldgate.mqtt.url=" + broker.url(),
                "fieldgate.mqtt.client-id=gateway",
                "fieldgate.intake.root=" + folder.resolve("intake"),
                "fieldgate.intake.checkpoints=" + folder.resolve("checkpoints"),
                "fieldgate.disk.interval=50ms",
                "fieldgate.topics[0].name=telemetry");
    }
}
