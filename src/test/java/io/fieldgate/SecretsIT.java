package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import io.fieldgate.http.user.Role;
import io.fieldgate.http.user.User;
import io.fieldgate.http.user.UserFile;
import io.fieldgate.message.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A gateway with a secret in every place that takes one. Everything that uses them fails in the way that tells most: passwords
 * are refused, and receivers say back what they were sent. Nowhere but in the files of the operator does one of them stand then.
 */
@SuppressWarnings("NullAway.Init") // set before all tests
class SecretsIT {
    private static final String MARK = "S3CR3T";
    private static final String ADMIN = MARK + "-token-admin";
    private static final String PASSWORD = MARK + "-password";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LISTEN = Duration.ofSeconds(3);

    private static final String ROUTES = """
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: phones
                parameters:
                  - { name: path, value: "/v1/phones/{device}" }
                  - { name: topic, value: telemetry }
            - templatedRoute:
                routeTemplateRef: mqtt-to-topic
                routeId: ovens
                parameters:
                  - { name: filter, value: "ovens/{device}/telemetry" }
                  - { name: topic, value: telemetry }
            - templatedRoute:
                routeTemplateRef: topic-to-database
                routeId: rows
                parameters:
                  - { name: topic, value: telemetry }
                  - { name: table, value: telemetry }
            - templatedRoute:
                routeTemplateRef: topic-to-webhook
                routeId: tills
                parameters:
                  - { name: topic, value: telemetry }
                  - { name: webhook, value: till }
            - templatedRoute:
                routeTemplateRef: topic-to-webhook
                routeId: shops
                parameters:
                  - { name: topic, value: telemetry }
                  - { name: webhook, value: shop }
            """;

    private static final String RECEIVERS = """
            route: { receivers: [hook, chat, manager, mail], group_wait: 0s }
            receivers:
              - name: hook
                webhook: { url: "${BASE}/400/${MARK}-hook-path", secret: "${MARK_HOOK}" }
              - name: chat
                slack: { url: "${BASE}/503/${MARK}-chat-path?key=${MARK}-chat-key" }
              - name: manager
                alertmanager: { url: "${BASE}/403/${MARK}-manager-path", token: "${MARK_MANAGER}" }
              - name: mail
                email: { server: "127.0.0.1:1", username: "${MARK_MAIL_USER}", password: "${MARK_MAIL}", from: a@b.example, to: [c@d.example] }
            outgoing: { plain_http: [127.0.0.1], private_addresses: [127.0.0.1] }
            """;

    @TempDir
    private static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static EmbeddedKafka kafka;
    private static EmbeddedMqttBroker broker;
    private static HttpServer receiver;
    private static GatewayProcess gateway;
    private static String api;
    private static String actuator;

