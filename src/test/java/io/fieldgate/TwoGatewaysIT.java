package io.fieldgate;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Actuator;
import io.fieldgate.fault.Devices;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Ledger;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways with the same routes on one host: they share the work, and one does all of it when the other is killed. */
class TwoGatewaysIT {
    private static final int DEVICES = 20;
    private static final int RATE = 200;
    /** What one gateway has received and not acknowledged when it is killed: comes again. */
    private static final int WINDOW = 1_000;

    @RegisterExtension
    static final WireMockExtension TEAM = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @TempDir
    private Path folder;

    private final Ledger ledger = new Ledger();
    private EmbeddedKafka kafka;
    private EmbeddedMqttBroker broker;
    private EmbeddedPostgres postgres;

    /** A gateway with what an operator sees of it. */
    private record Member(GatewayProcess process, Actuator actuator) implements AutoCloseable {
        double meter(String name, String tag) throws Exception {
            return actuator.meter(name, tag);
        }

        boolean takesPart() throws Exception {
            return meter("fieldgate_messages_received_total", "route=\"plant\"") > 0
                    && meter("fieldgate_messages_received_total", "route=\"store\"") > 0
                    && meter("fieldgate_database_rows_total", "") > 0
                    && meter("fieldgate_alerts_readings_total", "rule=\"heard\"") > 0;
        }

        @Override
        public void close() {
            process.close();
        }
    }

