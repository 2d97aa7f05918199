package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.command.DlqCommand;
import io.fieldgate.command.FieldgateCommand;
import io.fieldgate.command.GatewayStart;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** Dead letters of a whole gateway, by the command line and over HTTP: those of a database, and those of files. */
class DeadLettersIT {
    private static final String API = "/api/v1/dead-letters";

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;
    private static ConfigurableApplicationContext gateway;
    private static String url;

    @BeforeAll
    static void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        Path routes = Files.writeString(folder.resolve("all.camel.yaml"), """
            - templatedRoute:
                routeTemplateRef: topic-to-database
                routeId: rows
                parameters:
                  - { name: topic, value: readings }
                  - { name: table, value: readings }
            - templatedRoute:
                routeTemplateRef: file-to-topic
                routeId: lines
                parameters:
                  - { name: path, value: "{device}.ndjson" }
                  - { name: topic, value: lines }
            """);
        Map<String, String> properties = new HashMap<>();
        properties.put("server.port", "0");
        properties.put("management.server.port", "0");
        properties.put("fieldgate.kafka.bootstrap-servers", kafka.bootstrapServers());
        properties.put("fieldgate.alerts.enabled", "false");
        properties.put("fieldgate.ingest.tokens", folder.resolve("tokens.yaml").toString());
        properties.put("fieldgate.intake.root", folder.resolve("intake").toString());
        properties.put("fieldgate.database.url", "jdbc:h2:mem:letters;DB_CLOSE_DELAY=-1");
        properties.put("fieldgate.database.username", "sa");
        properties.put("fieldgate.topics[0].name", "readings");
        properties.put("fieldgate.topics[0].partitions", "2");
        properties.put("fieldgate.topics[1].name", "lines");
        properties.put("fieldgate.topics[1].format", "json");
        properties.put("fieldgate.tables[0].name", "readings");
        properties.put("fieldgate.tables[0].key", "device,seq");
        properties.put("fieldgate.tables[0].columns[0].name", "device");
        properties.put("fieldgate.tables[0].columns[0].type", "text");
        properties.put("fieldgate.tables[0].columns[0].from", "key");
        properties.put("fieldgate.tables[0].columns[1].name", "seq");
        properties.put("fieldgate.tables[0].columns[1].type", "long");
        properties.put("fieldgate.tables[0].columns[1].from", "/seq");
        properties.put("fieldgate.tables[0].columns[2].name", "temperature");
        properties.put("fieldgate.tables[0].columns[2].type", "double");
        properties.put("fieldgate.tables[0].columns[2].from", "/temperature");
        properties.put("camel.main.routes-include-pattern", "classpath:route-templates/*.camel.yaml,file:" + routes);
        gateway = new GatewayStart(Gateway.class).start(properties);
        url = "http://127.0.0.1:" + gateway.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stopEverything() {
        Parts.closeAll(gateway, kafka);
    }

    @Test
    void listsCountsAndShowsWhatADatabaseRefused() throws Exception {
        produce("pump-1", "{\"seq\":1,\"temperature\":\"hot\",\"password\":\"hunter2\"}");
        produce("pump\u001b[2J", "no JSON");
        var unused = letterOf("readings", "pump-1", 1);
        await().atMost(60, SECONDS).until(() -> cli("ls", "--topic", "readings").contains("pump?[2J"));

        assertThat(cli("ls", "--topic", "readings", "--device", "pump-1"))
                .matches("(?s) {3}failed at +position +route +device +code +message\\n"
                        + " {3}\\S+Z +readings.dlq-[01]@\\d+ +rows +pump-1 +\\S+ +\\S.*\\n");
        assertThat(cli("ls", "--route", "none")).isEqualTo("There are no such dead letters.\n");
        assertThat(cli("ls", "--topic", "readings")).contains("pump?[2J").doesNotContain("\u001b");
        assertThat(cli("ls", "--topic", "readings", "--count"))
                .contains("count", "the newest says")
                .containsPattern("1 +readings +rows +MALFORMED_JSON");
        assertThat(cli("ls", "--since", "1h", "--until", "2000-01-01T00:00:00Z"))
                .isEqualTo("There are no such dead letters.\n");

        JsonNode listed = json(cli("ls", "--topic", "readings", "--device", "pump-1", "--json"));
        String place = listed.at("/dead_letters/0/position").asText();
        String shown = cli("show", place);
        assertThat(shown)
                .contains("   from       readings-", "   key        pump-1", "fg.dlq.route: rows")
                .contains("\"temperature\" : \"hot\"", "\"password\" : \"***\"", "fieldgate.tap.mask")
                .doesNotContain("hunter2");
        assertThat(cli("show", place, "--json")).doesNotContain("hunter2");
        assertThat(run(1, "show", place, "--save", folder.resolve("x").toString(), "--url", url))
                .contains("The payload is not saved");
    }

