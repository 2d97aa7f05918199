package io.fieldgate;

import static io.fieldgate.IngestGateway.gzip;
import static io.fieldgate.IngestGateway.json;
import static io.fieldgate.fault.Records.header;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fieldgate.fault.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients post that they should not: each is told what is wrong and nothing of it is stored. */
class IngestBadInputIT {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    private static final String BAD = "bad-";

    @RegisterExtension
    static final IngestServers SERVERS = new IngestServers((folder, kafka) -> new IngestGateway(
            folder,
            kafka,
            """
            - templatedRoute:
                routeTemplateRef: http-to-topic
                routeId: telemetry
                parameters:
                  - { name: path, value: "/v1/telemetry/{device}" }
                  - { name: topic, value: telemetry }
            """,
            "fieldgate.topics[0].name=telemetry",
            "fieldgate.topics[0].format=json",
            "fieldgate.topics[1].name=other",
            "fieldgate.ingest.read-timeout=1s",
            "fieldgate.ingest.body-timeout=3s"));

    @BeforeAll
    static void isOpen() throws Exception {
        // The topic is still being made, perhaps.
        await().until(() ->
                SERVERS.gateway().post("/v1/telemetry/first", JSON, "{}").statusCode() == 202);
    }

    /** Each has a device of its own name, so one look tells which was stored. */
    @AfterAll
    static void nothingBadIsStored() {
        assertThat(Records.all(SERVERS.kafka(), "telemetry").stream()
                        .map(record -> header(record, "fg.device"))
                        .filter(device -> device.startsWith(BAD)))
                .as("what should have been refused")
                .isEmpty();
    }