    @BeforeAll
    static void plantAndUseThem() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        broker.start();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", SecretsIT::sayBack);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.start();
        String database = "jdbc:h2:file:" + folder.resolve("h2/fieldgate");
        DriverManager.getConnection(database, "sa", "another").close();
        Files.writeString(
                folder.resolve("tokens.yaml"),
                "tokens:\n  - { name: ops, sha256: %s, paths: ['/api/**', '/v1/**'], role: admin }\n"
                        .formatted(Sha256.hex(ADMIN.getBytes(UTF_8))));
        new UserFile(folder.resolve("users.yaml")).add("anna", PASSWORD, Role.ADMIN);
        gateway = startGateway();
        gateway.await(180, () -> post("/v1/phones/phone-1", ADMIN, "{\"temperature\":99,\"ts\":1}") == 202);
        post("/v1/phones/phone-1", MARK + "-token-wrong", "{}");
        get(api + "/api/v1/routes", MARK + "-token-wrong");
        login("anna", PASSWORD);
        login("anna", MARK + "-password-wrong");
        login(MARK + "-password-as-name", "x");
        publish();
        // Each of those that use a secret has failed by then.
        await().atMost(180, SECONDS).untilAsserted(() -> {
            assertThat(get(api + "/api/v1/alerts", ADMIN)).contains("too-hot");
            assertThat(Records.count(kafka.bootstrapServers(), "telemetry.dlq")).isPositive();
            assertThat(Records.count(kafka.bootstrapServers(), "alerts.dlq")).isPositive();
            assertThat(get(actuator + "/health", null))
                    .contains("shop' has not taken the record", "Wrong user name or password");
            assertThat(gateway.output()).contains("chat", "mail");
        });
    }

    @AfterAll
    static void stopEverything() {
        Parts.closeAll(gateway, () -> receiver.stop(0), broker, kafka);
    }

    private static GatewayProcess startGateway() throws Exception {
        int management = Ports.free();
        Map<String, String> environment =
                GatewayProcess.environment(folder, kafka.bootstrapServers(), broker.url(), management);
        actuator = "http://127.0.0.1:" + management + "/actuator";
        api = "http://127.0.0.1:" + environment.get("SERVER_PORT");
        String base = "http://127.0.0.1:" + receiver.getAddress().getPort();
        environment.putAll(Map.of(
                "BASE", base,
                "MARK", MARK,
                "MARK_HOOK", MARK + "-hook-hmac",
                "MARK_MANAGER", MARK + "-manager-token",
                "MARK_MAIL_USER", MARK + "-mail-user",
                "MARK_MAIL", MARK + "-mail-password"));
        environment.put("FIELDGATE_ALERTS_ENABLED", "true");
        environment.put(
                "SPRING_APPLICATION_JSON",
                """
                {"fieldgate": {
                   "ingest": {"tokens": "FOLDER/tokens.yaml"},
                   "login": {"users": "FOLDER/users.yaml"},
                   "mqtt": {"username": "gateway", "password": "MARK-mqtt"},
                   "database": {"password": "MARK-database"},
                   "kafka": {"properties": {
                     "sasl.jaas.config": "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=MARK-jaas;",
                     "ssl.truststore.password": "MARK-truststore", "ssl.keystore.password": "MARK-keystore",
                     "ssl.key.password": "MARK-key"}},
                   "notify": {"file": "FOLDER/receivers.yaml"},
                   "alerts": {"file": "FOLDER/alerts.yaml", "state-folder": "FOLDER/alerts"},
                   "webhooks": {
                     "till": {"url": "BASE/422/MARK-till-path?key=MARK-till-key", "secret": "MARK-till-hmac",
                       "headers": {"Authorization": "Bearer MARK-till-token"}, "plain-http": true, "private-addresses": ["127.0.0.1"]},
                     "shop": {"url": "BASE/401/MARK-shop-path", "secret": "MARK-shop-hmac",
                       "headers": {"X-Api-Key": "MARK-shop-key"}, "plain-http": true, "private-addresses": ["127.0.0.1"]}}},
                 "management": {"otlp": {"tracing": {"endpoint": "BASE/401/MARK-otlp-path",
                   "headers": {"Authorization": "Bearer MARK-otlp-token"}}}},
                 "camel": {"main": {"routes-include-pattern": "classpath:route-templates/*.camel.yaml,file:FOLDER/routes.camel.yaml"}},
                 "logging": {"level": {"io.fieldgate": "DEBUG", "org.apache.camel": "DEBUG", "org.apache.kafka": "INFO",
                   "org.springframework": "DEBUG", "com.zaxxer.hikari": "DEBUG", "io.opentelemetry": "INFO"}}}
                """.replace("FOLDER", folder.toString()).replace("BASE", base).replace("MARK", MARK));
        Files.writeString(folder.resolve("routes.camel.yaml"), ROUTES);
        Files.writeString(folder.resolve("receivers.yaml"), RECEIVERS);
        Files.writeString(folder.resolve("alerts.yaml"), """
                rules:
                  - { name: too-hot, topic: telemetry, when: payload.temperature > 80, max_lateness: 36500d }
                """);
        return GatewayProcess.start(folder, environment, "run");
    }

    /** As many services do: the code of the path, and what they were asked. */
    private static void sayBack(HttpExchange request) throws IOException {
        request.getRequestBody().readAllBytes();
        URI asked = request.getRequestURI();
        String text = "Cannot POST " + asked + " with "
                + request.getRequestHeaders().getFirst("Authorization") + " "
                + request.getRequestHeaders().getFirst("X-Api-Key");
        byte[] body = text.getBytes(UTF_8);
        request.sendResponseHeaders(Integer.parseInt(asked.getPath().split("/", 3)[1]), body.length);
        request.getResponseBody().write(body);
        request.close();
    }

    @Test
    void noLogHasOne() throws Exception {
        assertThat(lines(gateway.output() + gateway.errors())).isEmpty();
        assertThat(gateway.output() + gateway.errors()).doesNotContain(hashes());
    }

    @Test
    void noAnswerOfTheApiHasOne() throws Exception {
        JsonNode paths = JSON.readTree(get(api + "/v3/api-docs", null)).path("paths");
        List<String> asked = new ArrayList<>(List.of("/v3/api-docs", "/", "/nonsense", "/api/v1/nonsense", "/%2e%2e/"));
        paths.properties().stream()
                .filter(path ->
                        path.getKey().startsWith("/api/") && path.getValue().has("get"))
                .forEach(path -> asked.add(path.getKey()
                        .replaceAll("/routes/\\{\\w+}", "/routes/tills")
                        .replaceAll("/devices/\\{\\w+}", "/devices/phone-1")
                        .replace("{topic}/{partition}/{offset}", letter())
                        .replaceAll("\\{\\w+}", "0")));
        assertThat(asked).hasSizeGreaterThan(20);

        for (String path : asked) {
            String answer = get(api + path, ADMIN);
            assertThat(lines(answer)).as(path).isEmpty();
            assertThat(answer).as(path).doesNotContain(hashes());
        }
    }

    @Test
    void neitherHealthNorMetersHaveOneAndNothingElseIsOpen() throws Exception {
        List<String> asked = new ArrayList<>(List.of("", "/health", "/info", "/prometheus", "/metrics"));
        JSON.readTree(get(actuator + "/metrics", null))
                .path("names")
                .forEach(name -> asked.add("/metrics/" + name.asText()));
        assertThat(asked).hasSizeGreaterThan(50);

        for (String path : asked) {
            assertThat(lines(get(actuator + path, null))).as(path).isEmpty();
        }
        for (String path : List.of(
                "env",
                "configprops",
                "beans",
                "heapdump",
                "threaddump",
                "loggers",
                "mappings",
                "shutdown",
                "jolokia",
                "httpexchanges",
                "sessions",
                "conditions",
                "logfile")) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(actuator + "/" + path)).build();
            assertThat(CLIENT.send(request, BodyHandlers.discarding()).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void neitherDeadLettersNorAnotherTopicHaveOne() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<String> topics =
                    admin.listTopics().names().get().stream().sorted().toList();
            assertThat(topics).contains("telemetry.dlq", "alerts.dlq", "fieldgate.devices");
            for (String topic : topics) {
                for (ConsumerRecord<byte[], byte[]> record : Records.all(kafka.bootstrapServers(), topic)) {
                    assertThat(lines(text(record))).as(topic).isEmpty();
                }
            }
        }
    }

    @Test
    void whatTheGatewayKeepsOnDiskHasNone() throws Exception {
        for (String kept : List.of("checkpoints", "idempotency", "alerts", "intake")) {
            try (Stream<Path> files = Files.walk(Files.createDirectories(folder.resolve(kept)))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(lines(Files.readString(file, StandardCharsets.ISO_8859_1)))
                            .as(file.toString())
                            .isEmpty();
                }
            }
        }
    }

    /** The line that says why the gateway does not start is the one that is copied into a ticket. */
    @ParameterizedTest
    @CsvSource({
        "FIELDGATE_WEBHOOKS_SHOP_URL, http://shop.example/S3CR3T",
        "FIELDGATE_WEBHOOKS_SHOP_URL, https://shop.example/S3CR3T path",
        "FIELDGATE_MQTT_URL, tcp://gateway:S3CR3T@127.0.0.1:1883",
        "FIELDGATE_DATABASE_URL, jdbc:oracle:thin:fieldgate/S3CR3T@db.example",
    })
    void aConfigurationWithAMistakeIsRefusedWithoutShowingIt(String key, String value) throws Exception {
        Map<String, String> environment =
                GatewayProcess.environment(folder, kafka.bootstrapServers(), broker.url(), Ports.free());
        environment.put(
                "CAMEL_MAIN_ROUTESINCLUDEPATTERN",
                "classpath:route-templates/*.camel.yaml,file:" + folder.resolve("routes.camel.yaml"));
        environment.put(key, value);

        try (GatewayProcess wrong = GatewayProcess.start(folder, environment, "run")) {
            assertThat(wrong.exit(90)).isNotZero();

            assertThat(lines(wrong.output() + wrong.errors())).isEmpty();
        }
    }

    private static String letter() {
        return Records.all(kafka.bootstrapServers(), "telemetry.dlq").stream()
                .findFirst()
                .map(record -> record.topic() + "/" + record.partition() + "/" + record.offset())
                .orElseThrow();
    }

    private static String[] hashes() throws IOException {
        return Stream.concat(
                        Stream.of(Sha256.hex(ADMIN.getBytes(UTF_8))),
                        new UserFile(folder.resolve("users.yaml"))
                                .users().stream().map(User::bcrypt))
                .toArray(String[]::new);
    }

    /** Only those that matter: a failure shows what is to be mended. */
    private static List<String> lines(String text) {
        return text.lines().filter(line -> line.contains(MARK)).toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder();
        for (byte[] part : new byte[][] {record.key(), record.value()}) {
            text.append(part == null ? "" : new String(part, UTF_8)).append('\n');
        }
        record.headers()
                .forEach(header -> text.append(header.key())
                        .append(": ")
                        .append(header.value() == null ? "" : new String(header.value(), UTF_8))
                        .append('\n'));
        return text.toString();
    }

    /** What comes, at most for as long as one would listen to what never ends. */
    private static String get(String url, @Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> answer = CLIENT.sendAsync(
                request.build(), BodyHandlers.ofByteArrayConsumer(some -> some.ifPresent(heard::writeBytes)));
        try {
            answer.get(url.contains("/stream") || url.endsWith("/tap") ? LISTEN.toSeconds() : 60, SECONDS);
        } catch (TimeoutException endless) {
            answer.cancel(true);
        }
        return heard.toString(UTF_8);
    }

    private static int post(String path, String token, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static void login(String name, String password) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}"))
                .build();
        CLIENT.send(request, BodyHandlers.discarding());
    }

    private static void publish() throws ExecutionException, InterruptedException, TimeoutException {
        var device = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(URI.create(broker.url()).getPort())
                .buildAsync();
        device.connect().get(60, SECONDS);
        device.publishWith()
                .topic("ovens/oven-1/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("no JSON".getBytes(UTF_8))
                .send()
                .get(60, SECONDS);
        device.disconnect().get(60, SECONDS);
    }
}
