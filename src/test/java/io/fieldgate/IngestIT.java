package io.fieldgate;

import static io.fieldgate.IngestGateway.gzip;
import static io.fieldgate.IngestGateway.json;
import static io.fieldgate.fault.Records.header;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is posted to {@code ingest:} routes, in every form, and what becomes of it. */
class IngestIT {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @RegisterExtension
    static final IngestServers SERVERS = new IngestServers(IngestIT::startGateway);

    private static IngestGateway startGateway(Path folder, String kafka) throws Exception {
        Path schema = Files.writeString(folder.resolve("reading.schema.json"), """
                {"type": "object", "required": ["t"], "properties": {"t": {"type": "number"}}}
                """);
        return new IngestGateway(
                folder,
                kafka,
                """
                - templatedRoute:
                    routeTemplateRef: http-to-topic
                    routeId: any
                    parameters:
                      - { name: path, value: "/v1/{site}/telemetry/{device}" }
                      - { name: topic, value: telemetry }
                      - { name: headers, value: "X-Firmware" }
                - templatedRoute:
                    routeTemplateRef: http-to-topic
                    routeId: fixed
                    parameters:
                      - { name: path, value: "/v1/readings" }
                      - { name: topic, value: telemetry }
                      - { name: format, value: json }
                      - { name: schema, value: "%s" }
                      - { name: key, value: /device }
                - templatedRoute:
                    routeTemplateRef: http-to-topic
                    routeId: raw
                    parameters:
                      - { name: path, value: "/v1/raw/{device}" }
                      - { name: topic, value: raw }
                      - { name: format, value: bytes }
                - templatedRoute:
                    routeTemplateRef: http-to-topic
                    routeId: lines
                    parameters:
                      - { name: path, value: "/v1/lines/{device}" }
                      - { name: topic, value: raw }
                """.formatted(schema),
                "fieldgate.topics[0].name=telemetry",
                "fieldgate.topics[0].format=json",
                "fieldgate.topics[1].name=raw",
                "fieldgate.ingest.cors-origins=https://shop.example");
    }