    @Test
    void anEditedLetterOfADatabaseBecomesTheRowThatItShouldHaveBeen() throws Exception {
        produce("pump-2", "{\"seq\":7,\"temperature\":\"warm\"}");
        String place = letterOf("readings", "pump-2", 1);

        String forecast = cli("replay", place, "--dry-run");
        assertThat(forecast)
                .contains("1 letters would go back, and nothing was sent.")
                .contains("Of 1 that were tried on the routes of today 0 would pass and 1 would fail, 0 % pass.")
                .contains(place);
        assertThat(of("readings", "pump-2")).as("nothing was sent").hasSize(1);
        assertThat(json(cli(
                                "replay",
                                place,
                                "--value",
                                file("{\"seq\":7,\"temperature\":20.5}"),
                                "--dry-run",
                                "--json"))
                        .path("would_pass")
                        .asInt())
                .isEqualTo(1);

        assertThat(run(2, "replay", place, "--value", folder.resolve("none").toString(), "--url", url))
                .contains("cannot be read");
        assertThat(cli("replay", place, "--value", file("{\"seq\":7,\"temperature\":20.5}"), "--author", "ann"))
                .contains("   replay ", " √ done: 1 went back, 0 failed again, 0 could not go, 0 were not meant");

        await().atMost(60, SECONDS).until(() -> temperature("pump-2", 7) != null);
        assertThat(temperature("pump-2", 7)).isEqualTo(20.5);
        ConsumerRecord<byte[], byte[]> back = of("readings", "pump-2").get(1);
        assertThat(Records.header(back, "fg.replay-of")).isEqualTo(place);
        assertThat(Records.header(back, "fg.replay-count")).isEqualTo("1");
        assertThat(Records.header(back, "fg.dlq.code")).isEmpty();
        assertThat(cli("replay", "--list")).contains("local (ann)", "done", place);
    }

    @Test
    void whatFailsAgainNamesTheLetterThatItWasAndDoesNotGoBackByItself() throws Exception {
        produce("pump-3", "{\"seq\":1,\"temperature\":\"warm\"}");
        String first = letterOf("readings", "pump-3", 1);

        assertThat(cli("replay", "--topic", "readings", "--device", "pump-3")).contains(" √ done: 1 went back");
        String second = letterOf("readings", "pump-3", 2);
        assertThat(second).isNotEqualTo(first);
        JsonNode letter = json(cli("show", second, "--json"));
        assertThat(letter.path("replay_of").asText()).isEqualTo(first);
        assertThat(letter.path("replays").asInt()).isEqualTo(1);

        assertThat(cli("replay", "--topic", "readings", "--device", "pump-3"))
                .contains(" √ done: 0 went back", "were not meant");
        for (int replays = 2; replays <= 5; replays++) {
            String last = letterOf("readings", "pump-3", replays);
            assertThat(cli("replay", last)).contains(" √ done: 1 went back");
        }
        String sixth = letterOf("readings", "pump-3", 6);
        assertThat(run(1, "replay", sixth, "--url", url))
                .contains(" ~ done: 0 went back", sixth + ": It was replayed 5 times, and 5 are allowed.");
    }

