package io.fieldgate.topic;

import static io.fieldgate.fault.Records.header;
import static io.fieldgate.topic.Gateway.topic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.message.Failure;
import io.fieldgate.topic.TopicSpec.Format;
import io.fieldgate.topic.TopicSpec.Ordering;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSinkIT {
    @TempDir
    Path folder;

    private EmbeddedKafka kafka;
    private Gateway gateway;

    @BeforeEach
    void openGateway() throws Exception {
        kafka = new EmbeddedKafka(folder, Ports.free());
        gateway = new Gateway(
                        kafka.bootstrapServers(),
                        topic("telemetry", 3, Format.BYTES),
                        kept("readings", Duration.ofMillis(-1)),
                        kept("week", Duration.ofDays(7)))
                .start(new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:telemetry").routeId("in").to("topic:telemetry");
                        from("direct:readings")
                                .routeId("readings")
                                .to("topic:readings?timestamp=/at&key=${header.site}");
                        from("direct:week").routeId("week").to("topic:week?timestamp=/at");
                        from("direct:both")
                                .routeId("both")
                                .to("topic:telemetry")
                                .to("topic:readings");
                    }
                });
    }

    @AfterEach
    void closeAll() {
        Parts.closeAll(gateway, kafka);
    }

    @Test
    void bytesKeyTimeAndHeadersArriveAsTheyWere() throws Exception {
        kafka.start();
        byte[] all = new byte[256];
        IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);
        Map<String, Object> headers = new HashMap<>();
        headers.put("device", "pump-1");
        headers.put("fg.device", "pump-1");
        long received = System.currentTimeMillis() - 60_000;
        headers.put("fg.received-at", received);
        headers.put("mqtt.qos", 1);
        headers.put("mqtt.topic", "plant/\u00e4/pump-1");
        headers.put("content-type", "application/cbor");
        headers.put("Authorization", "secret");

        Exchange exchange = send("direct:telemetry", all, headers).get(60, TimeUnit.SECONDS);

        assertThat(exchange.getException()).isNull();
        ConsumerRecord<byte[], byte[]> stored = only("telemetry");
        assertThat(stored.value()).isEqualTo(all);
        assertThat(stored.key()).isEqualTo("pump-1".getBytes(UTF_8));
        assertThat(stored.timestamp()).isEqualTo(received);
        assertThat(header(stored, "fg.route")).isEqualTo("in");
        assertThat(header(stored, "fg.received-at")).isEqualTo(Long.toString(received));
        assertThat(header(stored, "mqtt.qos")).isEqualTo("1");
        assertThat(header(stored, "mqtt.topic")).isEqualTo("plant/\u00e4/pump-1");
        assertThat(stored.headers())
                .extracting(Header::key)
                .containsExactlyInAnyOrder(
                        "fg.device", "fg.received-at", "fg.route", "mqtt.qos", "mqtt.topic", "content-type");
    }

    @Test
    void aSourceThatHasNoMoreToGiveNeedNotWaitForABatchToFill() throws Exception {
        kafka.start();
        try (Gateway lingering =
                new Gateway(kafka.bootstrapServers(), Duration.ofHours(1), topic("telemetry", 3, Format.BYTES))) {
            lingering.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:telemetry").to("topic:telemetry");
                }
            });
            TopicEndpoint sink = lingering.camel.getEndpoint("topic:telemetry", TopicEndpoint.class);
            CompletableFuture<Exchange> sent = lingering
                    .camel
                    .createProducerTemplate()
                    .asyncSend("direct:telemetry", made -> made.getMessage().setBody(new byte[] {1}));
            await().until(() -> lingering.producer.measurements().bufferLeft() < 64L * 1024 * 1024);
            assertThat(sent).isNotDone();

            sink.flush();

            assertThat(sent.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    @Test
    void noHeaderOfAMessageRedirectsItsRecord() throws Exception {
        kafka.start();
        Map<String, Object> headers = new HashMap<>();
        headers.put("device", "pump-1");
        headers.put(KafkaConstants.OVERRIDE_TOPIC, "readings");
        headers.put("KAFKA.override_topic", "readings");
        headers.put("CamelKafkaOverrideTopic", "readings");
        headers.put(KafkaConstants.KEY, "other");
        headers.put(KafkaConstants.PARTITION_KEY, 2);
        headers.put(KafkaConstants.OVERRIDE_TIMESTAMP, 5L);

        assertThat(send("direct:telemetry", new byte[] {1}, headers)
                        .get(60, TimeUnit.SECONDS)
                        .getException())
                .isNull();

        assertThat(only("telemetry").key()).isEqualTo("pump-1".getBytes(UTF_8));
        assertThat(only("telemetry").timestamp()).isGreaterThan(1_764_000_000_000L);
        assertThat(gateway.read("readings")).isEmpty();
    }

    @Test
    void keyAndTimeComeFromTheMessageWhereTheRouteSaysSo() throws Exception {
        kafka.start();
        String json = "{\"at\":\"2025-11-24T16:00:00Z\"}";

        send("direct:readings", json.getBytes(UTF_8), Map.of("site", "north")).get(60, TimeUnit.SECONDS);

        assertThat(only("readings").key()).isEqualTo("north".getBytes(UTF_8));
        assertThat(only("readings").timestamp()).isEqualTo(1_764_000_000_000L);
        assertThat(only("readings").headers().lastHeader("fg.event-time")).isNull();
    }

    @Test
    void whatItsTopicWouldDropAsTooOldCarriesTheTimeOfItsStoringAndItsOwnBeside() throws Exception {
        kafka.start();
        long before = System.currentTimeMillis();
        Map<String, Object> forged = new HashMap<>(Map.of("fg.event-time", 1L));

        send("direct:week", "{\"at\":\"2025-11-24T16:00:00Z\"}".getBytes(UTF_8), forged)
                .get(60, TimeUnit.SECONDS);
        ConsumerRecord<byte[], byte[]> old = only("week");

        assertThat(old.timestamp()).isGreaterThanOrEqualTo(before);
        assertThat(header(old, "fg.event-time")).isEqualTo("1764000000000");
    }

    @Test
    void whatItsTopicKeepsLongEnoughCarriesItsOwnTimeAlone() throws Exception {
        kafka.start();
        long yesterday = System.currentTimeMillis() - 86_400_000;
        Map<String, Object> forged = new HashMap<>(Map.of("fg.event-time", 1L));

        send("direct:week", ("{\"at\":" + yesterday + "}").getBytes(UTF_8), forged)
                .get(60, TimeUnit.SECONDS);
        ConsumerRecord<byte[], byte[]> recent = only("week");

        assertThat(recent.timestamp()).isEqualTo(yesterday);
        assertThat(recent.headers().lastHeader("fg.event-time")).isNull();
    }

    @Test
    void whatCanNeverBeStoredIsRejectedWithItsReason() throws Exception {
        kafka.start();
        assertThat(codeOf("direct:readings", "{\"at\":".getBytes(UTF_8))).isEqualTo("MALFORMED_JSON");
        assertThat(codeOf("direct:readings", "{\"at\":\"soon\"}".getBytes(UTF_8)))
                .isEqualTo("TIMESTAMP");
        assertThat(codeOf("direct:telemetry", null)).isEqualTo("EMPTY");
        assertThat(codeOf("direct:telemetry", new byte[2_000_000])).isEqualTo("TOO_LARGE");
    }

    @Test
    void anotherTopicStepDoesNotBlockKafkasThread() throws Exception {
        kafka.start();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sent.add(send("direct:both", Integer.toString(i).getBytes(UTF_8), Map.of("device", "d")));
        }
        for (CompletableFuture<Exchange> exchange : sent) {
            assertThat(exchange.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(numbers("telemetry")).isEqualTo(range(500));
        assertThat(numbers("readings")).isEqualTo(range(500));
    }

    @Test
    void waitsForKafkaAtStartAndDuringFlowAndCompletesOnlyAfterIt() throws Exception {
        List<CompletableFuture<Exchange>> sent = new CopyOnWriteArrayList<>();
        Thread lane = new Thread(() -> IntStream.range(0, 3000).forEach(i -> {
            sent.add(send("direct:telemetry", Integer.toString(i).getBytes(UTF_8), Map.of("device", "d")));
            if (i % 10 == 0) {
                pause();
            }
        }));
        lane.start();
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(60)).until(() -> done(sent) == 0);

        kafka.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> done(sent) > 300);
        kafka.stop();
        // Answers that had come may still be on their way to the route.
        AtomicInteger last = new AtomicInteger(-1);
        await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(60)).until(() -> {
            int now = done(sent);
            return last.getAndSet(now) == now;
        });
        int before = last.get();
        kafka.start();
        lane.join();

        for (CompletableFuture<Exchange> exchange : List.copyOf(sent)) {
            assertThat(exchange.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(before).isLessThan(3000);
        assertThat(numbers("telemetry")).isEqualTo(range(3000));
    }

    @Test
    void aWaitingSinkLetsItsRouteStop() {
        List<Exchange> ended = new CopyOnWriteArrayList<>();
        Thread lane = new Thread(() ->
                ended.add(send("direct:telemetry", new byte[] {1}, Map.of()).join()));
        lane.start();
        await().during(Duration.ofSeconds(1)).until(ended::isEmpty);

        gateway.camel.stop();

        await().atMost(Duration.ofSeconds(60)).until(() -> !ended.isEmpty());
        assertThat(ended.get(0).getException()).isInstanceOf(Failure.class);
    }

    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    private static int done(List<CompletableFuture<Exchange>> sent) {
        return (int) IntStream.range(0, sent.size())
                .filter(i -> sent.get(i).isDone())
                .count();
    }

    /** Runs the route on this thread, as the lane of a source does. */
    private CompletableFuture<Exchange> send(String uri, byte @Nullable [] body, Map<String, Object> headers) {
        Exchange exchange = gateway.camel.getEndpoint(uri).createExchange();
        exchange.getIn().setBody(body);
        exchange.getIn().setHeaders(new HashMap<>(headers));
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        try {
            AsyncProducer route = gateway.camel.getEndpoint(uri).createAsyncProducer();
            route.start();
            route.process(exchange, inPlace -> done.complete(exchange));
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    private String codeOf(String uri, byte @Nullable [] body) throws Exception {
        Exception thrown = send(uri, body, Map.of()).get(60, TimeUnit.SECONDS).getException();
        return thrown instanceof Failure failure ? failure.code() : "none, but " + thrown;
    }

    private ConsumerRecord<byte[], byte[]> only(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = gateway.read(topic);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<Integer> numbers(String topic) {
        return gateway.read(topic).stream()
                .map(found -> Integer.valueOf(new String(found.value(), UTF_8)))
                .toList();
    }

    private static List<Integer> range(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private static TopicSpec kept(String name, Duration retention) {
        return new TopicSpec(
                name, 1, (short) -1, retention, null, null, null, Ordering.DEVICE, Format.JSON, true, Map.of());
    }
}
