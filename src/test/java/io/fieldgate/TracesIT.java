package io.fieldgate;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.fieldgate.command.GatewayStart;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The trace of a message on its whole way, as a collector gets it by OTLP. */
@ExtendWith(OutputCaptureExtension.class)
class TracesIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String DEVICE_SPAN = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + DEVICE_SPAN + "-01";

    @RegisterExtension
    static final WireMockExtension SHOP = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private EmbeddedMqttBroker broker;
    private OtlpReceiver collector;

    @BeforeEach
    void startParts() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        broker.start();
        collector = new OtlpReceiver();
        SHOP.stubFor(post("/hook").willReturn(ok()));
    }

    @AfterEach
    void stopParts() {
        Parts.closeAll(collector, broker, kafka);
    }

    @Test
    void oneTraceLeadsFromTheDeviceThroughKafkaToTheTransactionAndTheWebService() throws Exception {
        try (ConfigurableApplicationContext gateway = gateway(collector.url())) {
            awaitRoutes(gateway);

            publish("pump-1", 1, TRACEPARENT);

            await().atMost(60, SECONDS).until(() -> collector.of(TRACE).size() >= 7);
        }
        assertThat(collector.of(TRACE))
                .extracting(OtlpReceiver.Seen::name)
                .containsExactlyInAnyOrder(
                        "process plant",
                        "send topic:telemetry",
                        "process store",
                        "send database:telemetry",
                        "transaction database:telemetry",
                        "process shop",
                        "send webhook:shop");
        assertThat(span("process plant").parent()).isEqualTo(DEVICE_SPAN);
        isWithin("send topic:telemetry", "process plant");
        isWithin("process store", "send topic:telemetry");
        isWithin("send database:telemetry", "process store");
        isWithin("transaction database:telemetry", "send database:telemetry");
        isWithin("process shop", "send topic:telemetry");
        isWithin("send webhook:shop", "process shop");
        assertThat(span("transaction database:telemetry").linked())
                .containsExactly(span("send database:telemetry").id());
        SHOP.verify(
                1,
                postRequestedFor(urlEqualTo("/hook"))
                        .withHeader(
                                "traceparent",
                                equalTo("00-" + TRACE + "-"
                                        + span("send webhook:shop").id() + "-01")));
        assertThat(Records.all(kafka.bootstrapServers(), "telemetry"))
                .singleElement()
                .satisfies(record -> assertThat(Records.header(record, "traceparent"))
                        .isEqualTo("00-" + TRACE + "-"
                                + span("send topic:telemetry").id() + "-01"));
    }

    @Test
    void aRequestIsTheParentOfWhatBecomesOfItsRecord() throws Exception {
        try (ConfigurableApplicationContext gateway = gateway(collector.url())) {
            awaitRoutes(gateway);
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                            + gateway.getEnvironment().getProperty("local.server.port") + "/v1/door/pump-1"))
                    .header("Content-Type", "application/json")
                    .header("traceparent", TRACEPARENT)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(reading(1)))
                    .build();

            HttpResponse<Void> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(202);
            await().atMost(60, SECONDS).until(() -> collector.of(TRACE).size() >= 7);
        }
        assertThat(collector.of(TRACE))
                .filteredOn(span -> span.name().equals("process door"))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.parent()).isEqualTo(DEVICE_SPAN);
                    assertThat(span.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
                });
    }

    @Test
    void transactionsHaveALinkToEveryMessageThatTheyStore() throws Exception {
        int messages = 60;
        try (ConfigurableApplicationContext gateway = gateway(collector.url())) {
            awaitRoutes(gateway);

            for (int message = 0; message < messages; message++) {
                publish("pump-1", message, "00-%032x-%016x-01".formatted(message + 1, message + 1));
            }

            await().atMost(60, SECONDS).until(() -> links().size() >= messages);
        }
        assertThat(new HashSet<>(links()))
                .isEqualTo(collector.all().stream()
                        .filter(span -> span.name().equals("send database:telemetry"))
                        .map(OtlpReceiver.Seen::id)
                        .collect(Collectors.toSet()));
    }

    @Test
    void theLinesOfAFileThatGoTogetherShareATrace() throws Exception {
        Path drop = Files.createDirectories(folder.resolve("intake/drop"));
        try (ConfigurableApplicationContext gateway = gateway(collector.url())) {
            awaitRoutes(gateway);
            Path written = folder.resolve("pump-1.ndjson");
            Files.write(written, List.of(new String(reading(1), UTF_8), new String(reading(2), UTF_8)));

            Files.move(written, drop.resolve("pump-1.ndjson"));

            await().atMost(60, SECONDS)
                    .until(() -> collector.all().stream()
                            .anyMatch(span -> span.name().equals("process files")));
        }
        assertThat(Records.all(kafka.bootstrapServers(), "telemetry"))
                .hasSize(2)
                .allSatisfy(record -> assertThat(collector.all())
                        .filteredOn(span -> span.name().equals("send topic:telemetry"))
                        .extracting(span -> "00-" + span.trace() + "-" + span.id() + "-01")
                        .contains(Records.header(record, "traceparent")));
    }

    @Test
    void withoutACollectorTheTraceparentOfADeviceGoesOnAsItCame() throws Exception {
        Set<String> before = threads();
        try (ConfigurableApplicationContext gateway = gateway("")) {
            awaitRoutes(gateway);
            assertThat(threads())
                    .filteredOn(thread -> !before.contains(thread))
                    .noneMatch(name -> name.contains("Span"));

            publish("pump-1", 1, TRACEPARENT);

            await().atMost(60, SECONDS)
                    .untilAsserted(() -> SHOP.verify(
                            1, postRequestedFor(urlEqualTo("/hook")).withHeader("traceparent", equalTo(TRACEPARENT))));
        }
        assertThat(collector.all()).isEmpty();
    }

    @Test
    void whileTheCollectorIsAwayMessagesGoOnAndItIsSaidOnce(CapturedOutput output) throws Exception {
        String away = collector.url();
        collector.close();
        try (ConfigurableApplicationContext gateway = gateway(away)) {
            awaitRoutes(gateway);

            publish("pump-1", 1, TRACEPARENT);
            await().atMost(60, SECONDS)
                    .until(() -> output.getOut()
                            .contains("Traces are not taken at " + away.replaceFirst("(?<=\\d)/.*", "")));
            publish("pump-1", 2, TRACEPARENT);
            publish("pump-1", 3, TRACEPARENT);

            await().atMost(60, SECONDS).untilAsserted(() -> SHOP.verify(3, postRequestedFor(urlEqualTo("/hook"))));
        }
        assertThat(output.getOut().lines().filter(line -> line.contains("Traces are not taken")))
                .singleElement()
                .asString()
                .contains("WARN", "No message is concerned");
        assertThat(output.getOut()).doesNotContain("io.opentelemetry");
    }

    private List<String> links() {
        return collector.all().stream()
                .filter(span -> span.name().equals("transaction database:telemetry"))
                .flatMap(span -> span.linked().stream())
                .toList();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    private OtlpReceiver.Seen span(String name) {
        return collector.of(TRACE).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void isWithin(String child, String parent) {
        assertThat(span(child).parent()).as(child).isEqualTo(span(parent).id());
    }

    private ConfigurableApplicationContext gateway(String endpoint) throws Exception {
        Path routes = Files.writeString(folder.resolve("traced.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: mqtt-to-topic
                    routeId: plant
                    parameters:
                      - { name: filter, value: "plant/{device}/telemetry" }
                      - { name: topic, value: telemetry }
                - templatedRoute:
                    routeTemplateRef: http-to-topic
                    routeId: door
                    parameters:
                      - { name: path, value: "/v1/door/{device}" }
                      - { name: topic, value: telemetry }
                - templatedRoute:
                    routeTemplateRef: file-to-topic
                    routeId: files
                    parameters:
                      - { name: path, value: "drop/{device}.ndjson" }
                      - { name: topic, value: telemetry }
                - templatedRoute:
                    routeTemplateRef: topic-to-database
                    routeId: store
                    parameters:
                      - { name: topic, value: telemetry }
                      - { name: table, value: telemetry }
                - templatedRoute:
                    routeTemplateRef: topic-to-webhook
                    routeId: shop
                    parameters:
                      - { name: topic, value: telemetry }
                      - { name: webhook, value: shop }
                """);
        Map<String, String> properties = new HashMap<>();
        properties.put("server.port", "0");
        properties.put("management.server.port", "0");
        properties.put("management.otlp.tracing.endpoint", endpoint);
        properties.put("management.tracing.opentelemetry.export.schedule-delay", "100ms");
        properties.put("management.tracing.sampling.probability", "1");
        properties.put("fieldgate.intake.root", folder.resolve("intake").toString());
        properties.put(
                "fieldgate.intake.checkpoints", folder.resolve("checkpoints").toString());
        properties.put("fieldgate.kafka.bootstrap-servers", kafka.bootstrapServers());
        properties.put("fieldgate.mqtt.url", broker.url());
        properties.put("fieldgate.database.url", "jdbc:h2:file:" + folder.resolve("h2/fieldgate"));
        properties.put("fieldgate.database.username", "sa");
        properties.put("fieldgate.alerts.enabled", "false");
        properties.put("fieldgate.ingest.tokens", folder.resolve("tokens.yaml").toString());
        properties.put(
                "fieldgate.ingest.idempotency.folder",
                folder.resolve("idempotency").toString());
        properties.put("fieldgate.webhooks.shop.url", "http://127.0.0.1:" + SHOP.getPort() + "/hook");
        properties.put("fieldgate.webhooks.shop.plain-http", "true");
        properties.put("fieldgate.webhooks.shop.private-addresses[0]", "127.0.0.0/8");
        properties.put("camel.main.routes-include-pattern", "classpath:route-templates/*.camel.yaml,file:" + routes);
        return new GatewayStart(Gateway.class).start(properties);
    }

    private static void awaitRoutes(ConfigurableApplicationContext gateway) {
        await().atMost(60, SECONDS)
                .ignoreExceptions()
                .until(() -> HttpClient.newHttpClient()
                                .send(
                                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                                        + gateway.getEnvironment()
                                                                .getProperty("local.management.port")
                                                        + "/actuator/health/readiness"))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private void publish(String device, int number, String traceparent) throws Exception {
        URI address = URI.create(broker.url());
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost(address.getHost())
                .serverPort(address.getPort())
                .buildAsync();
        client.connect().get(60, SECONDS);
        client.publish(Mqtt5Publish.builder()
                        .topic("plant/" + device + "/telemetry")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(reading(number))
                        .userProperties()
                        .add("traceparent", traceparent)
                        .applyUserProperties()
                        .build())
                .get(60, SECONDS);
        client.disconnect().get(60, SECONDS);
    }

    private static byte[] reading(int number) {
        return "{\"ts\":\"2026-01-01T00:00:%02dZ\",\"temperature\":%d}"
                .formatted(number % 60, number)
                .getBytes(UTF_8);
    }
}
