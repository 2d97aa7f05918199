package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every record of a topic comes to a webhook, in order for each device, although the receiver fails each tenth request and the
 * gateway is killed in the middle. The template topic-to-webhook.
 */
class WebhookLedgerIT {
    private static final int RECORDS = 200;
    private static final int DEVICES = 5;
    /** The receiver refuses it for ever. */
    private static final int REFUSED = 77;

    @TempDir
    private Path folder;

    /** A request that the receiver has taken, whether or not it said so. */
    private record Taken(String key, String device, int sequence) {}

    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ObjectMapper json = new ObjectMapper();
    private EmbeddedKafka kafka;
    private HttpServer receiver;
    private GatewayProcess gateway;

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        kafka.start();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", this::answer);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.start();
        Files.writeString(folder.resolve("send.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: topic-to-webhook
                    routeId: send
                    parameters:
                      - { name: topic, value: telemetry }
                      - { name: webhook, value: shop }
                      - { name: consumers, value: "2" }
                """);
        gateway = startGateway();
    }

    @AfterEach
    void stopEverything() {
        Parts.closeAll(gateway, () -> receiver.stop(0), kafka);
    }

    @Test
    void nothingIsLostOrOutOfOrderAndOnlyWhatIsRefusedIsADeadLetter() throws Exception {
        produce();
        await().atMost(180, SECONDS).until(() -> taken.size() > RECORDS / 3);
        gateway.kill();
        assertThat(taken).as("killed in the middle").hasSizeLessThan(RECORDS);
        gateway = startGateway();

        await().atMost(120, SECONDS)
                .untilAsserted(() -> assertThat(
                                taken.stream().map(Taken::sequence).distinct().count())
                        .isEqualTo(RECORDS - 1));

        Map<String, Integer> last = new HashMap<>();
        Map<String, Integer> keys = new HashMap<>();
        for (Taken one : taken) {
            Integer earlier = keys.putIfAbsent(one.key, one.sequence);
            assertThat(earlier).as("what has the key " + one.key).isIn(null, one.sequence);
            if (earlier == null) {
                assertThat(last.getOrDefault(one.device, -1))
                        .as("order of " + one.device)
                        .isLessThan(one.sequence);
                last.put(one.device, one.sequence);
            }
        }
        assertThat(keys).hasSize(RECORDS - 1);
        await().atMost(120, SECONDS).until(() -> Records.count(kafka.bootstrapServers(), "telemetry.dlq") > 0);
        assertThat(Records.all(kafka.bootstrapServers(), "telemetry.dlq")).allSatisfy(letter -> {
            assertThat(json.readTree(letter.value()).get("seq").asInt()).isEqualTo(REFUSED);
            assertThat(Records.header(letter, "fg.dlq.code")).isEqualTo("HTTP_422");
        });
    }

    /** Every twentieth request fails before it is taken, every other twentieth after it: then it comes again. */
    private void answer(HttpExchange request) throws IOException {
        JsonNode value = json.readTree(request.getRequestBody().readAllBytes());
        int sequence = value.get("seq").asInt();
        int number = requests.incrementAndGet();
        boolean refused = sequence == REFUSED;
        if (!refused && number % 20 != 0) {
            taken.add(new Taken(
                    request.getRequestHeaders().getFirst("Idempotency-Key"),
                    request.getRequestHeaders().getFirst("X-Fieldgate-Device"),
                    sequence));
        }
        request.sendResponseHeaders(refused ? 422 : number % 10 == 0 ? 503 : 204, -1);
        request.close();
    }

    private void produce() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            await().atMost(180, SECONDS)
                    .until(() -> admin.listTopics().names().get().contains("telemetry"));
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                var unused = producer.send(new ProducerRecord<>(
                        "telemetry", ("d-" + i % DEVICES).getBytes(UTF_8), ("{\"seq\":" + i + "}").getBytes(UTF_8)));
            }
        }
    }

    private GatewayProcess startGateway() throws Exception {
        Map<String, String> environment =
                GatewayProcess.environment(folder, kafka.bootstrapServers(), "tcp://127.0.0.1:1", Ports.free());
        environment.put(
                "FIELDGATE_WEBHOOKS_SHOP_URL",
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
        environment.put("FIELDGATE_WEBHOOKS_SHOP_PLAINHTTP", "true");
        environment.put("FIELDGATE_WEBHOOKS_SHOP_PRIVATEADDRESSES", "127.0.0.0/8");
        environment.put(
                "CAMEL_MAIN_ROUTESINCLUDEPATTERN",
                "classpath:route-templates/*.camel.yaml,file:" + folder.resolve("send.camel.yaml"));
        return GatewayProcess.start(folder, environment, "run");
    }
}
