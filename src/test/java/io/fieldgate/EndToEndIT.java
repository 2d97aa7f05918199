package io.fieldgate;

import static io.fieldgate.fault.Records.header;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.fieldgate.command.GatewayStart;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The main job with the shipped routes and configuration: devices, MQTT, Kafka, and two real databases. */
class EndToEndIT {
    private static final int DEVICES = 50;
    private static final int PER_DEVICE = 400;
    private static final Instant FIRST_READING = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;
    private static EmbeddedMqttBroker broker;
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startParts() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        kafka.start();
        broker.start();
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopParts() {
        Parts.closeAll(postgres, broker, kafka);
    }

    @Test
    void everyMessageOfEveryQosAndProtocolVersionIsOneRecordInOrderAndOneRowInH2() throws Exception {
        carries("jdbc:h2:file:" + folder.resolve("h2/fieldgate"), "sa");
    }

    @Test
    void everyMessageOfEveryQosAndProtocolVersionIsOneRecordInOrderAndOneRowInPostgres() throws Exception {
        carries(postgres.getJdbcUrl("postgres", "postgres"), "postgres");
    }

    @Test
    void aPayloadThatIsNotJsonIsADeadLetterByteForByteAndTheNextGoodOneFollows() throws Exception {
        byte[] bad = {'{', '"', 'a', '"', ':', 0, 10};
        String site = site();
        try (ConfigurableApplicationContext gateway = gateway("jdbc:h2:mem:" + site, "sa", site)) {
            Mqtt5AsyncClient device = mqtt5("bad-" + site);
            device.connect().get(60, SECONDS);
            awaitRoutes(gateway);

            publish(device, topic(site, "pump-1"), bad);
            publish(
                    device,
                    topic(site, "pump-1"),
                    "{\"ts\":\"2026-01-01T00:00:00Z\",\"temperature\":1}".getBytes(StandardCharsets.UTF_8));

            await().atMost(60, SECONDS).until(() -> ours("telemetry", site).size() == 1);
            await().until(() -> ours("telemetry.dlq", site).size() == 1);
            ConsumerRecord<byte[], byte[]> letter = ours("telemetry.dlq", site).get(0);
            assertThat(letter.value()).isEqualTo(bad);
            assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("pump-1");
            assertThat(header(letter, "fg.dlq.code")).isEqualTo("MALFORMED_JSON");
            assertThat(header(letter, "fg.dlq.route")).isEqualTo("plant-telemetry");
            assertThat(header(letter, "mqtt.topic")).isEqualTo(topic(site, "pump-1"));
            device.disconnect().get(60, SECONDS);
        }
    }

    private void carries(String databaseUrl, String user) throws Exception {
        String site = site();
        try (ConfigurableApplicationContext gateway = gateway(databaseUrl, user, site)) {
            awaitRoutes(gateway);

            List<CompletableFuture<AutoCloseable>> devices = IntStream.range(0, DEVICES)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> publishAll(site, number), command -> new Thread(command).start()))
                    .toList();
            CompletableFuture.allOf(devices.toArray(CompletableFuture[]::new)).get(120, SECONDS);

