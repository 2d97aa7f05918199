package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Ports;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code logging.structured.format.console: ecs}, which is all that structured logs need. */
class StructuredLogsIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String SECRET = "S3CR3T-7b1f";

    @TempDir
    private Path folder;

    @Test
    void everyLineIsAnEventThatNamesItsRouteAndTraceAndNoSecret() throws Exception {
        Path routes = Files.writeString(folder.resolve("plant.camel.yaml"), """
                - route:
                    id: speaking
                    from:
                      uri: "mqtt:plant/{device}/telemetry"
                      steps:
                        - log: { message: "from ${header.device}", logName: plant }
                        - to: "topic:telemetry"
                        - log: { message: "stored ${header.device}", logName: plant }
                - route:
                    id: waiting
                    from:
                      uri: "mqtt:plant/{device}/events"
                      steps:
                        - to: "topic:nowhere"
                """);
        try (EmbeddedKafka kafka = new EmbeddedKafka(folder.resolve("kafka"), 0)) {
            kafka.start();
            EmbeddedMqttBroker broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
            broker.start();
            int actuator = Ports.free();
            Map<String, String> environment =
                    GatewayProcess.environment(folder, kafka.bootstrapServers(), broker.url(), actuator);
            environment.put("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
            environment.put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "classpath:route-templates/*.camel.yaml,file:" + routes);
            environment.put("FIELDGATE_DATABASE_PASSWORD", SECRET + "-database");
            environment.put("FIELDGATE_MQTT_USERNAME", "gateway");
            environment.put("FIELDGATE_MQTT_PASSWORD", SECRET + "-mqtt");
            environment.put("FIELDGATE_WEBHOOKS_SHOP_URL", "https://shop.example/");
            environment.put("FIELDGATE_WEBHOOKS_SHOP_SECRET", SECRET + "-webhook");
            try (GatewayProcess gateway = GatewayProcess.start(folder, environment, "run")) {
                gateway.await(180, () -> subscriptions(gateway.output()) == 2);

                publish(broker.url(), "plant/pump-1/telemetry");
                publish(broker.url(), "plant/pump-1/events");

                await().atMost(120, SECONDS)
                        .until(() -> gateway.output().contains("stored pump-1")
                                && gateway.output().contains("a message from plant/pump-1/events waits"));
                assertThat(gateway.terminate()).isZero();
                List<JsonNode> events = events(gateway.output());
                assertThat(events).allSatisfy(StructuredLogsIT::isOfTheElasticCommonSchema);
                isOfTheRouteAndTheTrace(named(events, "from pump-1"));
                isOfTheRouteAndTheTrace(named(events, "stored pump-1"));
                assertThat(events)
                        .filteredOn(event -> event.path("message").asText().contains("plant/pump-1/events waits"))
                        .singleElement()
                        .satisfies(event -> {
                            assertThat(event.at("/log/level").asText()).isEqualTo("WARN");
                            assertThat(event.at("/fieldgate/route").asText()).isEqualTo("waiting");
                        });
                assertThat(gateway.output() + gateway.errors()).doesNotContain(SECRET);
            } finally {
                broker.stop();
            }
        }
    }

    private static long subscriptions(String output) {
        return output.lines()
                .filter(line -> line.contains("subscribed to plant/"))
                .count();
    }

    private static void isOfTheElasticCommonSchema(JsonNode event) {
        assertThat(Instant.parse(event.path("@timestamp").asText())).isBefore(Instant.now());
        assertThat(event.at("/log/level").asText()).isIn("DEBUG", "INFO", "WARN", "ERROR");
        assertThat(event.at("/log/logger").asText()).isNotBlank();
        assertThat(event.path("message").asText()).isNotBlank();
        assertThat(event.at("/process/thread/name").asText()).isNotBlank();
        assertThat(event.at("/service/name").asText()).isEqualTo("fieldgate");
        assertThat(event.at("/ecs/version").asText()).isNotBlank();
    }

    private static void isOfTheRouteAndTheTrace(JsonNode event) {
        assertThat(event.at("/camel/routeId").asText()).isEqualTo("speaking");
        assertThat(event.at("/trace/id").asText()).isEqualTo(TRACE);
        assertThat(event.at("/span/id").asText()).isEqualTo(SPAN);
    }

    private static JsonNode named(List<JsonNode> events, String message) {
        return events.stream()
                .filter(event -> event.path("message").asText().equals(message))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> events(String output) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (String line : output.lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    private static void publish(String url, String topic) throws Exception {
        URI address = URI.create(url);
        Mqtt5AsyncClient device = MqttClient.builder()
                .useMqttVersion5()
                .serverHost(address.getHost())
                .serverPort(address.getPort())
                .buildAsync();
        device.connect().get(60, SECONDS);
        device.publish(Mqtt5Publish.builder()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload("{\"ts\":\"2026-01-01T00:00:00Z\"}".getBytes(UTF_8))
                        .userProperties()
                        .add("traceparent", "00-" + TRACE + "-" + SPAN + "-01")
                        .applyUserProperties()
                        .build())
                .get(60, SECONDS);
        device.disconnect().get(60, SECONDS);
    }
}
