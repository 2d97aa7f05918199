package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Listeners;
import io.fieldgate.fault.Records;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fieldgate demo} as a newcomer runs it, and whether its claims hold. */
class DemoIT {
    /** So soon after its cause an alert is shown. */
    private static final Duration PROMPT = Duration.ofSeconds(20);
    /** After so long the shipped rule calls a device silent. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void showsDataFlowingStopsByItselfAndGoesOnWithItsDataTheNextTime() throws Exception {
        long firstRun = runAndVisit();

        long secondRun = runAndVisit();

        assertThat(secondRun).as("rows after the second run").isGreaterThan(firstRun);
    }

    /** Runs it for 40 s; returns the rows that it left in the database. */
    private long runAndVisit() throws Exception {
        long rows;
        JsonNode facts;
        try (GatewayProcess demo = start("--ports", "auto", "--for", "40s", "--json")) {
            await().atMost(180, SECONDS).until(() -> !demo.output().isEmpty());
            facts = new ObjectMapper().readTree(demo.output());
            JsonNode said = facts;
            assertThat(said.fieldNames())
                    .toIterable()
                    .contains("http", "actuator", "mqtt", "kafka", "database", "pid", "data", "routes", "startedInMs");
            assertThat(said.get("pid").asLong()).isEqualTo(demo.pid());
            assertThat(said.get("startedInMs").asLong()).isPositive();
            assertThat(said.get("data").asText())
                    .isEqualTo(folder.resolve("data").toRealPath().toString());
            assertThat(said.get("routes"))
                    .extracting(JsonNode::asText)
                    .contains("plant-telemetry", "telemetry-to-database");
            Listeners listeners = Listeners.of(demo.pid());
            assertThat(listeners.beyondLoopback())
                    .as("listening beyond loopback")
                    .isEmpty();
            assertThat(ports(said)).allMatch(listeners::hasPort);

            String kafka = said.get("kafka").asText();
            long before = Records.count(kafka, "telemetry");
            assertThat(before).isPositive();
            await().atMost(60, SECONDS).until(() -> Records.count(kafka, "telemetry") > before);
            await().atMost(60, SECONDS).until(() -> Records.count(kafka, "telemetry.dlq") > 0);
            String database = said.get("database").asText();
            await().atMost(60, SECONDS).until(() -> rows(database) > 0);
            Path drop = folder.resolve("data/intake/telemetry");
            Files.writeString(drop.resolve("mine.csv"), "device,temperature\nmine,21.5\n");
            await().atMost(60, SECONDS).until(() -> Files.exists(drop.resolve("done/mine.csv")));
            Files.delete(drop.resolve("done/mine.csv"));
            String post = said.get("http").asText() + "/v1/telemetry/my-phone";
            assertThat(post(post, "{\"temperature\":21.5}")).contains("\"stored\":1");
            await().until(() -> get(said.get("actuator").asText() + "/health").contains("\"status\":\"UP\""));
            assertThat(get(said.get("actuator").asText() + "/prometheus"))
                    .contains("fieldgate_messages_received_total");

            assertThat(demo.exit(180)).as("exit code").isZero();
            assertThat(demo.output().lines()).as("standard output").hasSize(1);
            assertThat(demo.errors())
                    .contains("√ first record", "√ first row", "√ first dead letter", "Ready in")
                    .containsPattern(" ! alert firing +too-hot, warning: mill-04 is at [89]\\d(\\.\\d+)? °C\\R")
                    .containsPattern(" √ alert resolved +too-hot: mill-04\\R")
                    .containsPattern(" ! alert firing +silent, critical: nothing heard of oven-03 for 20 s\\R")
                    .containsPattern("plant-telemetry +mqtt:plant/\\{site}/\\{device}/telemetry +topic:telemetry\\R")
                    .containsPattern("telemetry-to-database +topic:telemetry +database:telemetry\\R")
                    .containsPattern("telemetry-files +intake:telemetry +topic:telemetry\\R")
                    .containsPattern("http-telemetry +ingest:/v1/telemetry/\\{device} +topic:telemetry\\R")
                    .containsPattern("curl .* " + said.get("http").asText() + "/v1/telemetry/my-device\\R")
                    .contains("drop NDJSON or CSV here")
                    .doesNotContain("none within");
            assertThat(temporaryFiles()).as("temporary files left behind").isEmpty();
            rows = rows(database);
        }
        assertThat(ports(facts))
                .allSatisfy(port -> assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                        .isInstanceOf(ConnectException.class));
        return rows;
    }

