package io.fieldgate;

import static io.fieldgate.fault.Records.header;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What people drop that they should not: each thing ends where it belongs, and what stands around it passes. */
class BadFilesIT {
    private static final String GOOD = "{\"device\":\"pump-1\",\"temperature\":1}";

    @TempDir
    private static Path folder;

    private static EmbeddedKafka kafka;
    private static ConfigurableApplicationContext gateway;
    private static Path drop;

    @BeforeAll
    static void start() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        Path route = Files.writeString(folder.resolve("bad.camel.yaml"), """
                - route:
                    id: bad-files
                    from:
                      uri: "intake:drop"
                      parameters: { stable: "0s", poll: "20ms" }
                      steps:
                        - to: { uri: "topic:telemetry", parameters: { key: "/device" } }
                """);
        gateway = new SpringApplication(Gateway.class)
                .run(
                        "--fieldgate.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--fieldgate.intake.root=" + folder.resolve("in"),
                        "--fieldgate.intake.checkpoints=" + folder.resolve("checkpoints"),
                        "--camel.main.routes-include-pattern=file:" + route,
                        "--fieldgate.alerts.enabled=false",
                        "--server.port=0",
                        "--management.server.port=0");
        drop = folder.resolve("in/drop");
        await().atMost(60, SECONDS).until(() -> Files.isDirectory(drop));
    }

    @AfterAll
    static void stop() {
        Parts.closeAll(gateway, kafka);
    }

    static Stream<Arguments> badRecords() {
        return Stream.of(
                arguments("blank.ndjson", " \t", UTF_8, "EMPTY"),
                arguments("malformed.ndjson", "{\"device\":", UTF_8, "MALFORMED_JSON"),
                arguments("two.ndjson", GOOD + GOOD, UTF_8, "MALFORMED_JSON"),
                arguments("deep.ndjson", "[".repeat(1001), UTF_8, "LIMIT_DEPTH"),
                arguments("very-deep.ndjson", "[".repeat(100_000), UTF_8, "LIMIT_DEPTH"),
                arguments("digits.ndjson", "{\"device\":" + "9".repeat(10_000) + "}", UTF_8, "LIMIT_NUMBER"),
                arguments("exponent.ndjson", "{\"device\":\"d\",\"x\":1e999999999}", UTF_8, "LIMIT_NUMBER"),
                arguments("nan.ndjson", "{\"device\":\"d\",\"x\":NaN}", UTF_8, "INVALID_NUMBER"),
                arguments("latin-1.ndjson", "{\"device\":\"gr\u00fc\u00df\"}", ISO_8859_1, "INVALID_UTF8"),
                arguments("no-key.ndjson", "{\"x\":1}", UTF_8, "NO_KEY"),
                arguments("scalar.ndjson", "42", UTF_8, "NO_KEY"),
                arguments(
                        "long.ndjson",
                        "{\"device\":\"d\",\"x\":\"" + "y".repeat(20_000_000) + "\"}",
                        UTF_8,
                        "LIMIT_SIZE"),
                arguments(
                        "too-large.ndjson",
                        "{\"device\":\"d\",\"x\":\"" + "y".repeat(1_048_500) + "\"}",
                        UTF_8,
                        "TOO_LARGE"),
                arguments("ragged.csv", "pump-1", UTF_8, "MALFORMED_CSV"),
                arguments("wide.csv", "x,".repeat(10_000), UTF_8, "MALFORMED_CSV"),
                arguments("quote.csv", "\"pump-1,2", UTF_8, "MALFORMED_CSV"),
                arguments("inner-quote.csv", "pump\"1,2", UTF_8, "MALFORMED_CSV"),
                arguments("separator.csv", "pump-1;2", UTF_8, "MALFORMED_CSV"),
                arguments("latin-1.csv", "gr\u00fc\u00df,2", ISO_8859_1, "INVALID_UTF8"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRecords")
    void aBadRecordIsADeadLetterWithFileAndLineAndItsNeighboursPass(
            String name, String bad, Charset charset, String code) throws Exception {
        boolean csv = name.endsWith(".csv");
        byte[] before = (csv ? "device,temperature\npump-1,1\n" : "\n" + GOOD + "\n").getBytes(UTF_8);
        byte[] after = (csv ? "\npump-1,1\n" : "\n" + GOOD + "\n").getBytes(UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before);
        all.writeBytes(bad.getBytes(charset));
        all.writeBytes(after);

        drop(name, all.toByteArray());

        await().atMost(60, SECONDS).until(() -> Files.exists(drop.resolve("done/" + name)));
        List<ConsumerRecord<byte[], byte[]>> letters = of(name, "telemetry.dlq");
        assertThat(letters).hasSize(1);
        assertThat(header(letters.get(0), "fg.dlq.code")).isEqualTo(code);
        assertThat(header(letters.get(0), "fg.dlq.source")).isEqualTo("file:drop/" + name + ":3");
        assertThat(header(letters.get(0), "fg.line")).isEqualTo("3");
        assertThat(header(letters.get(0), "fg.dlq.exception.message"))
                .isNotEmpty()
                .hasSizeLessThan(1025);
        byte[] value = letters.get(0).value();
        assertThat(value).isEqualTo(Arrays.copyOf(bad.getBytes(charset), value.length));
        assertThat(code.equals("LIMIT_SIZE") || value.length == bad.getBytes(charset).length)
                .isTrue();
        assertThat(of(name, "telemetry").stream().map(found -> new String(found.value(), UTF_8)))
                .containsExactly(GOOD, GOOD);
    }

    static Stream<Arguments> oddButGood() throws IOException {
        return Stream.of(
                arguments(
                        "formula.csv",
                        "device,x\np,=cmd|'/c calc'!A1\n".getBytes(UTF_8),
                        "{\"device\":\"p\",\"x\":\"=cmd|'/c calc'!A1\"}"),
                arguments("mark.ndjson", ("\ufeff" + GOOD).getBytes(UTF_8), GOOD),
                arguments(
                        "wide.ndjson",
                        ("\ufeff" + GOOD + "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_16LE),
                        GOOD),
                arguments(
                        "sql.csv",
                        "device,x\np,'); drop table telemetry;--\n".getBytes(UTF_8),
                        "{\"device\":\"p\",\"x\":\"'); drop table telemetry;--\"}"),
                arguments(
                        "steering.csv",
                        "device,kafka.OVERRIDE_TOPIC,CamelFileName\np,other,../x\n".getBytes(UTF_8),
                        "{\"device\":\"p\",\"kafka.OVERRIDE_TOPIC\":\"other\",\"CamelFileName\":\"../x\"}"),
                arguments(
                        "lines.csv",
                        "device,x\n\"p\",\"a\nb\"\n".getBytes(UTF_8),
                        "{\"device\":\"p\",\"x\":\"a\\nb\"}"),
                arguments("gaps.ndjson", ("\n\r\n" + GOOD + "\n\n\n").getBytes(UTF_8), GOOD),
                arguments("packed.ndjson.gz", gzip((GOOD + "\n").getBytes(UTF_8)), GOOD));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddButGood")
    void whatOnlyLooksBadIsStoredAsItIs(String name, byte[] content, String stored) throws Exception {
        drop(name, content);

        await().atMost(60, SECONDS).until(() -> Files.exists(drop.resolve("done/" + name)));
        assertThat(of(name, "telemetry").stream().map(found -> new String(found.value(), UTF_8)))
                .containsExactly(stored);
        assertThat(of(name, "telemetry.dlq")).isEmpty();
    }

    static Stream<Arguments> unreadable() throws IOException {
        String columns = IntStream.range(0, 10_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        byte[] zipped = gzip(new byte[1_000_000]);
        return Stream.of(
                arguments("bomb.ndjson.gz", gzip(new byte[100_000_000]), "LIMIT_INFLATE"),
                arguments("cut.ndjson.gz", Arrays.copyOf(zipped, zipped.length / 2), "GZIP"),
                arguments("archive.zip", "PK\u0003\u0004....".getBytes(ISO_8859_1), "COMPRESSION"),
                arguments("columns.csv", columns.getBytes(UTF_8), "HEADER"),
                arguments("same.csv", "device,device\n".getBytes(UTF_8), "HEADER"),
                arguments("semicolons.csv", "device;x\np;1\n".getBytes(UTF_8), "HEADER"),
                arguments(
                        "half.ndjson", new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xdc, 'x', 0}, "INVALID_UTF16"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void aFileThatCannotBeReadIsSetAsideWithTheReason(String name, byte[] content, String code) throws Exception {
        drop(name, content);

        await().atMost(60, SECONDS).until(() -> Files.exists(drop.resolve("error/" + name)));
        assertThat(drop.resolve("error/" + name + ".reason.txt")).content().contains("code: " + code + "\n");
        assertThat(drop.resolve("error/" + name)).hasBinaryContent(content);
    }

    @Test
    void anEmptyFileIsDone() throws Exception {
        drop("empty.csv", new byte[0]);

        await().atMost(60, SECONDS).until(() -> Files.exists(drop.resolve("done/empty.csv")));
        assertThat(of("empty.csv", "telemetry")).isEmpty();
    }

    private static void drop(String name, byte[] content) throws IOException {
        Path hidden = Files.write(drop.resolve("." + name), content);
        Files.move(hidden, drop.resolve(name));
    }

    private static List<ConsumerRecord<byte[], byte[]>> of(String name, String topic) {
        return Records.all(
                kafka.bootstrapServers(),
                topic,
                found -> header(found, "fg.file").equals("drop/" + name));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }
}
