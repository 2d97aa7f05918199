package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.command.GatewayStart;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** The example of clicks: what navigator.sendBeacon sends becomes records. */
class ClicksIT {
    private static final String SHOP = "https://shop.example";
    private static final String VISITOR = "0b9f2c1e-6a52-4a5e-9d6b-6f0a4f9f3b11";

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;
    private static ServletWebServerApplicationContext gateway;

    @BeforeAll
    static void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        gateway = (ServletWebServerApplicationContext) new GatewayStart(Gateway.class).start(properties());
        await().atMost(180, SECONDS).until(() -> post(SHOP, "text/plain", "[]").statusCode() != 503);
    }

    @AfterAll
    static void stopEverything() {
        Parts.closeAll(gateway, kafka);
    }

    @Test
    void storesEachClickOfABeaconUnderItsVisitorWithThePagesTime() throws Exception {
        Instant clicked = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3600);
        String buy = click("buy", clicked.plusMillis(125).toString());
        String compare = click("compare", clicked.plusSeconds(1).toString());

        HttpResponse<String> answer = post(SHOP, "text/plain;charset=UTF-8", "[" + buy + "," + compare + "]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        List<ConsumerRecord<byte[], byte[]>> clicks = Records.all(kafka.bootstrapServers(), "clicks");
        assertThat(clicks)
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.key()).asString(UTF_8).isEqualTo(VISITOR));
        assertThat(clicks.get(0).value()).asString(UTF_8).isEqualTo(buy);
        assertThat(clicks.get(1).timestamp()).isEqualTo(clicked.plusSeconds(1).toEpochMilli());
    }

    @Test
    void refusesABeaconWithAClickThatIsNone() throws Exception {
        long before = Records.count(kafka.bootstrapServers(), "clicks");

        HttpResponse<String> answer = post(
                SHOP, "text/plain;charset=UTF-8", "[" + click("buy", "2026-11-26T18:00:00Z") + ",{\"click\":\"buy\"}]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("\"index\":1", "required property 'visitor' not found");
        assertThat(Records.count(kafka.bootstrapServers(), "clicks")).isEqualTo(before);
    }

    @Test
    void refusesThePagesOfOtherSites() throws Exception {
        HttpResponse<String> answer =
                post("https://other.example", "text/plain", "[" + click("buy", "2026-11-26T18:00:00Z") + "]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    }

    private static String click(String click, String ts) {
        return ("{\"id\":\"6f1d3e58-2f3b-4c1c-8b4e-0d7c5a1b9e77\",\"visitor\":\"%s\",\"ts\":\"%s\",\"page\":\"/\","
                        + "\"click\":\"%s\",\"item\":\"oven-07\"}")
                .formatted(VISITOR, ts, click);
    }

    private static HttpResponse<String> post(String origin, String type, String body)
            throws IOException, InterruptedException {
        int port = gateway.getWebServer().getPort();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/clicks"))
                                .header("Origin", origin)
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("server.port", "0");
        properties.put("fieldgate.alerts.enabled", "false");
        properties.put("management.server.port", "0");
        properties.put("fieldgate.kafka.bootstrap-servers", kafka.bootstrapServers());
        properties.put("fieldgate.topics[0].name", "clicks");
        properties.put("fieldgate.topics[0].partitions", "1");
        properties.put("fieldgate.ingest.tokens", folder.resolve("tokens.yaml").toString());
        properties.put("fieldgate.ingest.cors-origins", SHOP);
        properties.put(
                "fieldgate.ingest.idempotency.folder",
                folder.resolve("idempotency").toString());
        properties.put(
                "camel.main.routes-include-pattern",
                "classpath:route-templates/*.camel.yaml,file:examples/clicks/clicks.camel.yaml");
        return properties;
    }
}