    static Stream<Arguments> bad() throws IOException {
        String columns = IntStream.range(0, 10_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String large = "{\"x\":\"" + "y".repeat(2_000_000) + "\"}";
        byte[] zipped = gzip("{\"x\":1}".getBytes(UTF_8));
        return Stream.of(
                bad("nothing", JSON, "", 400, "EMPTY"),
                bad("blanks", JSON, " \n ", 400, "EMPTY"),
                bad("empty array", JSON, "[]", 400, "EMPTY"),
                bad("empty lines", NDJSON, "\n\n", 400, "EMPTY"),
                bad("header only", CSV, "a,b\n", 400, "EMPTY"),
                bad("half an object", JSON, "{\"a\":", 400, "MALFORMED_JSON"),
                bad("half an array", JSON, "[{\"a\":1},", 400, "MALFORMED_JSON"),
                bad("two values", JSON, "{}{}", 400, "MALFORMED_JSON"),
                bad("two values in a line", NDJSON, "{}{}\n", 400, "MALFORMED_JSON"),
                bad("single quotes", JSON, "{'a':1}", 400, "MALFORMED_JSON"),
                bad("comma at the end", JSON, "[{},]", 400, "MALFORMED_JSON"),
                bad("control character", JSON, "{\"a\":\"\u0001\"}", 400, "MALFORMED_JSON"),
                bad("depth 1001", JSON, "[".repeat(1001), 400, "LIMIT_DEPTH"),
                bad("depth 100000", JSON, "{\"a\":".repeat(100_000), 400, "LIMIT_DEPTH"),
                bad("10000 digits", JSON, "{\"a\":" + "9".repeat(10_000) + "}", 400, "LIMIT_NUMBER"),
                bad("large exponent", JSON, "{\"a\":1e999999999}", 400, "LIMIT_NUMBER"),
                bad("NaN", JSON, "{\"a\":NaN}", 400, "INVALID_NUMBER"),
                bad("Infinity", JSON, "{\"a\":-Infinity}", 400, "INVALID_NUMBER"),
                bad("-0", JSON, "{\"a\":-0}", 400, "INVALID_NUMBER"),
                bad("1e400", JSON, "{\"a\":1e400}", 400, "INVALID_NUMBER"),
                bad("a scalar", JSON, "42", 422, "SCHEMA"),
                bad("scalars", JSON, "[{},1]", 422, "SCHEMA"),
                bad("arrays", NDJSON, "[]\n", 422, "SCHEMA"),
                bad("a large string", JSON, large, 413, "LIMIT_SIZE"),
                bad("a record too large for Kafka", JSON, large.substring(0, 1_048_500) + "\"}", 413, "TOO_LARGE"),
                bad("10001 records", NDJSON, "{}\n".repeat(10_001), 413, "LIMIT_RECORDS"),
                bad("latin-1", JSON, "{\"a\":\"gr\u00fc\u00df\"}".getBytes(ISO_8859_1), 400, "INVALID_UTF8"),
                bad("utf-16", JSON, "{\"a\":1}".getBytes(UTF_16LE), 415, "CHARSET"),
                bad("ragged", CSV, "a,b\n1,2\n1\n", 400, "MALFORMED_CSV"),
                bad("open quote", CSV, "a,b\n\"1,2\n", 400, "MALFORMED_CSV"),
                bad("inner quote", CSV, "a,b\n1\"1,2\n", 400, "MALFORMED_CSV"),
                bad("same columns", CSV, "a,a\n1,2\n", 400, "HEADER"),
                bad("semicolons", CSV, "a;b\n1;2\n", 400, "HEADER"),
                bad("10000 columns", CSV, columns + "\n" + columns, 400, "HEADER"),
                bad("charset utf-16", JSON + ";charset=utf-16", "{}", 415, "CHARSET"),
                bad("java", "application/x-java-serialized-object", "{}", 415, "CONTENT_TYPE"),
                bad(
                        "xml",
                        "application/xml",
                        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:/etc/passwd'>]><x>&y;</x>",
                        415,
                        "CONTENT_TYPE"),
                bad("form", "application/x-www-form-urlencoded", "CamelHttpUri=http://x", 415, "CONTENT_TYPE"),
                bad("no type", "nonsense", "{}", 415, "CONTENT_TYPE"),
                bad("br", JSON, "{}", 415, "CONTENT_ENCODING", "Content-Encoding", "br"),
                bad("zstd", JSON, "{}", 415, "CONTENT_ENCODING", "Content-Encoding", "zstd"),
                bad("twice", JSON, "{}", 415, "CONTENT_ENCODING", "Content-Encoding", "gzip, gzip"),
                bad("no gzip", JSON, "{}", 400, "MALFORMED_GZIP", "Content-Encoding", "gzip"),
                bad(
                        "half a gzip",
                        JSON,
                        Arrays.copyOf(zipped, zipped.length / 2),
                        400,
                        "MALFORMED_GZIP",
                        "Content-Encoding",
                        "gzip"),
                bad("bomb", JSON, gzip(new byte[100_000_000]), 413, "LIMIT_INFLATE", "Content-Encoding", "gzip"),
                bad("key", JSON, "{}", 400, "IDEMPOTENCY_KEY", "Idempotency-Key", "k".repeat(256)));
    }

    private static Arguments bad(String name, String type, String body, int status, String code, String... headers) {
        return bad(name, type, body.getBytes(UTF_8), status, code, headers);
    }

    private static Arguments bad(String name, String type, byte[] body, int status, String code, String... headers) {
        return arguments(name, type, body, status, code, headers);
    }

    @ParameterizedTest(name = "{0}: {3} {4}")
    @MethodSource("bad")
    void aBodyThatIsWrongIsRefusedWithACodeAndNothingOfItIsStored(
            String name, String type, byte[] body, int status, String code, String[] headers) throws Exception {
        HttpResponse<String> answer =
                SERVERS.gateway().post("/v1/telemetry/" + BAD + name.replace(' ', '-'), type, body, headers);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer).get("status").asInt()).isEqualTo(status);
        assertThat(json(answer).get("code").asText()).isEqualTo(code);
        assertThat(json(answer).get("requestId").asText())
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
        assertTellsNothing(answer.body());
    }

    private static void assertTellsNothing(String body) {
        assertThat(body)
                .doesNotContainPattern("\\b(java|org|com|io|jakarta)\\.[a-z]+")
                .doesNotContain("Exception", "\tat ", "Tomcat");
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                arguments("mark", JSON, "\ufeff{\"a\":1}", "{\"a\":1}"),
                arguments("zero", JSON, "{\"a\":\"\\u0000\"}", "{\"a\":\"\\u0000\"}"),
                arguments("type", JSON, "{\"@class\":\"java.lang.Runtime\"}", "{\"@class\":\"java.lang.Runtime\"}"),
                arguments("sql", JSON, "{\"a\":\"'); drop table x;--\"}", "{\"a\":\"'); drop table x;--\"}"),
                arguments("more", JSON, "{\"a\":1,\"unknown\":{}}", "{\"a\":1,\"unknown\":{}}"),
                arguments("formula", CSV, "a\n=cmd|'/c calc'!A1\n", "{\"a\":\"=cmd|'/c calc'!A1\"}"),
                arguments("steering", CSV, "kafka.KEY\nx\n", "{\"kafka.KEY\":\"x\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("odd")
    void whatOnlyLooksBadIsStoredAsItIs(String name, String type, String body, String stored) throws Exception {
        assertThat(SERVERS.gateway()
                        .post("/v1/telemetry/odd-" + name, type, body)
                        .statusCode())
                .isEqualTo(202);

        assertThat(SERVERS.gateway().values("telemetry", "odd-" + name)).containsExactly(stored);
    }

    @Test
    void noHeaderAndNoParameterSteersAnything() throws Exception {
        List<String> names = List.of(
                "kafka.OVERRIDE_TOPIC",
                "KAFKA.override_topic",
                "CamelKafkaOverrideTopic",
                "kafka.KEY",
                "kafka.PARTITION_KEY",
                "kafka.OVERRIDE_TIMESTAMP",
                "CamelHttpUri",
                "CAmelBeanMethodName",
                "CamelFileName",
                "CamelExecCommandExecutable",
                "CamelJacksonUnmarshalType",
                "fg.device",
                "fg.source",
                "mqtt.topic");
        for (String name : names) {
            assertThat(SERVERS.gateway()
                            .post("/v1/telemetry/steered?" + name + "=other", JSON, "{}", name, "other")
                            .statusCode())
                    .isEqualTo(202);
        }

        List<ConsumerRecord<byte[], byte[]>> found = SERVERS.gateway().records("telemetry", "steered");
        assertThat(found).hasSize(names.size()).allSatisfy(record -> {
            assertThat(header(record, "fg.device")).isEqualTo("steered");
            assertThat(header(record, "fg.source")).isEqualTo("http");
            record.headers()
                    .forEach(each -> assertThat(each.key())
                            .isIn(Set.of("fg.source", "fg.route", "fg.device", "fg.received-at", "content-type")));
        });
        assertThat(Records.count(SERVERS.kafka(), "other")).isZero();
    }

    static Stream<Arguments> wire() {
        String post = "POST /v1/telemetry/wire HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        String many =
                IntStream.range(0, 500).mapToObj(i -> "X-" + i + ": 1\r\n").collect(Collectors.joining());
        return Stream.of(
                arguments("10 GB announced", post + "Content-Length: 10737418240\r\n\r\n{", "413"),
                arguments(
                        "no type", "POST /v1/telemetry/wire HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", "415"),
                arguments("no request", "nonsense\r\n\r\n", "400"),
                arguments("no host", "POST /v1/telemetry/wire HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", "400"),
                arguments("two lengths", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "400"),
                arguments("negative length", post + "Content-Length: -1\r\n\r\n", "400"),
                arguments("unknown coding", post + "Transfer-Encoding: nonsense\r\n\r\n", "501"),
                arguments(
                        "coding in 1.0",
                        post.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                        "400|501|411|202"),
                arguments("a header of 20 KB", post + "X-Large: " + "x".repeat(20_000) + "\r\n\r\n", "400|431"),
                arguments("500 headers", post + many + "\r\n", "400|431"),
                arguments(
                        "10000 parameters", post.replace("wire", "wire?" + "a=1&".repeat(10_000)) + "\r\n", "400|414"),
                arguments("TRACE", "TRACE /v1/telemetry/wire HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "405"),
                arguments("GET", "GET /v1/telemetry/wire HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "405"),
                path("//v1/telemetry/wire"),
                path("/v1//telemetry/wire"),
                path("/v1/x/../telemetry/wire"),
                path("/v1/x/%2e%2e/telemetry/wire"),
                path("/v1/telemetry/wire;x=1"),
                path("/v1;x/telemetry/wire"),
                path("/V1/telemetry/wire"),
                path("/v1/telemetry/wire/"),
                path("/v1/telemetry/%2e%2e"),
                path("/v1/telemetry/a%2fb"),
                path("/v1/telemetry/a%00b"),
                path("/v1/telemetry/a%0ab"),
                path("/v1/telemetry/%c0%af"),
                path("/v1/telemetry/%zz"),
                path("/v1/telemetry/"));
    }

    private static Arguments path(String path) {
        return arguments(
                path,
                "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                        + "Connection: close\r\n\r\n{}",
                "400|404");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("wire")
    void aRequestThatIsWrongIsRefusedAndTheConnectionClosed(String name, String request, String status)
            throws Exception {
        String answer = SERVERS.gateway().raw(request);

        assertThat(answer).matches("(?s)HTTP/1.1 (" + status + ") .*");
        if (!answer.startsWith("HTTP/1.1 202")) {
            assertThat(answer).contains("application/problem+json");
        }
        assertTellsNothing(answer);
    }

    /** RFC 9112, 6.3: the coding counts, and whatever follows on the connection is not looked at. */
    @Test
    void aRequestWithLengthAndCodingCannotHideAnother() throws Exception {
        String post =
                "POST /v1/telemetry/%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";
        String chunked = "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";

        String answer = SERVERS.gateway().raw(post.formatted("outer") + chunked + post.formatted("hidden") + "\r\n{}");

        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(answer).containsIgnoringCase("Connection: close");
        assertThat(SERVERS.gateway().records("telemetry", "hidden")).isEmpty();
    }

    @Test
    void aMalformedChunkEndsTheConnectionAndNothingIsStored() throws Exception {
        String post = "POST /v1/telemetry/bad-chunk HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

        String answer = SERVERS.gateway().raw(post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n\r\n");

        assertThat(answer).doesNotContain("HTTP/1.1 2");
    }

    @Test
    void aClientThatGoesAwayWithinItsBodyHasStoredNothing() throws Exception {
        String post = "POST /v1/telemetry/gone HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n";
        String half = "{\"a\":1}\n";
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), SERVERS.gateway().port())) {
            socket.getOutputStream().write((post + "Content-Length: 100\r\n\r\n" + half).getBytes(ISO_8859_1));
        }
        assertThat(SERVERS.gateway().raw(post + "Transfer-Encoding: chunked\r\n\r\n8\r\n" + half + "\r\n"))
                .startsWith("HTTP/1.1 408");

        assertThat(SERVERS.gateway().records("telemetry", "gone")).isEmpty();
    }

    @Test
    void slowClientsAreEndedAndHinderNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), SERVERS.gateway().port());
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write(("POST /v1/telemetry/slow HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 1000000\r\n\r\n{")
                                .getBytes(ISO_8859_1));
                slow.add(socket);
            }
            Instant begun = Instant.now();
            for (int i = 0; i < 20; i++) {
                assertThat(SERVERS.gateway()
                                .post("/v1/telemetry/quick", JSON, "{}")
                                .statusCode())
                        .isEqualTo(202);
            }
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
            for (Socket socket : slow) {
                byte[] status = socket.getInputStream().readNBytes(12);
                assertThat(new String(status, ISO_8859_1)).isEqualTo("HTTP/1.1 408");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aClientThatSendsAByteNowAndThenIsEndedToo() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), SERVERS.gateway().port())) {
            socket.setSoTimeout(50);
            socket.getOutputStream()
                    .write(("POST /v1/telemetry/slow HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 1000000\r\n\r\n{")
                            .getBytes(ISO_8859_1));
            Instant begun = Instant.now();

            await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(300)).until(() -> {
                socket.getOutputStream().write(' ');
                try {
                    return socket.getInputStream().read() == 'H';
                } catch (SocketTimeoutException notYet) {
                    return false;
                }
            });

            assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
        }
    }
}
