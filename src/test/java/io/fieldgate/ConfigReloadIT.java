package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** An integrator adds a whole way of messages to a gateway that runs: topic, table, rule, receiver and routes. */
class ConfigReloadIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String DOORS = """
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: doors-by-http
                parameters:
                  - { name: path, value: "/v1/doors/{device}" }
                  - { name: topic, value: doors }
            - templatedRoute:
                routeTemplateRef: topic-to-database
                routeId: doors-to-database
                parameters:
                  - { name: topic, value: doors }
                  - { name: table, value: doors }
            """;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private ConfigurableApplicationContext gateway;
    private int port;

    @BeforeEach
    void start() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        write("topics.yaml", "fieldgate:\n  topics:\n    - { name: readings, partitions: 1 }\n");
        write("tables.yaml", "fieldgate:\n  tables:\n    - { name: readings, columns: [{ name: v, type: double }] }\n");
        write("alerts.yaml", "rules:\n  - { name: hot, topic: readings, when: payload.v > 80 }\n");
        write("receivers.yaml", "route: { receivers: [log], group_wait: 0s }\nreceivers: [{ name: log, log: {} }]\n");
        gateway = new SpringApplication(Gateway.class)
                .run(
                        "--spring.config.import=file:" + folder + "/topics.yaml,file:" + folder + "/tables.yaml",
                        "--fieldgate.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--fieldgate.kafka.instance=config-reload",
                        "--fieldgate.database.url=jdbc:h2:file:" + folder.resolve("h2"),
                        "--fieldgate.database.username=sa",
                        "--fieldgate.ingest.tokens=" + folder.resolve("tokens.yaml"),
                        "--fieldgate.ingest.idempotency.folder=" + folder.resolve("idempotency"),
                        "--fieldgate.alerts.file=" + folder.resolve("alerts.yaml"),
                        "--fieldgate.alerts.state-folder=" + folder.resolve("state"),
                        "--fieldgate.notify.file=" + folder.resolve("receivers.yaml"),
                        "--fieldgate.reload.interval=200ms",
                        "--camel.main.routes-include-pattern=classpath:route-templates/*.camel.yaml,file:" + folder
                                + "/*.camel.yaml",
                        "--server.port=0",
                        "--management.server.port=0");
        port = ((WebServerApplicationContext) gateway).getWebServer().getPort();
    }

    @AfterEach
    void stop() {
        Parts.closeAll(gateway, kafka);
    }

    @Test
    void aWholeWayOfMessagesIsAddedWhileTheGatewayRuns() throws Exception {
        await().atMost(60, SECONDS).until(() -> file("topics.yaml").path("hash").isTextual());
        assertThat(names("alerts.yaml", "rules")).containsExactly("hot");
        assertThat(names("receivers.yaml", "receivers")).containsExactly("log");
        assertThat(names("topics.yaml", "topics")).containsExactly("readings");
        assertThat(names("tables.yaml", "tables")).containsExactly("readings");

        write("doors.camel.yaml", DOORS);
        await().atMost(60, SECONDS).until(() -> state("doors.camel.yaml").equals("disabled"));
        write("alerts.yaml", """
                rules:
                  - { name: hot, topic: readings, when: payload.v > 80 }
                  - { name: open, topic: doors, when: payload.open, notify: [alarm] }
                """);
        write("receivers.yaml", """
                route: { receivers: [log], group_wait: 0s }
                receivers:
                  - { name: log, log: {} }
                  - { name: alarm, group_wait: 0s, topic: { name: alarms } }
                """);
        write("tables.yaml", """
                fieldgate:
                  tables:
                    - { name: readings, columns: [{ name: v, type: double }] }
                    - { name: doors, columns: [{ name: open, type: boolean }] }
                """);
        write("topics.yaml", """
                fieldgate:
                  topics:
                    - { name: readings, partitions: 1 }
                    - { name: doors, partitions: 2 }
                    - { name: alarms, partitions: 1 }
                """);

        await().atMost(120, SECONDS).until(() -> post("/v1/doors/gate-1", "{\"open\":true}") == 202);
        await().atMost(180, SECONDS).until(() -> Records.count(kafka.bootstrapServers(), "alarms") == 1);
        assertThat(new String(
                        Records.all(kafka.bootstrapServers(), "alarms").get(0).value(), UTF_8))
                .contains("\"open\"", "gate-1");
        await().atMost(120, SECONDS).until(() -> rows() == 1);
        assertThat(names("alerts.yaml", "rules")).containsExactly("hot", "open");
        assertThat(successful()).isEqualTo(1);
        assertThat(receipt("alerts.yaml").path("added").path(0).asText()).isEqualTo("open");

        write("alerts.yaml", "rules:\n  - { name: open, topic: doors, when: payload.open > }\n");
        write("topics.yaml", "fieldgate:\n  topics:\n    - { name: doors, partishuns: 2 }\n");
        await().atMost(60, SECONDS)
                .until(() -> state("alerts.yaml").equals("partly")
                        && state("topics.yaml").equals("earlier"));
        assertThat(file("alerts.yaml").path("problems").path(0).asText())
                .contains("alerts.yaml:2:", "when: payload.open >", "^");
        assertThat(file("topics.yaml").path("problems").path(0).asText())
                .contains("topics.yaml:3:", "did you mean 'partitions'?");
        assertThat(names("topics.yaml", "topics")).containsExactly("readings", "doors", "alarms");
        assertThat(successful()).isZero();
        assertThat(post("/v1/doors/gate-1", "{\"open\":true}")).isEqualTo(202);
    }

    private double successful() {
        return gateway.getBean(MeterRegistry.class)
                .get("fieldgate.config.last.reload.successful")
                .gauge()
                .value();
    }

    private long rows() {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("h2"), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM \"doors\"")) {
            result.next();
            return result.getLong(1);
        } catch (SQLException notYet) {
            return 0;
        }
    }

    private List<String> names(String name, String entries) throws Exception {
        return file(name).path(entries).valueStream().map(JsonNode::asText).toList();
    }

    private String state(String name) throws Exception {
        return file(name).path("state").asText();
    }

    private JsonNode file(String name) throws Exception {
        return find("files", name);
    }

    /** The newest of the file. */
    private JsonNode receipt(String name) throws Exception {
        return find("reloads", name);
    }

    private JsonNode find(String list, String name) throws Exception {
        String answer = HTTP.send(request("/api/v1/config").GET().build(), BodyHandlers.ofString())
                .body();
        return new ObjectMapper()
                .readTree(answer)
                .path(list)
                .valueStream()
                .filter(one -> one.path("file").asText().endsWith("/" + name))
                .findFirst()
                .orElseGet(new ObjectMapper()::createObjectNode);
    }

    private int post(String path, String body) throws Exception {
        return HTTP.send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private void write(String name, String text) throws IOException {
        Path hidden = Files.writeString(folder.resolve("." + name), text);
        Files.move(hidden, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