    @Test
    void eachAlertStandsInTheTerminalSoonAfterWhatItIsAbout() throws Exception {
        try (GatewayProcess demo = start("--ports", "auto", "--json")) {
            Instant firing = seen(demo, " ! alert firing +too-hot, warning: mill-04 ");
            Instant resolved = seen(demo, " √ alert resolved +too-hot: mill-04");
            Instant silent = seen(demo, " ! alert firing +silent, critical: nothing heard of oven-03 for 20 s");

            String kafka =
                    new ObjectMapper().readTree(demo.output()).get("kafka").asText();
            List<Measured> mill = temperatures(kafka, "mill-04");
            Instant broken = first(mill, Instant.EPOCH, celsius -> celsius > 80);
            Instant recovered = first(mill, broken, celsius -> celsius < 60);
            List<Measured> oven = temperatures(kafka, "oven-03");
            Instant quiet = oven.get(oven.size() - 1).at.plus(SILENCE);
            assertThat(firing).as("threshold").isBetween(broken, broken.plus(PROMPT));
            assertThat(resolved).as("recovery").isBetween(recovered, recovered.plus(PROMPT));
            assertThat(silent).as("silence").isBetween(quiet, quiet.plus(PROMPT));
        }
    }

    /** A temperature that a device has sent, by the time of its record. */
    private record Measured(Instant at, double celsius) {}

    /** When a line that matches is there. */
    private static Instant seen(GatewayProcess demo, String line) {
        Pattern wanted = Pattern.compile(line);
        await().atMost(180, SECONDS)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> wanted.matcher(demo.errors()).find());
        return Instant.now();
    }

    private static Instant first(List<Measured> measured, Instant after, DoublePredicate condition) {
        return measured.stream()
                .filter(one -> one.at.isAfter(after) && condition.test(one.celsius))
                .findFirst()
                .orElseThrow()
                .at;
    }

    private static List<Measured> temperatures(String kafka, String device) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Measured> measured = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                Records.all(kafka, "telemetry", record -> device.equals(new String(record.key(), UTF_8)))) {
            measured.add(new Measured(
                    Instant.ofEpochMilli(record.timestamp()),
                    json.readTree(record.value()).get("temperature").asDouble()));
        }
        return measured;
    }

    @Test
    void isGoneSoonAfterSigtermWithCodeZero() throws Exception {
        try (GatewayProcess demo = start("--ports", "auto", "--json")) {
            await().atMost(180, SECONDS).until(() -> !demo.output().isEmpty());
            Instant asked = Instant.now();

            int code = demo.terminate();

            assertThat(code).isZero();
            assertThat(temporaryFiles()).as("temporary files left behind").isEmpty();
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void namesABusyPortAndTheCureAndLeavesNothingBehind() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = busy.getLocalPort();
            try (GatewayProcess demo = start(
                    "--http-port",
                    "0",
                    "--actuator-port",
                    "0",
                    "--kafka-port",
                    "0",
                    "--mqtt-port",
                    String.valueOf(port))) {

                assertThat(demo.exit(90)).isEqualTo(69);
                assertThat(demo.errors())
                        .contains(port + " (mqtt) is in use. Use: ./fieldgate demo --mqtt-port " + (port + 1)
                                + "  or  --ports auto")
                        .doesNotContain("Exception");
            }
        }
        assertThat(folder.resolve("data").resolve("kafka")).doesNotExist();
    }

    @Test
    void saysInOneLineThatTheDataFolderCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "a file, not a folder");

        try (GatewayProcess demo = start("--ports", "auto")) {

            assertThat(demo.exit(90)).isEqualTo(73);
            assertThat(demo.errors())
                    .contains(file.toString(), "Make it writable, or use: --data OTHER")
                    .doesNotContain("Exception:");
        }
    }

    @Test
    void refusesToEmptyAFolderThatIsNotItsOwn() throws Exception {
        Path photos = Files.createDirectories(folder.resolve("data"));
        Path photo = Files.writeString(photos.resolve("cat.jpg"), "cat");

        try (GatewayProcess demo = start("--ports", "auto", "--reset")) {

            assertThat(demo.exit(90)).isEqualTo(73);
            assertThat(demo.errors()).contains("is not a folder of the demo");
        }
        assertThat(photo).exists();
    }

    private GatewayProcess start(String... options) throws IOException {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "demo";
        arguments[1] = "--data";
        arguments[2] = folder.resolve("data").toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        return GatewayProcess.start(folder, Map.of("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary), arguments);
    }

    private List<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<Integer> ports(JsonNode facts) {
        return List.of(
                URI.create(facts.get("http").asText()).getPort(),
                URI.create(facts.get("actuator").asText()).getPort(),
                URI.create(facts.get("mqtt").asText()).getPort(),
                URI.create("kafka://" + facts.get("kafka").asText()).getPort());
    }

    private static long rows(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM \"telemetry\"")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static String post(String url, String json) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
