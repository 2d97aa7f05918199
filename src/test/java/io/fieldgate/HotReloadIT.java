package io.fieldgate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Devices;
import io.fieldgate.fault.Ledger;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Route files change while messages flow. */
class HotReloadIT {
    private static final int RELOADS = 50;

    private static final String HTTP = """
            - route:
                id: telemetry-by-http
                from:
                  uri: "ingest:/v1/telemetry/{device}"
                  steps:
                    - setHeader: { name: fg.version, constant: "0" }
                    - to: "topic:telemetry"
            """;
    private static final String MQTT = """
            - route:
                id: telemetry-by-mqtt
                from:
                  uri: "mqtt:plant/{site}/{device}/telemetry"
                  steps:
                    - setHeader: { name: fg.version, constant: "0" }
                    - to: "topic:telemetry"
            """;
    private static final String BESIDE = """
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: beside
                parameters:
                  - { name: path, value: "/v1/beside/{device}" }
                  - { name: topic, value: telemetry }
            """;

    @TempDir
    private static Path folder;

    private static final HttpClient HTTP_CLIENT = HttpClient.newHttpClient();
    private static EmbeddedKafka kafka;
    private static EmbeddedMqttBroker broker;
    private static ConfigurableApplicationContext gateway;
    private static CamelContext camel;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        kafka.start();
        broker.start();
        Files.createDirectories(folder.resolve("routes"));
        write("http.camel.yaml", HTTP);
        write("mqtt.camel.yaml", MQTT + BESIDE);
        write("bad.camel.yaml", BESIDE.replace("beside", "bad").replace("http-to-topic", "http-to-topik"));
        gateway = new SpringApplication(Gateway.class)
                .run(
                        "--fieldgate.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--fieldgate.mqtt.url=" + broker.url(),
                        "--fieldgate.ingest.tokens=" + folder.resolve("tokens.yaml"),
                        "--fieldgate.ingest.idempotency.folder=" + folder.resolve("idempotency"),
                        "--fieldgate.alerts.enabled=false",
                        "--camel.main.routes-include-pattern=classpath:route-templates/*.camel.yaml,file:" + folder
                                + "/routes/*.camel.yaml",
                        "--server.port=0",
                        "--management.server.port=0");
        camel = gateway.getBean(CamelContext.class);
        port = ((WebServerApplicationContext) gateway).getWebServer().getPort();
    }

    @AfterAll
    static void stop() {
        Parts.closeAll(gateway, broker, kafka);
    }

    @Test
    void fiftyReloadsUnderLoadLoseNothingDoubleNothingAndMoveOnlyWhatChanged() throws Exception {
        Ledger ledger = new Ledger();
        Route beside = camel.getRoute("beside");
        try (Devices devices = new Devices(broker.url(), "north", 50, 4, ledger);
                PostingClients clients = new PostingClients(port, 2, 10, ledger)) {
            devices.start(500);
            await().atMost(60, SECONDS).until(() -> ledger.acknowledged() > 500);

            for (int i = 1; i <= RELOADS; i++) {
                boolean http = i % 2 == 0;
                String version = "constant: \"" + i + "\"";
                if (http) {
                    write("http.camel.yaml", HTTP.replace("constant: \"0\"", version));
                } else {
                    write("mqtt.camel.yaml", MQTT.replace("constant: \"0\"", version) + BESIDE);
                }
                JsonNode receipt = reload();
                assertThat(receipt.path("changed"))
                        .extracting(JsonNode::asText)
                        .containsExactly(http ? "telemetry-by-http" : "telemetry-by-mqtt");
            }
            devices.stop();
            clients.finish();
        }

        await().atMost(60, SECONDS)
                .until(() -> Records.count(kafka.bootstrapServers(), "telemetry") >= ledger.acknowledged());
        List<ConsumerRecord<byte[], byte[]>> found = Records.all(
                kafka.bootstrapServers(),
                "telemetry",
                record -> !Records.header(record, "fg.version").isEmpty());
        ledger.verify(found, 0);
        Ledger.verifyOrderAsSent(found);
        assertThat(found.stream()
                        .map(record -> Records.header(record, "fg.version"))
                        .distinct()
                        .count())
                .as("versions that were at work")
                .isGreaterThan(RELOADS / 2);
        assertThat(Records.count(kafka.bootstrapServers(), "telemetry.dlq")).isZero();
        assertThat(camel.getRoute("beside")).isSameAs(beside);
    }

    @Test
    void aBadFileDisablesItsOwnRoutesAtTheStartAndLeavesWhatRunsLater() throws Exception {
        assertThat(file("bad.camel.yaml").path("state").asText()).isEqualTo("disabled");
        assertThat(file("bad.camel.yaml").path("problems").path(0).asText())
                .contains("bad.camel.yaml:2:", "FG301")
                .contains("did you mean 'http-to-topic'?");
        assertThat(gateway.getBean(HealthEndpoint.class)
                        .healthForPath("routeFiles")
                        .getStatus()
                        .getCode())
                .isEqualTo("DOWN");
        assertThat(camel.getRoute("beside")).isNotNull();

        write("bad.camel.yaml", BESIDE.replace("beside", "bad"));
        await().atMost(60, SECONDS).until(() -> camel.getRoute("bad") != null && post("/v1/bad/d1") == 202);
        write("bad.camel.yaml", BESIDE.replace("beside", "bad").replace("value: telemetry", "walue: telemetry"));

        await().atMost(60, SECONDS)
                .until(() -> file("bad.camel.yaml").path("state").asText().equals("earlier"));
        assertThat(post("/v1/bad/d1")).isEqualTo(202);
        Files.delete(folder.resolve("routes/bad.camel.yaml"));
        await().atMost(60, SECONDS).until(() -> post("/v1/bad/d1") == 404);
        await().until(() -> camel.getRoute("bad") == null);
    }

    @Test
    void aFolderThatIsGoneForAWhileStopsNothing() throws Exception {
        Route beside = camel.getRoute("beside");

        Files.move(folder.resolve("routes"), folder.resolve("away"));
        await().atMost(60, SECONDS)
                .until(() -> file("mqtt.camel.yaml").path("state").asText().equals("earlier"));

        assertThat(post("/v1/beside/d1")).isEqualTo(202);
        Files.move(folder.resolve("away"), folder.resolve("routes"));
        await().atMost(60, SECONDS)
                .until(() -> file("mqtt.camel.yaml").path("state").asText().equals("running"));
        assertThat(camel.getRoute("beside")).isSameAs(beside);
    }

    private static int post(String path) throws IOException, InterruptedException {
        return HTTP_CLIENT
                .send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static JsonNode reload() throws IOException, InterruptedException {
        return json(request("/api/v1/config/reload").POST(BodyPublishers.noBody()));
    }

    private static JsonNode file(String name) throws IOException, InterruptedException {
        for (JsonNode file : json(request("/api/v1/config").GET()).path("files")) {
            if (file.path("file").asText().endsWith("/" + name)) {
                return file;
            }
        }
        throw new AssertionError("no file " + name);
    }

    private static JsonNode json(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(HTTP_CLIENT
                        .send(request.build(), BodyHandlers.ofString())
                        .body());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** As an editor does that loses nothing: at once. */
    private static void write(String name, String text) throws IOException {
        Path hidden = Files.writeString(folder.resolve("routes/." + name), text);
        Files.move(
                hidden,
                folder.resolve("routes/" + name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
