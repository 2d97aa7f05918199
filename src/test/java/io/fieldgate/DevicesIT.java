package io.fieldgate;

import static io.fieldgate.IngestGateway.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fieldgate.command.DevicesCommand;
import io.fieldgate.command.FieldgateCommand;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Records;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What gateways know of the devices that send to them, asked as operators ask. */
class DevicesIT {
    private static final String ROUTES = """
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: readings
                parameters:
                  - { name: path, value: "/v1/{device}" }
                  - { name: topic, value: telemetry }
                  - { name: format, value: bytes }
            - route:
                id: strict
                from:
                  uri: topic:telemetry
                  parameters: { group: "%s" }
                  steps:
                    - to: topic:clean
            """;

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
    }

    @AfterAll
    static void stopKafka() throws Exception {
        kafka.close();
    }

    @Test
    void twoGatewaysKnowTheSameOfADeviceAndARestartForgetsNothing() throws Exception {
        try (IngestGateway first = gateway("one");
                IngestGateway second = gateway("two")) {
            post(first, "shared-1", "{\"temperature\":1}");
            post(first, "shared-1", "{\"temperature\":2}");
            post(second, "shared-1", "{\"temperature\":3}");

            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(messages(first, "shared-1")).isEqualTo(3));
            await().atMost(60, SECONDS)
                    .untilAsserted(
                            () -> assertThat(messages(second, "shared-1")).isEqualTo(3));
            await().atMost(60, SECONDS)
                    .untilAsserted(() ->
                            assertThat(device(first, "shared-1").path("values")).hasToString("{\"temperature\":3}"));
            JsonNode device = device(first, "shared-1");
            assertThat(device.path("gateways")).hasSize(2);
            assertThat(device.path("state").asText()).isEqualTo("online");
        }
        try (IngestGateway again = gateway("one")) {
            post(again, "shared-1", "{\"temperature\":4}");

            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(messages(again, "shared-1")).isEqualTo(4));
            await().atMost(60, SECONDS)
                    .untilAsserted(() ->
                            assertThat(device(again, "shared-1").path("values")).hasToString("{\"temperature\":4}"));
        }
        assertThat(Records.all(kafka.bootstrapServers(), "fieldgate.devices")).isNotEmpty();
    }

    @Test
    void aDeadLetterIsARejectOfItsDeviceAndAMessageThatMovesOnIsCountedOnce() throws Exception {
        try (IngestGateway gateway = gateway("rejects")) {
            post(gateway, "faulty-1", "no json");
            post(gateway, "sound-1", "{}");

            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(
                                    device(gateway, "faulty-1").path("rejects").asInt())
                            .isEqualTo(1));
            JsonNode device = device(gateway, "faulty-1");
            assertThat(device.path("last_reject").path("code").asText()).isEqualTo("MALFORMED_JSON");
            assertThat(device.path("last_reject").path("route").asText()).isEqualTo("strict");
            assertThat(device.path("messages").asInt()).isEqualTo(1);
            await().atMost(60, SECONDS).until(() -> Records.count(kafka.bootstrapServers(), "clean") > 0);
            assertThat(messages(gateway, "sound-1")).isEqualTo(1);
        }
    }

    @Test
    void theListIsPagedByTheServerAndShownByTheCommandAndMistakesAreExplained() throws Exception {
        try (IngestGateway gateway = gateway("list")) {
            IntStream.range(0, 5).forEach(i -> post(gateway, "oven-" + i, "{\"t\":" + i + "}"));

            JsonNode page = list(gateway, "?search=OVEN&limit=2");
            assertThat(page.path("total").asInt()).isEqualTo(5);
            assertThat(page.path("devices").findValuesAsText("id")).containsExactly("oven-0", "oven-1");
            JsonNode next = list(
                    gateway, "?search=OVEN&limit=2&after=" + page.path("next").asText());
            assertThat(next.path("devices").findValuesAsText("id")).containsExactly("oven-2", "oven-3");
            assertThat(page.path("states").path("online").asInt()).isGreaterThanOrEqualTo(5);

            HttpResponse<String> wrong = gateway.send(gateway.request("/api/v1/devices?state=dead"));
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(json(wrong).path("detail").asText()).contains("allowed are [online, late, silent]");
            assertThat(gateway.send(gateway.request("/api/v1/devices/nobody")).statusCode())
                    .isEqualTo(404);

            assertThat(command(gateway, "ls", "oven", "--limit", "2"))
                    .contains("oven-0", "online", "and 3 more")
                    .doesNotContain("oven-4");
            await().atMost(60, SECONDS)
                    .until(() -> command(gateway, "show", "oven-3").contains("t=3"));
            assertThat(command(gateway, "show", "nobody")).contains("There is no device 'nobody'.");
        }
    }

    @Test
    void theHistoryIsThatOfTheDeviceAloneAndACommandNeedsARoute() throws Exception {
        try (IngestGateway gateway = gateway("history")) {
            Instant begun = Instant.now().minusSeconds(60);
            for (int i = 0; i < 40; i++) {
                post(gateway, "kiln-" + i % 20, "{\"t\":" + i + ",\"in\":{\"bar\":1.5}}");
            }
            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(messages(gateway, "kiln-3")).isEqualTo(2));

            JsonNode history =
                    json(gateway.send(gateway.request("/api/v1/devices/-/history?id=kiln-3&since=" + begun)));
            assertThat(history.path("messages").asInt()).isEqualTo(2);
            assertThat(history.path("topic").asText()).isEqualTo("telemetry");
            assertThat(history.path("complete").asBoolean()).isTrue();
            assertThat(history.at("/values/t")
                            .path(history.path("times").size() - 1)
                            .asDouble())
                    .isBetween(13.0, 23.0);
            assertThat(history.at("/values/in.bar/0").asDouble()).isEqualTo(1.5);
            assertThat(json(gateway.send(gateway.request("/api/v1/devices/kiln-3/history?since="
                                    + Instant.now().plusSeconds(60))))
                            .path("messages")
                            .asInt())
                    .isZero();
            assertThat(gateway.send(gateway.request("/api/v1/devices/nobody/history"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(gateway.send(gateway.request("/api/v1/devices/kiln-3/history?since=2000-01-01T00:00:00Z"))
                            .body())
                    .contains("allowed is at most 7 days ago");

            assertThat(refused(gateway, "{\"value\": \"{}\"}")).isEqualTo("'route' is missing, allowed are []");
            assertThat(refused(gateway, "{}")).startsWith("'value' is missing");
            assertThat(refused(gateway, "{\"value\": \"{}\", \"expiry\": \"30d\"}"))
                    .contains("allowed is 1s to 7d");
            assertThat(refused(gateway, "{\"value\": \"\", \"content_type\": \"a/b\\r\\nx: y\"}"))
                    .contains("allowed are types like");
        }
    }

    private static String refused(IngestGateway gateway, String command) throws Exception {
        HttpResponse<String> answer = gateway.post("/api/v1/devices/kiln-3/commands", "application/json", command);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return json(answer).path("detail").asText();
    }

    @Test
    void theScrapeHasDevicesByStateAndNoDeviceInATag() throws Exception {
        try (IngestGateway gateway = gateway("meters")) {
            post(gateway, "counted-1", "{}");

            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(gateway.scrape())
                            .containsPattern("fieldgate_devices\\{.*state=\"online\".*} [1-9]")
                            .contains("fieldgate_devices_overlooked_total")
                            .doesNotContain("counted-1"));
        }
    }

    private static IngestGateway gateway(String instance) throws IOException {
        return new IngestGateway(
                Files.createDirectories(folder.resolve(instance)),
                kafka.bootstrapServers(),
                ROUTES.formatted(instance),
                "fieldgate.kafka.instance=" + instance,
                "fieldgate.devices.write-interval=200ms",
                "fieldgate.topics[0].name=telemetry",
                "fieldgate.topics[1].name=clean",
                "fieldgate.topics[1].format=json");
    }

    private static void post(IngestGateway gateway, String device, String body) {
        try {
            HttpResponse<String> answer =
                    gateway.post("/v1/" + device, "application/octet-stream", body.getBytes(UTF_8));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static JsonNode list(IngestGateway gateway, String query) throws Exception {
        HttpResponse<String> answer = gateway.send(gateway.request("/api/v1/devices" + query));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static JsonNode device(IngestGateway gateway, String id) throws Exception {
        return json(gateway.send(gateway.request("/api/v1/devices/-?id=" + id)));
    }

    private static int messages(IngestGateway gateway, String id) throws Exception {
        return device(gateway, id).path("messages").asInt();
    }

    private static String command(IngestGateway gateway, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new DevicesCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true));
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = "http://127.0.0.1:" + gateway.port();
        FieldgateCommand.execute(line, all);
        return out.toString();
    }
}