    @Test
    void anObjectIsARecordKeyedByItsDeviceWithTheHeadersOfEverySourceAndNoOthers() throws Exception {
        long before = System.currentTimeMillis();

        HttpResponse<String> answer = SERVERS.gateway()
                .post(
                        "/v1/north/telemetry/pump%201?kafka.KEY=other&CamelFileName=x",
                        "application/json; charset=utf-8",
                        "{\"t\":21.5}",
                        "traceparent",
                        TRACE,
                        "X-Firmware",
                        "1.2",
                        "X-Other",
                        "no",
                        "kafka.OVERRIDE_TOPIC",
                        "raw");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).get("stored").asInt()).isEqualTo(1);
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .hasValue(json(answer).get("requestId").asText());
        List<ConsumerRecord<byte[], byte[]>> found = SERVERS.gateway().records("telemetry", "pump 1");
        assertThat(found).hasSize(1);
        ConsumerRecord<byte[], byte[]> record = found.get(0);
        assertThat(record.value()).asString(UTF_8).isEqualTo("{\"t\":21.5}");
        assertThat(record.timestamp()).isBetween(before, System.currentTimeMillis());
        assertThat(header(record, "fg.received-at")).isEqualTo(String.valueOf(record.timestamp()));
        Set<String> names = new HashSet<>();
        record.headers().forEach(each -> names.add(each.key() + "=" + header(record, each.key())));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "fg.source=http",
                        "fg.route=any",
                        "fg.site=north",
                        "fg.device=pump 1",
                        "fg.received-at=" + record.timestamp(),
                        "content-type=application/json",
                        "http.header.x-firmware=1.2",
                        "traceparent=" + TRACE);
    }

    static Stream<Arguments> batches() throws Exception {
        String lines = "{\"n\":0}\r\n\n{\"n\":1}\n{\"n\":2}";
        List<String> objects = List.of("{\"n\":0}", "{\"n\":1}", "{\"n\":2}");
        return Stream.of(
                arguments(
                        "array",
                        "application/json",
                        "",
                        " [{\"n\":0} , {\"n\":1},\n{\"n\":2}] ".getBytes(UTF_8),
                        objects),
                arguments(
                        "suffix",
                        "application/senml+json",
                        "",
                        "[{\"n\":0},{\"n\":1},{\"n\":2}]".getBytes(UTF_8),
                        objects),
                arguments(
                        "marked",
                        "application/json",
                        "",
                        "\ufeff[{\"n\":0},{\"n\":1},{\"n\":2}]".getBytes(UTF_8),
                        objects),
                arguments("ndjson", "application/x-ndjson", "", lines.getBytes(UTF_8), objects),
                arguments("packed", "application/x-ndjson", "gzip", gzip(lines.getBytes(UTF_8)), objects),
                arguments(
                        "csv",
                        "text/csv",
                        "",
                        "n,name\n0,\"a\"\"b\nc\"\n007,\n".getBytes(UTF_8),
                        List.of("{\"n\":0,\"name\":\"a\\\"b\\nc\"}", "{\"n\":\"007\",\"name\":null}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("batches")
    void aBatchIsAsManyRecordsInItsOrder(String name, String type, String encoding, byte[] body, List<String> stored)
            throws Exception {
        HttpResponse<String> answer = encoding.isEmpty()
                ? SERVERS.gateway().post("/v1/north/telemetry/" + name, type, body)
                : SERVERS.gateway().post("/v1/north/telemetry/" + name, type, body, "Content-Encoding", encoding);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(json(answer).get("stored").asInt()).isEqualTo(stored.size());
        assertThat(SERVERS.gateway().values("telemetry", name)).isEqualTo(stored);
        assertThat(header(SERVERS.gateway().records("telemetry", name).get(0), "content-type"))
                .isEqualTo("application/json");
    }

    @Test
    void linesOfTextAreRecordsAndAnyBytesAreOne() throws Exception {
        byte[] bytes = "\u0000\u00ff\n{".getBytes(ISO_8859_1);

        assertThat(SERVERS.gateway()
                        .post("/v1/lines/log", "text/plain", "first line\nsecond\n")
                        .statusCode())
                .isEqualTo(202);
        assertThat(SERVERS.gateway()
                        .post("/v1/raw/frame", "application/cbor", bytes)
                        .statusCode())
                .isEqualTo(202);

        assertThat(SERVERS.gateway().values("raw", "log")).containsExactly("first line", "second");
        ConsumerRecord<byte[], byte[]> frame =
                SERVERS.gateway().records("raw", "frame").get(0);
        assertThat(frame.value()).isEqualTo(bytes);
        assertThat(header(frame, "content-type")).isEqualTo("application/cbor");
    }

    @Test
    void aThousandRecordsOfADeviceStandInTheirOrderAndTheClientCanAskWhere() throws Exception {
        String body =
                IntStream.range(0, 1000).mapToObj(i -> "{\"n\":" + i + "}").collect(Collectors.joining("\n"));

        HttpResponse<String> answer = SERVERS.gateway()
                .post("/v1/north/telemetry/many", "application/x-ndjson", body, "Prefer", "return=representation");

        List<ConsumerRecord<byte[], byte[]>> found = SERVERS.gateway().records("telemetry", "many");
        assertThat(SERVERS.gateway().values("telemetry", "many"))
                .isEqualTo(body.lines().toList());
        JsonNode receipts = json(answer).get("receipts");
        assertThat(receipts).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(receipts.get(i).get("topic").asText()).isEqualTo("telemetry");
            assertThat(receipts.get(i).get("partition").asInt())
                    .isEqualTo(found.get(i).partition());
            assertThat(receipts.get(i).get("offset").asLong())
                    .isEqualTo(found.get(i).offset());
        }
    }

    @Test
    void oneBadLineOfAThousandIsNamedAndNoneIsStored() throws Exception {
        String body = IntStream.range(0, 1000)
                .mapToObj(i -> i == 577 ? "{\"n\":" : "{\"n\":" + i + "}")
                .collect(Collectors.joining("\n"));

        HttpResponse<String> answer =
                SERVERS.gateway().post("/v1/north/telemetry/bad-line", "application/x-ndjson", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.get("code").asText()).isEqualTo("MALFORMED_JSON");
        assertThat(problem.get("errors")).hasSize(1);
        assertThat(problem.get("errors").get(0).get("index").asInt()).isEqualTo(577);
        assertThat(SERVERS.gateway().records("telemetry", "bad-line")).isEmpty();
    }

    /** The sink finds out, after the route has begun with the records before. */
    @Test
    void oneRecordWithoutKeyIsNamedAndNoneIsStored() throws Exception {
        HttpResponse<String> answer = SERVERS.gateway()
                .post(
                        "/v1/readings",
                        "application/json",
                        "[{\"t\":1,\"device\":\"keyed\"},{\"t\":2,\"device\":\"keyed\"},{\"t\":3},{\"t\":4,\"device\":\"keyed\"}]");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).get("code").asText()).isEqualTo("NO_KEY");
        assertThat(json(answer).get("errors")).hasSize(1);
        assertThat(json(answer).get("errors").get(0).get("index").asInt()).isEqualTo(2);
        assertThat(SERVERS.gateway()
                        .post("/v1/readings", "application/json", "{\"t\":5,\"device\":\"keyed\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(SERVERS.gateway().values("telemetry", "keyed")).containsExactly("{\"t\":5,\"device\":\"keyed\"}");
    }

    @Test
    void aRecordThatDoesNotFitTheSchemaIsNamedWithThePlaceOfItsFault() throws Exception {
        HttpResponse<String> answer = SERVERS.gateway()
                .post(
                        "/v1/readings",
                        "application/json",
                        "[{\"t\":1,\"device\":\"fits\"},{\"t\":\"warm\",\"device\":\"fits\"}]");

        assertThat(answer.statusCode()).isEqualTo(422);
        JsonNode fault = json(answer).get("errors").get(0);
        assertThat(fault.get("index").asInt()).isEqualTo(1);
        assertThat(fault.get("pointer").asText()).isEqualTo("/t");
        assertThat(fault.get("code").asText()).isEqualTo("SCHEMA");
        assertThat(SERVERS.gateway().records("telemetry", "fits")).isEmpty();
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerWithoutASecondRecordAlsoAfterARestart() throws Exception {
        String path = "/v1/north/telemetry/once";
        HttpResponse<String> first =
                SERVERS.gateway().post(path, "application/json", "[{\"n\":1},{\"n\":2}]", "Idempotency-Key", "k-1");
        HttpResponse<String> second =
                SERVERS.gateway().post(path, "application/json", "[{\"n\":1},{\"n\":2}]", "Idempotency-Key", "k-1");
        SERVERS.restartGateway();
        HttpResponse<String> third =
                SERVERS.gateway().post(path, "application/json", "[{\"n\":1},{\"n\":2}]", "Idempotency-Key", "k-1");
        HttpResponse<String> other =
                SERVERS.gateway().post(path, "application/json", "{\"n\":3}", "Idempotency-Key", "k-1");

        assertThat(List.of(first.statusCode(), second.statusCode(), third.statusCode()))
                .containsOnly(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(third.body()).isEqualTo(first.body());
        assertThat(third.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).get("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(SERVERS.gateway().values("telemetry", "once")).containsExactly("{\"n\":1}", "{\"n\":2}");
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerFindsItWhenItRepeatsTheRequest() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), SERVERS.gateway().port())) {
            socket.getOutputStream()
                    .write(("POST /v1/north/telemetry/left HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Idempotency-Key: left\r\nContent-Length: 7\r\n\r\n{\"n\":1}")
                            .getBytes(ISO_8859_1));
        }
        await().atMost(60, SECONDS)
                .until(() -> SERVERS.gateway().records("telemetry", "left").size() == 1);

        await().atMost(60, SECONDS)
                .until(() -> SERVERS.gateway()
                                .post(
                                        "/v1/north/telemetry/left",
                                        "application/json",
                                        "{\"n\":1}",
                                        "Idempotency-Key",
                                        "left")
                                .statusCode()
                        == 202);
        assertThat(SERVERS.gateway().values("telemetry", "left")).containsExactly("{\"n\":1}");
    }

    @Test
    void aRouteThatIsStoppedSaysSoAndTheOthersGoOn() throws Exception {
        SERVERS.gateway().camel().getRouteController().suspendRoute("lines");

        HttpResponse<String> answer = SERVERS.gateway().post("/v1/lines/stopped", "text/plain", "x");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Connection")).hasValue("close");
        assertThat(SERVERS.gateway().post("/v1/raw/goes-on", "text/plain", "x").statusCode())
                .isEqualTo(202);
        SERVERS.gateway().camel().getRouteController().resumeRoute("lines");
        assertThat(SERVERS.gateway()
                        .post("/v1/lines/stopped", "text/plain", "x")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void routesAreDescribedAsTheyAreLoadedBesideTheApi() throws Exception {
        HttpResponse<String> answer = SERVERS.gateway().send(SERVERS.gateway().request("/v3/api-docs"));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode paths = json(answer).get("paths");
        assertThat(paths.fieldNames())
                .toIterable()
                .filteredOn(path -> !path.startsWith("/api/"))
                .containsExactlyInAnyOrder(
                        "/v1/{site}/telemetry/{device}", "/v1/readings", "/v1/raw/{device}", "/v1/lines/{device}");
        assertThat(paths.fieldNames()).toIterable().contains("/api/v1/alerts", "/api/v1/routes", "/api/v1/config");
    }

    @Test
    void aConnectionMayCarryAsManyRequestsAsItsClientLikes() throws Exception {
        String post = "POST /v1/lines/kept HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n";

        String answers = SERVERS.gateway().raw((post + "\r\nx").repeat(149) + post + "Connection: close\r\n\r\nx");

        assertThat(answers.split("HTTP/1.1 202", -1)).hasSize(1 + 150);
    }

    @Test
    void pagesThatAreNamedMaySendAndOthersMayNot() throws Exception {
        HttpResponse<String> named =
                SERVERS.gateway().post("/v1/lines/page", "text/plain", "click", "Origin", "https://shop.example");
        HttpResponse<String> other =
                SERVERS.gateway().post("/v1/lines/page", "text/plain", "click", "Origin", "https://evil.example");
        HttpResponse<String> question = SERVERS.gateway()
                .send(SERVERS.gateway()
                        .request("/v1/lines/page")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .headers("Origin", "https://shop.example", "Access-Control-Request-Method", "POST"));

        assertThat(named.statusCode()).isEqualTo(202);
        assertThat(named.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://shop.example");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(question.statusCode()).isEqualTo(204);
        assertThat(question.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValue("POST");
        assertThat(SERVERS.gateway().values("raw", "page")).containsExactly("click");
    }
}
