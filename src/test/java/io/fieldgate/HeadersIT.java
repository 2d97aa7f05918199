package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.sun.net.httpserver.HttpServer;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and values that would steer Camel, Kafka or HTTP come in by each door, and go out by each. */
class HeadersIT {
    private static final List<String> STEERING = List.of(
            "kafka.OVERRIDE_TOPIC",
            "kafka.KEY",
            "kafka.PARTITION_KEY",
            "CamelKafkaOverrideTopic",
            "CamelHttpUri",
            "CAmelBeanMethodName",
            "CamelFileName",
            "CamelToEndpoint",
            "fg.device",
            "fg.source",
            "fg.replay-of",
            "fg.dlq.code",
            "__connect.errors.topic",
            "Host",
            "Authorization",
            "X-Fieldgate-Device",
            "X-Evil: 1\r\nX-Evil");

    private static final String OTHER = "other\r\nX-Evil: 1";

    private static final String ROUTES = """
            - templatedRoute:
                routeTemplateRef: mqtt-to-topic
                routeId: ovens
                parameters:
                  - { name: filter, value: "ovens/{device}/telemetry" }
                  - { name: topic, value: telemetry }
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: phones
                parameters:
                  - { name: path, value: "/v1/phones/{device}" }
                  - { name: topic, value: telemetry }
                  - { name: headers, value: "x-kept" }
            - templatedRoute:
                routeTemplateRef: file-to-topic
                routeId: lines
                parameters:
                  - { name: path, value: "drop/{device}.ndjson" }
                  - { name: topic, value: telemetry }
            - templatedRoute:
                routeTemplateRef: topic-to-webhook
                routeId: shops
                parameters:
                  - { name: topic, value: telemetry }
                  - { name: webhook, value: shop }
            """;

    @TempDir
    private Path folder;

    private final Set<String> told = new CopyOnWriteArraySet<>();
    private final Set<String> devicesTold = new CopyOnWriteArraySet<>();
    private EmbeddedKafka kafka;
    private EmbeddedMqttBroker broker;
    private HttpServer receiver;
    private IngestGateway gateway;

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        broker.start();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", request -> {
            request.getRequestHeaders().keySet().forEach(name -> told.add(name.toLowerCase(Locale.ROOT)));
            devicesTold.add(String.valueOf(request.getRequestHeaders().getFirst("X-Fieldgate-Device")));
            request.sendResponseHeaders(204, -1);
            request.close();
        });
        receiver.start();
        gateway = new IngestGateway(
                folder,
                kafka.bootstrapServers(),
                ROUTES,
                "fieldgate.mqtt.url=" + broker.url(),
                "fieldgate.intake.root=" + folder.resolve("intake"),
                "fieldgate.intake.checkpoints=" + folder.resolve("checkpoints"),
                "fieldgate.topics[0].name=telemetry",
                "fieldgate.topics[0].partitions=1",
                "fieldgate.topics[1].name=other",
                "fieldgate.webhooks.shop.url=http://127.0.0.1:"
                        + receiver.getAddress().getPort() + "/hook",
                "fieldgate.webhooks.shop.plain-http=true",
                "fieldgate.webhooks.shop.private-addresses=127.0.0.0/8");
    }

    @AfterEach
    void stopEverything() {
        Parts.closeAll(gateway, () -> receiver.stop(0), broker, kafka);
    }

    @Test
    void nothingThatComesInByADoorSteersWhereARecordGoesOrAddsAHeaderToARequest() throws Exception {
        await().atMost(60, SECONDS)
                .until(() -> gateway.post("/v1/phones/phone-1", "application/json", "{}", "X-Kept", "kept")
                                .statusCode()
                        == 202);
        publish();
        drop("oven-2.ndjson");
        drop("kafka.KEY.ndjson");
        // This one is not even read.
        drop("pump\r\nX-Evil: 1.ndjson");
        drop("x%2f..%2f..%2fy.ndjson");

        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(devicesTold)
                        .contains("phone-1", "oven-1", "oven-2", "kafka.KEY", "x%2f..%2f..%2fy"));
        List<ConsumerRecord<byte[], byte[]>> records = Records.all(kafka.bootstrapServers(), "telemetry");
        assertThat(records).allSatisfy(record -> {
            assertThat(new String(record.key(), UTF_8)).isEqualTo(Records.header(record, "fg.device"));
            record.headers()
                    .forEach(header -> assertThat(header.key())
                            .matches("(?s)fg\\.(source|route|device|received-at|file|line)|content-type"
                                    + "|mqtt\\.(topic|qos|retain|user\\..*)|http\\.header\\.x-kept"));
        });
        assertThat(Records.count(kafka.bootstrapServers(), "other")).isZero();
        assertThat(told)
                .contains("idempotency-key", "x-fieldgate-device")
                .allMatch(name -> Set.of(
                                        "accept-encoding",
                                        "connection",
                                        "content-length",
                                        "content-type",
                                        "host",
                                        "idempotency-key",
                                        "user-agent")
                                .contains(name)
                        || name.startsWith("x-fieldgate-"));
    }

    private void publish() {
        Mqtt5BlockingClient device = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(URI.create(broker.url()).getPort())
                .buildBlocking();
        device.connect();
        device.publishWith()
                .topic("ovens/oven-1/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType("application/json\r\nX-Evil: 1")
                .userProperties(Mqtt5UserProperties.of(STEERING.stream()
                        .map(name -> Mqtt5UserProperty.of(name, OTHER))
                        .toList()))
                .payload("{}".getBytes(UTF_8))
                .send();
        device.disconnect();
    }

    /** As a device's name, which may be what a file's name may be. */
    private void drop(String name) throws Exception {
        Path file = Files.writeString(folder.resolve("half"), "{}\n");
        Files.move(file, Files.createDirectories(folder.resolve("intake/drop")).resolve(name));
    }
}
