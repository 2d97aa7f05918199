package io.fieldgate.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Notifications on a real Kafka and over real HTTP: what a slow, a broken and a killed part may do to the others. */
class NotifyIT {
    private static final Backoff FAST = new Backoff(Duration.ofMillis(50), Duration.ofMillis(400));

    @RegisterExtension
    static final WireMockExtension HOOK = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;
    private static KafkaProducer<String, byte[]> engine;

    private final List<Part> gateways = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new CopyOnWriteArrayList<>();
    /** Of the clients' group, so that tests do not wait for each other's members. */
    private final String name = "it-" + System.nanoTime();

    /** The part of a gateway that notifies. */
    private record Part(Board board, Journal journal, Notifier notifier, AlertDesk desk, LiveReceivers file) {}

    @BeforeAll
    static void startKafka() {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        engine = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopKafka() {
        Parts.closeAll(engine, kafka);
    }

    @BeforeEach
    void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(NotifyKafka.ALERTS, Optional.of(3), Optional.empty())
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get(60, SECONDS);
        }
        HOOK.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200)));
    }

    @AfterEach
    void deleteTopics() throws Exception {
        gateways.forEach(part -> part.notifier.close());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteTopics(admin.listTopics().names().get(60, SECONDS))
                    .all()
                    .get(60, SECONDS);
            await().atMost(60, SECONDS)
                    .until(() -> admin.listTopics().names().get().isEmpty());
        }
    }

    @Test
    void tellsAReceiverOfAnAlertAndOfItsEnd() throws Exception {
        start();
        await().atMost(60, SECONDS).until(() -> gateways.get(0).board.isLeading());

        engine("firing", "pump-1");
        await().atMost(60, SECONDS).until(() -> told("fast").equals(List.of("+pump-1")));
        engine("resolved", "pump-1");

        await().atMost(60, SECONDS).until(() -> told("fast").equals(List.of("+pump-1", "-pump-1")));
        assertThat(gateways.get(0).desk.alerts())
                .extracting(view -> view.alert().state())
                .containsExactly(Alert.State.RESOLVED);
    }

    @Test
    void slowAndBrokenReceiversDelayNoOther() throws Exception {
        HOOK.stubFor(
                post(urlEqualTo("/slow")).willReturn(aResponse().withStatus(200).withFixedDelay(3_000)));
        HOOK.stubFor(post(urlEqualTo("/broken")).willReturn(aResponse().withStatus(503)));
        start();
        await().atMost(60, SECONDS).until(() -> gateways.get(0).board.isLeading());

        for (int device = 0; device < 20; device++) {
            engine("firing", "pump-" + device);
        }

        await().atMost(60, SECONDS).until(() -> told("fast").size() == 20);
        assertThat(told("slow")).as("3 s each, one after the other").hasSizeLessThan(20);
        HOOK.stubFor(post(urlEqualTo("/broken")).willReturn(aResponse().withStatus(200)));
        await().atMost(60, SECONDS)
                .until(() -> told("broken").stream().distinct().count() == 20
                        && gateways.get(0).notifier.states().get("broken").trouble() == null);
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void leavesAReceiverAloneForAsLongAsItAsks() throws Exception {
        HOOK.stubFor(post(urlEqualTo("/broken"))
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "3")));
        start();
        await().atMost(60, SECONDS).until(() -> gateways.get(0).board.isLeading());
        for (int device = 0; device < 5; device++) {
            engine("firing", "pump-" + device);
        }
        await().atMost(60, SECONDS)
                .until(() -> told("fast").size() == 5 && !told("broken").isEmpty());

        HOOK.stubFor(post(urlEqualTo("/broken")).willReturn(aResponse().withStatus(200)));
        // The one that was refused comes once more, perhaps last.
        await().until(() ->
                told("broken").size() >= 6 && told("broken").stream().distinct().count() == 5);
        List<LoggedRequest> asked = HOOK.findAll(postRequestedFor(urlEqualTo("/broken")));
        assertThat(Duration.between(
                        asked.get(0).getLoggedDate().toInstant(),
                        asked.get(1).getLoggedDate().toInstant()))
                .isGreaterThan(Duration.ofMillis(2_900));
    }

    @Test
    void makesDeadLettersOfWhatAReceiverRefusesAndSaysSo() throws Exception {
        HOOK.stubFor(post(urlEqualTo("/broken")).willReturn(aResponse().withStatus(422)));
        start();
        await().atMost(60, SECONDS).until(() -> gateways.get(0).board.isLeading());

        engine("firing", "pump-1");

        await().atMost(60, SECONDS).until(() -> deadLetters.size() == 1);
        JsonNode letter = new ObjectMapper().readTree(deadLetters.get(0).value());
        assertThat(letter.path("receiver").asText()).isEqualTo("broken");
        assertThat(letter.path("alerts").path(0).path("device").asText()).isEqualTo("pump-1");
        assertThat(new NotifyHealth(gateways.get(0).board, gateways.get(0).notifier)
                        .health()
                        .getDetails()
                        .get("receiver.broken")
                        .toString())
                .contains("refuses since", "127.0.0.1 answers with 422");
        await().atMost(60, SECONDS).until(() -> told("fast").equals(List.of("+pump-1")));
    }

    @Test
    void losesNothingWhenGatewaysAreKilledAndRepeatsOnlyUnderTheSameKey() throws Exception {
        int devices = 60;
        start();
        await().atMost(60, SECONDS).until(() -> gateways.get(0).board.isLeading());
        for (int device = 0; device < devices; device++) {
            engine("firing", "pump-" + device);
            if (device % 20 == 10) {
                kill(gateways.remove(0));
                start();
            }
        }

        await().atMost(60, SECONDS).until(() -> told("fast").stream().distinct().count() == devices);
        for (int device = 0; device < devices; device++) {
            engine("resolved", "pump-" + device);
            if (device % 20 == 15) {
                kill(gateways.remove(0));
                start();
            }
        }

        await().atMost(60, SECONDS).until(() -> told("fast").stream().distinct().count() == 2L * devices);
        // Of each kill at most what was on its way, and all of it under the key of its occurrence.
        assertThat(told("fast")).hasSizeLessThanOrEqualTo(2 * devices + 6 * 2);
        assertThat(keys("fast")).hasSize(devices);
    }

    @Test
    void ofTwoGatewaysOneTellsAndTheOtherTakesOver() throws Exception {
        start();
        await().atMost(60, SECONDS).until(() -> gateways.get(0).board.isLeading());
        start();
        engine("firing", "pump-1");
        await().atMost(60, SECONDS).until(() -> told("fast").equals(List.of("+pump-1")));
        await().atMost(60, SECONDS).until(() -> gateways.get(1).desk.alerts().size() == 1);
        int leading = gateways.get(0).board.isLeading() ? 0 : 1;
        Part first = gateways.get(leading);
        Part second = gateways.get(1 - leading);
        assertThat(second.board.isLeading()).isFalse();

        first.notifier.close();
        engine("resolved", "pump-1");

        await().atMost(60, SECONDS).until(() -> told("fast").equals(List.of("+pump-1", "-pump-1")));
    }

    @Test
    void changedReceiversTakeOverWithoutANoticeLostOrRepeatedUnderAnotherKey() throws Exception {
        int devices = 40;
        start();
        await().atMost(180, SECONDS).until(() -> gateways.get(0).board.isLeading());
        LiveReceivers file = gateways.get(0).file;

        for (int device = 0; device < devices; device++) {
            engine("firing", "pump-" + device);
            if (device % 8 == 4) {
                assertThat(file.take(yaml().replace("500ms", 500 + device + "ms"))
                                .changed())
                        .containsExactly("(route)");
            }
        }
        await().atMost(180, SECONDS)
                .until(() -> told("fast").stream().distinct().count() == devices);
        assertThat(file.take(yaml().replace("name: broken", "naem: broken")).problems())
                .anyMatch(problem -> problem.contains("receivers.yaml:") && problem.contains("did you mean 'name'?"));
        String more = yaml().replace("[fast, slow, broken]", "[fast, extra]")
                + yaml().lines()
                        .dropWhile(line -> !line.contains("name: fast"))
                        .limit(2)
                        .map(line -> line.replace("fast", "extra") + "\n")
                        .collect(Collectors.joining());
        assertThat(file.take(more).added()).containsExactly("extra");
        for (int device = 0; device < devices; device++) {
            engine("resolved", "pump-" + device);
            if (device == 20) {
                await().atMost(180, SECONDS).until(() -> !told("extra").isEmpty());
            }
        }

        await().atMost(180, SECONDS)
                .until(() -> told("fast").stream().distinct().count() == 2L * devices);
        assertThat(keys("fast")).hasSize(devices);
        assertThat(gateways.get(0).notifier.states()).containsOnlyKeys("fast", "slow", "broken", "extra");
        // What had ended before it was a receiver it is not told of.
        await().atMost(180, SECONDS).until(() -> devices(told("extra"), "-").equals(devices(told("extra"), "+")));
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void keepsASilenceThatWasMadeOnOneGatewayOnTheOther() throws Exception {
        start();
        await().atMost(60, SECONDS).until(() -> gateways.get(0).board.isLeading());
        Part one = gateways.get(0);
        one.desk.silence(List.of("device=\"pump-1\""), null, Instant.now().plusSeconds(60), "ann", "repair");
        kill(one);
        gateways.clear();
        start();

        engine("firing", "pump-1");
        engine("firing", "pump-2");

        await().atMost(60, SECONDS).until(() -> told("fast").equals(List.of("+pump-2")));
        assertThat(gateways.get(0).desk.silences()).hasSize(1);
        await().atMost(60, SECONDS).until(() -> gateways.get(0).desk.alerts().size() == 2);
        assertThat(gateways.get(0).desk.alerts())
                .anySatisfy(view -> assertThat(view.silence()).isNotNull());
    }

    private void start() throws IOException {
        Path file = Files.writeString(folder.resolve("receivers.yaml"), yaml());
        ReceiversFile.Read read = ReceiversFile.begin(file, none -> null);
        assertThat(read.receivers().problems()).isEmpty();
        NotifyKafka clients = new NotifyKafka(
                client -> new HashMap<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "client.id", name + "-" + client)),
                name,
                NotifyKafka.ALERTS);
        Board board = new Board(read.receivers());
        Journal journal = new Journal(clients);
        Clock clock = Clock.systemUTC();
        Notifier notifier = new Notifier(
                clients,
                board,
                journal,
                () -> letter -> {
                    deadLetters.add(letter);
                    return CompletableFuture.completedFuture(null);
                },
                new Deliveries(() -> null, clock),
                new SimpleMeterRegistry(),
                FAST,
                clock);
        LiveReceivers live = new LiveReceivers(file, read, board, none -> null);
        notifier.start();
        gateways.add(new Part(board, journal, notifier, new AlertDesk(board, journal, clock), live));
    }

    private static String yaml() {
        String url = "http://127.0.0.1:" + HOOK.getPort();
        return """
                outgoing: { plain_http: [127.0.0.1], private_addresses: [127.0.0.1] }
                route:
                  receivers: [fast, slow, broken]
                  group_by: [device]
                  group_wait: 0s
                  group_interval: 500ms
                receivers:
                  - name: fast
                    webhook: { url: "%s/fast" }
                  - name: slow
                    webhook: { url: "%s/slow" }
                  - name: broken
                    webhook: { url: "%s/broken" }
                """.formatted(url, url, url);
    }

    /** What it has told from here on it can note no more. */
    private static void kill(Part part) {
        part.journal.close();
        part.notifier.close();
    }

    private static void engine(String event, String device) throws Exception {
        Instant since = Instant.parse("2026-01-01T00:00:00Z");
        engine.send(new ProducerRecord<>(
                        NotifyKafka.ALERTS,
                        AlertRecords.fingerprint("hot", device),
                        AlertRecords.json(event, "hot", device, "warning", since, since.plusSeconds(60), List.of())))
                .get(60, SECONDS);
    }

    /** What a receiver was told, in order: + fires, - ended. */
    private static List<String> told(String receiver) {
        return alerts(receiver).stream()
                .map(alert -> (alert.path("status").asText().equals("firing") ? "+" : "-")
                        + alert.path("device").asText())
                .toList();
    }

    /** Of which a receiver was told that they fire, or have ended; once or more often. */
    private static Set<String> devices(List<String> told, String sign) {
        return told.stream()
                .filter(alert -> alert.startsWith(sign))
                .map(alert -> alert.substring(1))
                .collect(Collectors.toSet());
    }

    private static List<String> keys(String receiver) {
        return alerts(receiver).stream()
                .map(alert -> alert.path("dedupeKey").asText())
                .distinct()
                .toList();
    }

    private static List<JsonNode> alerts(String receiver) {
        List<JsonNode> alerts = new ArrayList<>();
        for (LoggedRequest request : HOOK.findAll(postRequestedFor(urlEqualTo("/" + receiver)))) {
            try {
                new ObjectMapper()
                        .readTree(new String(request.getBody(), UTF_8))
                        .path("alerts")
                        .forEach(alerts::add);
            } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
            }
        }
        return alerts;
    }
}