            await().atMost(180, SECONDS)
                    .pollInterval(1, SECONDS)
                    .untilAsserted(() -> assertThat(counts(site))
                            .hasSize(DEVICES)
                            .allSatisfy((device, count) -> assertThat(count).isEqualTo(PER_DEVICE)));
            for (CompletableFuture<AutoCloseable> device : devices) {
                device.join().close();
            }
            Map<String, List<String>> stored = new TreeMap<>();
            ours("telemetry", site)
                    .forEach(record -> stored.computeIfAbsent(header(record, "mqtt.topic"), topic -> new ArrayList<>())
                            .add(new String(record.value(), StandardCharsets.UTF_8)));
            List<String> sent =
                    IntStream.range(0, PER_DEVICE).mapToObj(EndToEndIT::reading).toList();
            assertThat(stored)
                    .hasSize(DEVICES)
                    .allSatisfy((topic, readings) -> assertThat(readings).isEqualTo(sent));
            await().atMost(180, SECONDS)
                    .untilAsserted(
                            () -> assertThat(rows(databaseUrl, user, site)).isEqualTo(DEVICES * PER_DEVICE));
        }
    }

    private interface Publisher {
        CompletableFuture<?> publish(byte[] payload);
    }

    /** Publishes everything of one device; it stays connected, since a QoS 0 message may be lost by leaving early. */
    private static AutoCloseable publishAll(String site, int number) {
        String device = "device-" + number;
        String topic = topic(site, device);
        MqttQos qos = MqttQos.fromCode(number % 3);
        try {
            if (number / 3 % 2 == 0) {
                Mqtt5AsyncClient client = mqtt5(device + site);
                client.connect().get(60, SECONDS);
                publishAll(payload -> client.publishWith()
                        .topic(topic)
                        .qos(qos)
                        .payload(payload)
                        .send());
                return () -> client.disconnect().get(60, SECONDS);
            }
            Mqtt3AsyncClient client = mqtt3(device + site);
            client.connect().get(60, SECONDS);
            publishAll(payload ->
                    client.publishWith().topic(topic).qos(qos).payload(payload).send());
            return () -> client.disconnect().get(60, SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(device + " could not publish", failed);
        }
    }

    private static void publishAll(Publisher publisher) throws Exception {
        for (int i = 0; i < PER_DEVICE; i++) {
            publisher.publish(reading(i).getBytes(StandardCharsets.UTF_8)).get(60, SECONDS);
        }
    }

    private static void publish(Mqtt5AsyncClient device, String topic, byte[] payload) throws Exception {
        device.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send()
                .get(60, SECONDS);
    }

    private static Mqtt5AsyncClient mqtt5(String id) {
        URI url = URI.create(broker.url());
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost(url.getHost())
                .serverPort(url.getPort())
                .buildAsync();
    }

    private static Mqtt3AsyncClient mqtt3(String id) {
        URI url = URI.create(broker.url());
        return MqttClient.builder()
                .useMqttVersion3()
                .identifier(id)
                .serverHost(url.getHost())
                .serverPort(url.getPort())
                .buildAsync();
    }

    private static String site() {
        return "s" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String topic(String site, String device) {
        return "plant/" + site + "/" + device + "/telemetry";
    }

    private static String reading(int number) {
        return "{\"ts\":\"" + FIRST_READING.plusSeconds(number) + "\",\"temperature\":" + number + "}";
    }

    private static List<ConsumerRecord<byte[], byte[]>> ours(String topic, String site) {
        return Records.all(kafka.bootstrapServers(), topic, record -> site.equals(header(record, "fg.site")));
    }

    private static Map<String, Integer> counts(String site) {
        Map<String, Integer> counts = new TreeMap<>();
        ours("telemetry", site)
                .forEach(record -> counts.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum));
        return counts;
    }

    private static long rows(String url, String user, String site) throws SQLException {
        // A second connection to the H2 file is possible because it is the same process.
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT COUNT(*) FROM \"telemetry\" WHERE \"site\" = '" + site + "'")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static ConfigurableApplicationContext gateway(String databaseUrl, String user, String site) {
        Map<String, String> properties = new HashMap<>();
        properties.put("server.port", "0");
        properties.put("fieldgate.alerts.enabled", "false");
        properties.put("management.server.port", "0");
        properties.put("fieldgate.kafka.bootstrap-servers", kafka.bootstrapServers());
        properties.put("fieldgate.mqtt.url", broker.url());
        properties.put("fieldgate.mqtt.client-id", "gateway-" + site);
        properties.put("fieldgate.database.url", databaseUrl);
        properties.put("fieldgate.database.username", user);
        properties.put("fieldgate.database.password", "");
        return new GatewayStart(Gateway.class).start(properties);
    }

    private static void awaitRoutes(ConfigurableApplicationContext gateway) {
        org.apache.camel.CamelContext camel = gateway.getBean(org.apache.camel.CamelContext.class);
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> camel.getRoutes().stream()
                        .allMatch(route -> camel.getRouteController()
                                        .getRouteStatus(route.getRouteId())
                                        .isStarted()
                                && ((org.apache.camel.health.HealthCheckAware) route.getConsumer())
                                                .getHealthCheck()
                                                .call()
                                                .getState()
                                        == org.apache.camel.health.HealthCheck.State.UP));
    }
}