    @Test
    void aLineOfAFileGoesThroughItsRouteAgain() throws Exception {
        Files.createDirectories(folder.resolve("intake"));
        Files.writeString(folder.resolve("intake/pump-4.ndjson"), "{\"seq\":1}\n{\"seq\":\n");
        String first = letterOf("lines", "pump-4", 1);
        assertThat(json(cli("replay", first, "--dry-run", "--json"))
                        .path("would_fail")
                        .asInt())
                .isEqualTo(1);

        assertThat(run(1, "replay", first, "--url", url)).contains(" ~ done: 0 went back, 1 failed again");
        String second = letterOf("lines", "pump-4", 2);
        assertThat(json(cli("show", second, "--json")).path("replay_of").asText())
                .isEqualTo(first);

        assertThat(cli("replay", second, "--value", file("{\"seq\":2}"))).contains(" √ done: 1 went back");
        ConsumerRecord<byte[], byte[]> back = of("lines", "pump-4").get(1);
        assertThat(back.value()).asString(UTF_8).isEqualTo("{\"seq\":2}");
        assertThat(Records.header(back, "fg.replay-of")).isEqualTo(second);
        assertThat(Records.header(back, "fg.replay-count")).isEqualTo("2");
        assertThat(Records.header(back, "fg.file")).isEqualTo("pump-4.ndjson");
        assertThat(Records.header(back, "fg.line")).isEqualTo("2");
        assertThat(Records.header(back, "fg.route")).isEqualTo("lines");
        assertThat(gateway.getBean(MeterRegistry.class)
                        .get("fieldgate.latency.kafka")
                        .tag("route", "lines")
                        .timer()
                        .count())
                .as("only the line that was right at once is timed")
                .isEqualTo(1);
        assertThat(json(send("GET", "/api/v1/devices/-?id=pump-4", null).body())
                        .path("messages")
                        .asInt())
                .as("and is a message of its device")
                .isEqualTo(1);
    }

    @Test
    void aReplaySaysWhichLettersAreMeantAndStopsOnlyWhatThereIs() {
        assertThat(run(2, "replay", "--url", url)).startsWith("Say which letters");
        assertThat(run(2, "replay", "readings.dlq-0@0", "--topic", "readings", "--url", url))
                .startsWith("Say which letters");
        assertThat(run(2, "replay", "--all", "--rate", "fast", "--url", url)).startsWith("--rate is 'fast'");
        assertThat(run(2, "replay", "--list", "--all", "--url", url)).startsWith("--list, --follow");
        assertThat(run(1, "replay", "readings.dlq-0@9999", "--url", url))
                .isEqualTo(" x there is no dead letter 'readings.dlq-0@9999', or none any more\n");
        assertThat(run(1, "replay", "--stop", "none", "--url", url)).isEqualTo(" x There is no replay 'none'.\n");
        assertThat(run(1, "replay", "--resume", "none", "--url", url)).isEqualTo(" x There is no replay 'none'.\n");
    }