    @BeforeEach
    void startParts() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        broker.start();
        postgres = EmbeddedPostgres.builder().start();
        TEAM.stubFor(post("/team").willReturn(ok()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("telemetry", 6, (short) 1)))
                    .all()
                    .get(60, SECONDS);
        }
        Files.writeString(folder.resolve("alerts.yaml"), """
                rules: [{ name: heard, topic: telemetry, when: key != '' }]
                """);
        Files.writeString(folder.resolve("receivers.yaml"), """
                outgoing: { plain_http: [127.0.0.1], private_addresses: [127.0.0.1] }
                route: { receivers: [team], group_by: [device], group_wait: 0s, group_interval: 300ms }
                receivers: [{ name: team, webhook: { url: "http://127.0.0.1:%d/team" } }]
                """.formatted(TEAM.getPort()));
        Files.writeString(folder.resolve("shared.camel.yaml"), """
                - route:
                    id: plant
                    from:
                      uri: "mqtt:plant/{site}/{device}/telemetry"
                      parameters: { shareGroup: gateways }
                      steps:
                        - to: "topic:telemetry"
                - templatedRoute:
                    routeTemplateRef: topic-to-database
                    routeId: store
                    parameters:
                      - { name: topic, value: telemetry }
                      - { name: table, value: telemetry }
                """);
    }

    @AfterEach
    void stopParts() {
        Parts.closeAll(postgres, broker, kafka);
    }

    @Test
    void shareTheWorkAndWhenOneIsKilledTheOtherDoesAllOfItAndNothingIsLost() throws Exception {
        try (Member killed = gateway("one");
                Member other = gateway("two");
                Devices north = new Devices(broker.url(), "north", DEVICES, 2, ledger);
                Devices south = new Devices(broker.url(), "south", DEVICES, 2, ledger)) {
            awaitAtWork(killed);
            awaitAtWork(other);
            north.start(RATE);
            await().atMost(120, SECONDS).until(() -> killed.takesPart() && other.takesPart());
            await().atMost(120, SECONDS).until(() -> told().size() == DEVICES);

            killed.process.kill();
            int acknowledged = ledger.acknowledged();
            south.start(RATE);

            // Devices that only the other can have heard of, over MQTT, in the database and in an alert.
            await().atMost(120, SECONDS).until(() -> told().size() == 2 * DEVICES);
            await().atMost(120, SECONDS).until(() -> rows("device LIKE 'south-%'") >= DEVICES);
            await().atMost(120, SECONDS).until(() -> ledger.acknowledged() > acknowledged + 5 * RATE);
            try (Member again = gateway("one")) {
                // A broker may keep for it what it had not acknowledged.
                awaitAtWork(again);
                north.stop();
                south.stop();
                awaitEverything();
            }
        }
        List<ConsumerRecord<byte[], byte[]>> found = Records.all(kafka.bootstrapServers(), "telemetry");
        ledger.verify(found, WINDOW);
        Set<String> sent = found.stream().map(Ledger::message).collect(Collectors.toSet());
        await().atMost(120, SECONDS).until(() -> rows("true") == sent.size());
        assertThat(Records.count(kafka.bootstrapServers(), "telemetry.dlq")).isZero();
        eachDeviceIsOneAlertUnderOneKey();
    }

    /** Its state has moved: that which had fired fires no second time, though its devices have gone on sending. */
    private void eachDeviceIsOneAlertUnderOneKey() throws IOException {
        Map<String, List<String>> changes = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> change : Records.committed(kafka.bootstrapServers(), "alerts")) {
            JsonNode json = new ObjectMapper().readTree(change.value());
            changes.computeIfAbsent(json.path("key").asText(), device -> new ArrayList<>())
                    .add(json.path("event").asText() + " "
                            + json.path("episode").asText());
        }
        assertThat(changes).hasSize(2 * DEVICES);
        Map<String, Set<String>> told = told();
        assertThat(changes).allSatisfy((device, events) -> {
            assertThat(events).as(device).singleElement().asString().startsWith("firing ");
            assertThat(told.get(device))
                    .as("keys under which was told of %s", device)
                    .containsExactly(events.get(0).substring("firing ".length()));
        });
    }

    /** The keys under which the receiver was told, by device. */
    private static Map<String, Set<String>> told() throws IOException {
        Map<String, Set<String>> keys = new HashMap<>();
        for (LoggedRequest request : TEAM.findAll(postRequestedFor(urlEqualTo("/team")))) {
            for (JsonNode alert : new ObjectMapper().readTree(request.getBody()).path("alerts")) {
                keys.computeIfAbsent(alert.path("device").asText(), device -> new HashSet<>())
                        .add(alert.path("dedupeKey").asText());
            }
        }
        return keys;
    }

    private void awaitEverything() {
        await().atMost(180, SECONDS)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Records.all(kafka.bootstrapServers(), "telemetry").stream()
                        .map(Ledger::message)
                        .collect(Collectors.toSet())
                        .containsAll(ledger.allAcknowledged()));
    }

    private static void awaitAtWork(Member gateway) {
        await().atMost(180, SECONDS)
                .until(() -> gateway.process.output().contains("subscribed to $share/gateways/plant/+/+/telemetry")
                        && gateway.process.output().contains("Alert rules at work"));
    }

    private long rows(String where) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM telemetry WHERE " + where)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException notYet) {
            return -1;
        }
    }

    private Member gateway(String name) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        int actuator = Ports.free();
        Map<String, String> environment =
                GatewayProcess.environment(own, kafka.bootstrapServers(), broker.url(), actuator);
        environment.put("FIELDGATE_MQTT_CLIENTID", "gateway-" + name);
        environment.put("FIELDGATE_KAFKA_INSTANCE", name);
        environment.put("FIELDGATE_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"));
        environment.put("FIELDGATE_DATABASE_USERNAME", "postgres");
        environment.put("FIELDGATE_ALERTS_ENABLED", "true");
        environment.put("FIELDGATE_ALERTS_FILE", folder.resolve("alerts.yaml").toString());
        environment.put("FIELDGATE_ALERTS_STATEFOLDER", own.resolve("state").toString());
        environment.put(
                "FIELDGATE_NOTIFY_FILE", folder.resolve("receivers.yaml").toString());
        // A killed gateway is missed only after this time.
        environment.put("FIELDGATE_KAFKA_PROPERTIES_SESSION_TIMEOUT_MS", "6000");
        environment.put("FIELDGATE_KAFKA_PROPERTIES_HEARTBEAT_INTERVAL_MS", "1000");
        environment.put(
                "CAMEL_MAIN_ROUTESINCLUDEPATTERN",
                "classpath:route-templates/*.camel.yaml,file:" + folder.resolve("shared.camel.yaml"));
        return new Member(GatewayProcess.start(own, environment, "run"), new Actuator(actuator));
    }
}
