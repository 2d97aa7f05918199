package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.fieldgate.command.AlertsCommand;
import io.fieldgate.command.DoctorCommand;
import io.fieldgate.command.FieldgateCommand;
import io.fieldgate.command.GatewayStart;
import io.fieldgate.command.TapCommand;
import io.fieldgate.command.TopCommand;
import io.fieldgate.command.TopicsCommand;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import io.fieldgate.notify.AlertRecords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** What people do about alerts and topics, by the command line and over HTTP, on a whole gateway. */
class AlertsIT {
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    @RegisterExtension
    static final WireMockExtension HOOK = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;
    private static EmbeddedMqttBroker broker;
    private static ConfigurableApplicationContext gateway;
    private static String url;

    @BeforeAll
    static void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        broker.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("alerts", Optional.of(2), Optional.empty())
                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get(60, SECONDS);
        }
        Path receivers = Files.writeString(folder.resolve("receivers.yaml"), """
                outgoing: { plain_http: [127.0.0.1], private_addresses: [127.0.0.1] }
                route: { receivers: [team, plant, siren], group_by: [device], group_wait: 0s, group_interval: 300ms }
                receivers:
                  - name: team
                    webhook: { url: "http://127.0.0.1:%d/team" }
                  - name: plant
                    topic: { name: plant-alerts }
                  - name: siren
                    mqtt: { topic: "plant/{device}/siren", retain: true }
                """.formatted(HOOK.getPort()));
        Map<String, String> properties = new HashMap<>();
        properties.put("server.port", "0");
        properties.put("management.server.port", "0");
        properties.put("fieldgate.kafka.bootstrap-servers", kafka.bootstrapServers());
        properties.put("fieldgate.mqtt.url", broker.url());
        // The changes of alerts are this test's own.
        properties.put("fieldgate.alerts.enabled", "false");
        properties.put("fieldgate.notify.enabled", "true");
        properties.put("fieldgate.notify.file", receivers.toString());
        properties.put("fieldgate.topics[0].name", "plant-alerts");
        properties.put("fieldgate.ingest.tokens", folder.resolve("tokens.yaml").toString());
        Path routes = Files.writeString(folder.resolve("copies.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: topic-to-topic
                    routeId: copies
                    parameters:
                      - { name: topic, value: originals }
                      - { name: to, value: copied }
                      - { name: key, value: /device }
                """);
        properties.put("fieldgate.topics[1].name", "originals");
        properties.put("fieldgate.topics[2].name", "copied");
        properties.put("camel.main.routes-include-pattern", "classpath:route-templates/*.camel.yaml,file:" + routes);
        gateway = new GatewayStart(Gateway.class).start(properties);
        url = "http://127.0.0.1:" + gateway.getEnvironment().getProperty("local.server.port");
        await().atMost(60, SECONDS)
                .until(() -> get("/api/v1/alerts").path("alerts").isArray());
    }

    @AfterAll
    static void stopEverything() {
        Parts.closeAll(gateway, broker, kafka);
    }

    @Test
    void listsAcknowledgesAndSilencesByTheCommandLine() throws Exception {
        HOOK.stubFor(WireMock.post("/team").willReturn(WireMock.ok()));
        engine("firing", "too-hot", "pump-1");
        engine("firing", "silent", "pump-2");
        await().atMost(60, SECONDS)
                .until(() -> cli("ls").contains("pump-1") && cli("ls").contains("pump-2"));

        assertThat(cli("ls", "device=\"pump-1\""))
                .isEqualTo("""
                           state   severity  rule     device  since                 value    fingerprint
                           firing  warning   too-hot  pump-1  2026-01-01T00:00:00Z  81.5     %s
                        """.formatted(AlertRecords.fingerprint("too-hot", "pump-1")));
        assertThat(cli("ls", "device=~\"pump-[12]\"", "--limit", "1"))
                .endsWith("and 1 more, of which 1 is pending or firing; a higher --limit, or conditions, show them\n");
        assertThat(cli("ls", "--rule", "none")).isEqualTo("There are no such alerts.\n");
        assertThat(cli("ack", AlertRecords.fingerprint("too-hot", "pump-1"), "--author", "ann"))
                .contains("is acknowledged by ann");
        assertThat(cli("ls", "--state", "firing", "--device", "pump-1")).contains("acknowledged by ann");
        String made = cli("silence", "device=~\"pump-[23]\"", "--for", "1h", "--comment", "repair");
        assertThat(made).matches("(?s) √ silence [0-9a-f-]{36} until \\S+\\n");
        assertThat(cli("ls", "--rule", "silent")).contains("silenced");
        assertThat(cli("silence")).contains("active", "device=~\"pump-[23]\"", "repair");
        assertThat(cli("silence", "--expire", made.replaceFirst("(?s).*silence (\\S+) .*", "$1")))
                .contains("is over");
        assertThat(cli("silence")).contains("expired");
        assertThat(new ObjectMapper()
                        .readTree(cli("ls", "--json"))
                        .path("total")
                        .asInt())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void anAlertOfARuleWithAKeyIsListedByIt() throws Exception {
        HOOK.stubFor(WireMock.post("/team").willReturn(WireMock.ok()));
        byte[] alert = AlertRecords.json("firing", "line-hot", "line-3", "warning", SINCE, SINCE, List.of());
        engine(AlertRecords.fingerprint("line-hot", "line-3"), AlertRecords.keyed(alert));
        await().atMost(60, SECONDS).until(() -> cli("ls").contains("line-3"));

        JsonNode found = get("/api/v1/alerts?key=line-3").path("alerts").get(0);

        assertThat(found.path("key").asText()).isEqualTo("line-3");
        assertThat(found.has("device")).isFalse();
        assertThat(found.path("labels").path("key").asText()).isEqualTo("line-3");
        assertThat(found.path("labels").has("device")).isFalse();
        assertThat(cli("ls", "key=\"line-3\"")).contains(" line-3 ");
        assertThat(cli("ls", "--key", "line-3")).contains(" line-3 ");
        assertThat(cli("ls", "--device", "line-3")).isEqualTo("There are no such alerts.\n");
    }

    @Test
    void saysWhenThereIsNoSuchAlertAndWhenThereIsNoGateway() {
        assertThat(run(1, "ack", "0000000000000000", "--url", url))
                .isEqualTo(" x There is no alert '0000000000000000' that is pending or fires.\n");
        assertThat(run(1, "ls", "--url", "http://127.0.0.1:1"))
                .isEqualTo(
                        " x No gateway answers at http://127.0.0.1:1. Start one with ./fieldgate run or demo, or name"
                                + " another with --url.\n");
        assertThat(run(1, "silence", "device", "--for", "1h", "--comment", "x", "--url", url))
                .startsWith(" x 'device' is no matcher, allowed are conditions such as");
        assertThat(run(2, "silence", "device=x", "--url", url)).contains("A silence needs --for, how long");
        assertThat(run(2, "ack", "--url", url)).contains("Missing required parameter");
        assertThat(run(2, "ack", "../silences", "--url", url)).contains("is no fingerprint");
    }

    @Test
    void writesRecordsAndDeadLettersWithTheTopicsOfTheGateway() throws Exception {
        HOOK.stubFor(WireMock.post("/team").willReturn(WireMock.badRequest()));
        engine("firing", "too-hot", "pump-9");

        await().atMost(60, SECONDS)
                .until(() -> !Records.all(kafka.bootstrapServers(), "alerts.dlq", AlertsIT::isOfPump9)
                        .isEmpty());
        assertThat(Records.all(kafka.bootstrapServers(), "alerts.dlq", AlertsIT::isOfPump9))
                .singleElement()
                .satisfies(letter ->
                        assertThat(Records.header(letter, "fg.dlq.code")).isEqualTo("RECEIVER_REFUSES"));
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(
                                Records.all(kafka.bootstrapServers(), "plant-alerts", AlertsIT::isOfPump9))
                        .singleElement()
                        .satisfies(told ->
                                assertThat(new String(told.key(), UTF_8)).isEqualTo("pump-9")));
    }

    @Test
    void soundsASirenByMqtt() throws Exception {
        URI address = URI.create(broker.url());
        Mqtt5AsyncClient siren = MqttClient.builder()
                .useMqttVersion5()
                .serverHost(address.getHost())
                .serverPort(address.getPort())
                .buildAsync();
        List<String> heard = new CopyOnWriteArrayList<>();
        siren.connect().get(60, SECONDS);
        siren.subscribeWith()
                .topicFilter("plant/pump-5/siren")
                .callback(message -> heard.add(new String(message.getPayloadAsBytes(), UTF_8)))
                .send()
                .get(60, SECONDS);

        engine("firing", "too-hot", "pump-5");

        await().atMost(60, SECONDS).until(() -> !heard.isEmpty());
        siren.disconnect().get(60, SECONDS);
        assertThat(new ObjectMapper().readTree(heard.get(0)).path("status").asText())
                .isEqualTo("firing");
    }

    private static boolean isOfPump9(ConsumerRecord<byte[], byte[]> told) {
        return new String(told.value(), UTF_8).contains("pump-9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET|/api/v1/alerts?stat=firing||400|there is no filter 'stat', allowed are [state, rule, device, key, severity, receiver, matcher, limit]",
                "GET|/api/v1/alerts?state=burning||400|'state' is 'burning', allowed are [pending, firing, resolved]",
                "GET|/api/v1/routes/copies/tap?limit=abc||400|'limit' is 'abc', allowed is 1 to 1000",
                "GET|/api/v1/alerts?limit=-1||400|'limit' is '-1', allowed is 0 to 10000",
                "GET|/api/v1/alerts?matcher=x||400|'x' is no matcher, allowed are conditions such as area=\"north\", severity!=\"info\", device=~\"pump-.*\" or device!~\"test.*\"",
                "POST|/api/v1/alerts/0/acknowledge|{\"author\":\"ann\"}|404|There is no alert '0' that is pending or fires.",
                "POST|/api/v1/alerts/0/acknowledge|{\"autor\":\"ann\"}|400|there is no 'autor', allowed are [author, comment]",
                "POST|/api/v1/alerts/0/acknowledge|{}|400|'author' is empty, allowed are texts of 1 to 1000 characters",
                "POST|/api/v1/alerts/0/acknowledge|{\"author\":7}|400|'author' has a value of the wrong type",
                "POST|/api/v1/alerts/0/acknowledge|{\"author\":\"a\",\"author\":\"b\"}|400|the body is no JSON: Duplicate field 'author'",
                "POST|/api/v1/alerts/0/acknowledge|nonsense|400|the body is no JSON: Unrecognized token 'nonsense': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                "POST|/api/v1/alerts/silences|{\"matchers\":[],\"duration\":\"1h\",\"author\":\"a\",\"comment\":\"c\"}|400|'matchers' has 0 entries, allowed are 1 to 20",
                "POST|/api/v1/alerts/silences|{\"matchers\":[\"a=b\"],\"author\":\"a\",\"comment\":\"c\"}|400|a silence has either 'ends_at' or 'duration'",
                "POST|/api/v1/alerts/silences|{\"matchers\":[\"a=b\"],\"duration\":\"soon\",\"author\":\"a\",\"comment\":\"c\"}|400|'duration' is 'soon', allowed is a time like 500ms, 30s, 5m, 1h30m, 7d",
                "POST|/api/v1/alerts/silences|{\"matchers\":[\"a=b\"],\"ends_at\":\"2026-01-01T00:00:00Z\",\"author\":\"a\",\"comment\":\"c\"}|400|the silence ends before it begins, or in the past",
                "POST|/api/v1/alerts/silences|{\"matchers\":[\"a=b\"],\"duration\":\"1h\",\"author\":\"a\",\"comment\":\" \"}|400|'comment' is empty, allowed are texts of 1 to 1000 characters",
                "POST|/api/v1/alerts/silences|{\"matchers\":[null],\"duration\":\"1h\",\"author\":\"a\",\"comment\":\"c\"}|400|'matchers' has a value of the wrong type",
                "POST|/api/v1/alerts/silences|{\"matchers\":[\"a=b\"],\"starts_at\":\"+1000000000-12-31T23:59:59Z\",\"ends_at\":\"+1000000000-12-31T23:59:59.5Z\",\"author\":\"a\",\"comment\":\"c\"}|400|the silence is too long or too far away, allowed are 366 days",
                "DELETE|/api/v1/alerts/silences/0||404|There is no silence '0'.",
            })
    void answersWhatIsWrongWithAProblem(String method, String path, @Nullable String body, int status, String detail)
            throws Exception {
        HttpResponse<String> answer = send(method, path, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("detail").asText()).isEqualTo(detail);
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .hasValue(problem.path("requestId").asText());
    }

    private static JsonNode get(String path) throws Exception {
        return new ObjectMapper().readTree(send("GET", path, null).body());
    }

    private static HttpResponse<String> send(String method, String path, @Nullable String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void topShowsWhatARouteDoes() throws Exception {
        assertThat(run(1, new CommandLine(new TopCommand()), "--once", "--url", "http://127.0.0.1:1"))
                .startsWith(" x No gateway answers at");
        original("{\"device\":\"pump-1\"}");
        original("no JSON");

        await().atMost(60, SECONDS).untilAsserted(() -> {
            JsonNode route = get("/api/v1/routes").path("routes").path(0);
            assertThat(route.path("id").asText()).isEqualTo("copies");
            assertThat(route.path("from").asText()).isEqualTo("topic:originals");
            assertThat(route.path("state").asText()).isEqualTo("started");
            assertThat(route.path("received").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(route.path("sent").asInt()).isGreaterThanOrEqualTo(1);
            assertThat(route.path("failed").asInt()).isGreaterThanOrEqualTo(1);
            assertThat(route.path("in_flight").asInt()).isZero();
            assertThat(route.path("lag").isNumber()).isTrue();
        });
        assertThat(run(0, new CommandLine(new TopCommand()), "--once", "--url", url))
                .contains("route ", "state ", "copies ", "started ");
    }

    @Test
    void tapShowsMessagesOnTheirWayAndHidesSecrets() throws Exception {
        assertThat(run(1, new CommandLine(new TapCommand()), "none", "--url", url))
                .isEqualTo(" x There is no route 'none'.\n");
        assertThat(run(1, new CommandLine(new TapCommand()), "copies", "--limit", "0/s", "--url", url))
                .isEqualTo(" x 'limit' is '0', allowed is 1 to 1000\n");
        StringWriter out = new StringWriter();
        CommandLine tap = new CommandLine(new TapCommand()).setOut(new PrintWriter(out, true));
        Thread looking = new Thread(() -> FieldgateCommand.execute(tap, "copies", "--url", url), "tap");
        looking.setDaemon(true);
        looking.start();

        // It looks on a thread of its own, and may begin between the two.
        await().atMost(60, SECONDS).untilAsserted(() -> {
            original("{\"device\":\"pump-1\",\"password\":\"x\"}");
            original("tapped");
            assertThat(out.toString())
                    .containsPattern("\\d  > to1?\\S*  \\S+  \\{\"device\":\"pump-1\",\"password\":\"\\*\\*\\*\"}")
                    .containsPattern(" x    .*JSON");
        });
    }

    private static void original(String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("originals", value.getBytes(UTF_8)))
                    .get(60, SECONDS);
        }
    }

    @Test
    void doctorFindsAllThatIsThereWithoutDisturbingTheGateway() {
        String found = configured(
                Map.of("fieldgate.topics[0].name", "telemetry", "fieldgate.database.url", ""),
                1,
                new DoctorCommand(),
                "--format",
                "json");

        assertThat(found).contains("127.0.0.1:" + port("local.management.port") + ": a gateway runs there");
        assertThat(found).containsPattern("answers: 1 broker, Kafka 4\\.");
        assertThat(found).contains(" can be used by the routes, ");
        assertThat(found).contains(broker.url() + " takes the gateway without a user, MQTT 5");
        // The one thing that is missing.
        assertThat(found).contains("Set fieldgate.database.url to a JDBC URL");
    }

    @Test
    void topicsAreMadeWhatTheConfigurationSaysAndLoseNothingUnlessTold() {
        Map<String, String> topic = Map.of(
                "fieldgate.topics[0].name", "planned",
                "fieldgate.topics[0].partitions", "1",
                "fieldgate.topics[0].retention", "7d",
                "fieldgate.topics[0].dead-letter", "false");
        assertThat(configured(topic, 1, new TopicsCommand(), "plan"))
                .isEqualTo(" + planned: 1 partition, the broker's replication, {retention.ms=604800000}\n");
        assertThat(configured(topic, 0, new TopicsCommand(), "apply")).startsWith(" + planned: ");
        // Kafka answers when a change is written, and its broker shows it when it has read it.
        await().untilAsserted(() ->
                assertThat(configured(topic, 0, new TopicsCommand(), "plan")).isEqualTo(" √ planned: as configured\n"));

        Map<String, String> changed = new HashMap<>(topic);
        changed.put("fieldgate.topics[0].partitions", "3");
        changed.put("fieldgate.topics[0].retention", "1d");
        assertThat(configured(changed, 1, new TopicsCommand(), "apply"))
                .contains(
                        " ~ planned: partitions is 1, wanted is 3; devices move",
                        " x planned: retention.ms is 604800000, wanted is 86400000; Kafka then deletes records",
                        "Left as it is: --allow-loss makes it");
        await().untilAsserted(() -> assertThat(configured(changed, 1, new TopicsCommand(), "plan"))
                .contains("retention.ms")
                .doesNotContain("partitions is"));
        assertThat(configured(changed, 0, new TopicsCommand(), "apply", "--allow-loss"))
                .startsWith(" ~ planned: retention.ms");
        await().untilAsserted(() ->
                assertThat(configured(changed, 0, new TopicsCommand(), "plan")).contains("as configured"));
        changed.put("fieldgate.topics[0].partitions", "2");
        assertThat(configured(changed, 1, new TopicsCommand(), "apply", "--allow-loss"))
                .startsWith(" x planned: partitions is 3, wanted is 2; Kafka takes no partition away");
    }

    @Test
    void topicsEndsWithTwoWhenKafkaCannotBeAsked() {
        assertThat(configured(
                        Map.of("fieldgate.kafka.bootstrap-servers", "127.0.0.1:1"), 2, new TopicsCommand(), "plan"))
                .startsWith(" x Kafka at 127.0.0.1:1 cannot be asked: it does not answer");
    }

    /** Runs a command that reads the configuration, with the brokers of this test in it. */
    private static String configured(Map<String, String> settings, int code, Object command, String... arguments) {
        Map<String, String> all = new HashMap<>(Map.of(
                "fieldgate.kafka.bootstrap-servers", kafka.bootstrapServers(),
                "fieldgate.mqtt.url", broker.url(),
                "server.port", port("local.server.port"),
                "management.server.port", port("local.management.port")));
        all.putAll(settings);
        all.forEach(System::setProperty);
        try {
            return run(code, new CommandLine(command), arguments);
        } finally {
            all.keySet().forEach(System::clearProperty);
        }
    }

    private static String port(String name) {
        return String.valueOf(gateway.getEnvironment().getProperty(name));
    }

    private static String cli(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = url;
        return run(0, all);
    }

    private static String run(int code, String... arguments) {
        return run(code, new CommandLine(new AlertsCommand()), arguments);
    }

    private static String run(int code, CommandLine commandLine, String... arguments) {
        StringWriter out = new StringWriter();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        assertThat(FieldgateCommand.execute(commandLine, arguments))
                .as(out.toString())
                .isEqualTo(code);
        return out.toString();
    }

    private static void engine(String event, String rule, String device) throws Exception {
        engine(
                AlertRecords.fingerprint(rule, device),
                AlertRecords.json(event, rule, device, "warning", SINCE, SINCE, List.of()));
    }

    private static void engine(String fingerprint, byte[] alert) throws Exception {
        try (KafkaProducer<String, byte[]> engine = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            engine.send(new ProducerRecord<>("alerts", fingerprint, alert)).get(60, SECONDS);
        }
    }
}