    private static String file(String content) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "value", ".json"), content)
                .toString();
    }

    /** The position of the last of a device, when there are so many. */
    private static String letterOf(String topic, String device, int count) {
        JsonNode[] found = new JsonNode[1];
        await().atMost(60, SECONDS).until(() -> {
            found[0] = json(cli("ls", "--topic", topic, "--device", device, "--json"))
                    .path("dead_letters");
            return found[0].size() == count;
        });
        return found[0].path(0).path("position").asText();
    }

    private static List<ConsumerRecord<byte[], byte[]>> of(String topic, String device) {
        return Records.all(
                kafka.bootstrapServers(),
                topic,
                record -> record.key() != null && device.equals(new String(record.key(), UTF_8)));
    }

    private static @Nullable Double temperature(String device, long seq) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:letters", "sa", "");
                PreparedStatement select = connection.prepareStatement(
                        "SELECT \"temperature\" FROM \"readings\" WHERE \"device\" = ? AND \"seq\" = ?")) {
            select.setString(1, device);
            select.setLong(2, seq);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getDouble(1) : null;
            }
        }
    }

    @Test
    void saysWhenThereIsNoSuchLetterAndWhenThereIsNoGateway() {
        assertThat(run(1, "show", "readings.dlq-0@999", "--url", url))
                .isEqualTo(" x There is no dead letter 'readings.dlq-0@999', or none any more.\n");
        assertThat(run(1, "show", "readings-0@0", "--url", url)).startsWith(" x There is no dead letter");
        assertThat(run(2, "show", "readings", "--url", url)).startsWith("'readings' is no position");
        assertThat(run(2, "ls", "--since", "soon", "--url", url)).startsWith("--since is 'soon', allowed is");
        assertThat(run(1, "ls", "--url", "http://127.0.0.1:1")).startsWith(" x No gateway answers at");
        assertThat(run(1, "ls", "--limit", "0", "--url", url)).isEqualTo(" x 'limit' is '0', allowed is 1 to 1000\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET|/api/v1/dead-letters?cause=x||400|there is no filter 'cause', allowed are [topic, route, code,"
                        + " device, since, until, limit, after]",
                "GET|/api/v1/dead-letters?since=now||400|'since' is 'now', allowed is a time like 2026-01-01T00:00:00Z",
                "GET|/api/v1/dead-letters?after=x||400|'after' is 'x', allowed is what an answer before had as 'next'",
                "GET|/api/v1/dead-letters/summary?limit=1||400|there is no filter 'limit', allowed are [topic, route,"
                        + " code, device, since, until]",
                "GET|/api/v1/dead-letters/readings.dlq/x/0||404|There is no dead letter 'readings.dlq-x@0', or none"
                        + " any more.",
                "POST|/api/v1/replays|{}|400|a replay has either 'positions' or 'filter'; the filter {} means all",
                "POST|/api/v1/replays|{\"positions\":[\"x\"]}|400|'positions' has 'x', allowed are"
                        + " TOPIC-PARTITION@OFFSET",
                "POST|/api/v1/replays|{\"positions\":[\"readings-0@0\"]}|400|'readings-0@0' is no dead letter, these"
                        + " lie in topics whose names end with .dlq",
                "POST|/api/v1/replays|{\"filter\":{\"cause\":\"x\"}}|400|there is no 'cause', allowed are [code,"
                        + " device, route, since, topic, until]",
                "POST|/api/v1/replays|{\"filter\":{},\"rate\":0}|400|'rate' is '0', allowed is 1 to 10000 a second",
                "POST|/api/v1/replays|{\"filter\":{},\"edit\":{\"value\":\"x\"}}|400|an edit is of exactly one letter,"
                        + " named in 'positions'",
                "POST|/api/v1/replays|{\"positions\":[\"readings.dlq-0@0\"],\"edit\":{}}|400|an edit has either"
                        + " 'value' or 'base64'",
                "POST|/api/v1/replays|{\"positions\":[\"readings.dlq-0@0\"],\"edit\":{\"value\":\"{\\\"a\\\":\\\"***\\\"}\"}}|400|'value'"
                        + " has \"***\", which stands for something that was hidden; write what is to go",
                "GET|/api/v1/replays/none||404|There is no replay 'none'.",
                "GET|/api/v1/dead-letters/readings/0/0||404|There is no dead letter 'readings-0@0', or none any more.",
            })
    void answersWhatIsWrongWithAProblem(String method, String path, @Nullable String body, int status, String detail)
            throws Exception {
        HttpResponse<String> answer = send(method, path, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer.body()).path("detail").asText()).isEqualTo(detail);
    }

    @Test
    void theDescriptionOfTheApiHasIt() throws Exception {
        assertThat(json(send("GET", "/v3/api-docs", null).body()).path("paths").has(API))
                .isTrue();
    }

    private static void produce(String device, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("readings", device.getBytes(UTF_8), value.getBytes(UTF_8)))
                    .get(60, SECONDS);
        }
    }

    private static HttpResponse<String> send(String method, String path, @Nullable String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    private static String cli(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = url;
        return run(0, all);
    }

    private static String run(int code, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = new CommandLine(new DlqCommand());
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        assertThat(FieldgateCommand.execute(commandLine, arguments))
                .as(out.toString())
                .isEqualTo(code);
        return out.toString();
    }
}
