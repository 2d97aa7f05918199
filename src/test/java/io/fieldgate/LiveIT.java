package io.fieldgate;

import static io.fieldgate.IngestGateway.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody sees who looks at a running gateway: the stream, its history, health of each route, meters. */
class LiveIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final IngestServers SERVERS = new IngestServers((folder, kafka) -> new IngestGateway(
            folder,
            kafka,
            """
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: readings
                parameters:
                  - { name: path, value: "/v1/{device}" }
                  - { name: topic, value: telemetry }
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: astray
                parameters:
                  - { name: path, value: "/astray/{device}" }
                  - { name: topic, value: missing }
            - route:
                id: copy
                from:
                  uri: topic:telemetry
                  steps:
                    - to: topic:copied
            """,
            "fieldgate.kafka.instance=live",
            "fieldgate.topics[0].name=telemetry",
            "fieldgate.topics[1].name=copied"));

    /** One event of the stream. */
    private record Sent(String id, String name, JsonNode data) {}

    @Test
    void aTickTellsRatesOfRoutesAndDevicesAndTheHistoryKeepsThem() throws Exception {
        try (Look look = new Look("", "")) {
            await().atMost(60, SECONDS).until(() -> {
                post("/v1/pump-1");
                JsonNode tick = look.newest("tick");
                return tick.at("/totals/in").asDouble() > 0
                        && tick.at("/totals/out").asDouble() > 0
                        && tick.at("/devices/online").asInt() > 0;
            });
            JsonNode tick = look.newest("tick");
            assertThat(tick.path("instance").asText()).isEqualTo("live");
            assertThat(tick.path("routes").findValuesAsText("id")).containsExactly("astray", "copy", "readings");
            assertThat(tick.at("/resources/disk_total").asLong()).isPositive();
            assertThat(tick.at("/routes/1/lag").isNumber()).isTrue();
        }
        JsonNode history = get("/api/v1/history?range=15m&route=readings");
        assertThat(history.path("times")).isNotEmpty();
        assertThat(history.at("/series/in")).hasSameSizeAs(history.path("times"));
        assertThat(history.at("/routes/readings/in")).hasSameSizeAs(history.path("times"));
        assertThat(history.path("routes")).hasSize(1);
        assertThat(get("/api/v1/history?range=24h").path("step_s").asInt()).isEqualTo(60);
        assertThat(SERVERS.gateway()
                        .send(SERVERS.gateway().request("/api/v1/history?range=1y"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRouteThatIsStoppedIsAnEventAndWhoWasAwayIsToldOfItAfterwards() throws Exception {
        String seen;
        try (Look look = new Look("?topics=event", "")) {
            SERVERS.gateway().camel().getRouteController().stopRoute("copy");

            await().atMost(60, SECONDS).until(() -> look.texts().contains("Route copy stands still."));
            seen = look.all().get(look.all().size() - 1).id();
        }
        SERVERS.gateway().camel().getRouteController().startRoute("copy");
        await().atMost(60, SECONDS).until(() -> get("/api/v1/events").toString().contains("Route copy has started."));

        try (Look again = new Look("?topics=event", seen)) {
            await().atMost(60, SECONDS).until(() -> again.texts().contains("Route copy has started."));
            assertThat(again.texts()).doesNotContain("Route copy stands still.");
        }
    }

    @Test
    void healthOfARouteSaysWhyItIsDownWhatHelpsAndSinceWhen() throws Exception {
        await().atMost(60, SECONDS).until(() -> post("/astray/pump-1") == 503);

        await().atMost(60, SECONDS).untilAsserted(() -> {
            JsonNode health = json(SERVERS.gateway().actuator("health"));
            JsonNode route = health.at("/components/routes/details/astray");
            assertThat(route.path("state").asText()).isEqualTo("down");
            assertThat(route.path("cause").asText()).contains("missing");
            assertThat(route.path("cure").asText()).contains("config/topics.yaml");
            assertThat(route.path("since").asText()).startsWith("20");
            assertThat(health.at("/components/routes/details/readings/state").asText())
                    .isEqualTo("started");
        });
        assertThat(SERVERS.gateway().actuator("health/readiness").statusCode()).isEqualTo(503);
        assertThat(SERVERS.gateway().actuator("health/liveness").statusCode()).isEqualTo(200);
        try (Look look = new Look("", "")) {
            await().atMost(60, SECONDS)
                    .until(() -> look.newest("tick")
                            .at("/health/problems")
                            .toString()
                            .contains("route astray"));
            assertThat(look.texts()).anySatisfy(text -> assertThat(text).startsWith("Route astray: "));
            assertThat(look.newest("tick").at("/health/problems").toString())
                    .as("a route is told once")
                    .doesNotContain("\"sources\"");
        }
    }

    @Test
    void everyMeterOfAScrapeIsDocumented() throws Exception {
        await().atMost(60, SECONDS).until(() -> post("/v1/pump-2") == 202);
        await().atMost(60, SECONDS)
                .until(() -> SERVERS.gateway().scrape().contains("fieldgate_topic_drain_seconds{route=\"copy\"}"));
        String documented = Files.readString(Path.of("docs/meters.md"));
        TreeSet<String> unknown = new TreeSet<>();

        String scrape = SERVERS.gateway().scrape();

        scrape.lines()
                .filter(line -> line.startsWith("# TYPE fieldgate_"))
                .map(line -> line.split(" ", -1)[2].replaceFirst("_max$", ""))
                .filter(name -> !documented.contains("`" + name + "`"))
                .forEach(unknown::add);
        assertThat(unknown).isEmpty();
        assertThat(scrape)
                .contains("fieldgate_latency_kafka_seconds_bucket{route=\"readings\",le=\"0.005\"}")
                .contains("fieldgate_messages_failed_total{route=\"copy\"}")
                .contains("fieldgate_messages_received_total{route=\"copy\",transport=\"topic\"}")
                .contains("fieldgate_topic_unacknowledged_age_seconds{route=\"copy\"}")
                .containsPattern("fieldgate_kafka_producer_latency_seconds [0-9]")
                .containsPattern("fieldgate_kafka_producer_buffer_bytes 6\\.7")
                .containsPattern("fieldgate_kafka_consumer_latency_seconds\\{route=\"copy\"} [0-9]")
                .contains("fieldgate_kafka_consumer_behind{route=\"copy\"} 0.0")
                .doesNotContain("pump-2");
    }

    @Test
    void whoAsksForWhatDoesNotExistIsToldWhatDoes() throws Exception {
        HttpResponse<String> wrong = SERVERS.gateway().send(SERVERS.gateway().request("/api/v1/stream?topics=all"));

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("allowed are tick, event");
    }

    private static int post(String path) throws Exception {
        return SERVERS.gateway().post(path, "application/json", "{\"t\":1}").statusCode();
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = SERVERS.gateway().send(SERVERS.gateway().request(path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** A client of the stream. */
    private static final class Look implements AutoCloseable {
        private final List<Sent> all = new CopyOnWriteArrayList<>();
        private final InputStream body;

        Look(String query, String last) throws IOException, InterruptedException {
            HttpRequest.Builder request = SERVERS.gateway().request("/api/v1/stream" + query);
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            HttpResponse<InputStream> answer =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            body = answer.body();
            Thread thread = new Thread(this::read, "look");
            thread.setDaemon(true);
            thread.start();
        }

        private void read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                String id = "";
                String name = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id:")) {
                        id = line.substring(3);
                    } else if (line.startsWith("event:")) {
                        name = line.substring(6);
                    } else if (line.startsWith("data:")) {
                        all.add(new Sent(id, name, JSON.readTree(line.substring(5))));
                    }
                }
            } catch (IOException closed) {
                // The test has seen enough.
            }
        }

        List<Sent> all() {
            return all;
        }

        JsonNode newest(String name) {
            List<Sent> found = new ArrayList<>(all);
            found.removeIf(sent -> !sent.name().equals(name));
            return found.isEmpty()
                    ? JSON.createObjectNode()
                    : found.get(found.size() - 1).data();
        }

        List<String> texts() {
            return all.stream()
                    .filter(sent -> sent.name().equals("event"))
                    .map(sent -> sent.data().path("text").asText())
                    .toList();
        }

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }
}
