package io.fieldgate.topic;

import static io.fieldgate.fault.Records.header;
import static io.fieldgate.topic.Gateway.topic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.message.Failure;
import io.fieldgate.topic.TopicSpec.Format;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSourceIT {
    private static final String GROUP = "fieldgate.store";

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;
    private final List<Gateway> gateways = new ArrayList<>();
    private final ScheduledExecutorService sink = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void startKafka() {
        kafka = new EmbeddedKafka(folder, Ports.free());
        kafka.start();
    }

    @AfterEach
    void closeAll() {
        Parts.closeAll(() -> gateways.forEach(Gateway::close), () -> sink.shutdownNow(), kafka);
    }

    @Test
    void aRecordComesBackAsTheMessageItWas() throws Exception {
        List<Message> seen = new CopyOnWriteArrayList<>();
        Gateway gateway = gateway("topic:readings", exchange -> seen.add(exchange.getIn()));
        ProducerRecord<byte[], byte[]> sent =
                new ProducerRecord<>("readings", 1, 1_764_000_000_000L, bytes("pump-1"), new byte[] {0, -1, 7});
        sent.headers()
                .add("fg.site", bytes("north"))
                .add("fg.received-at", bytes("1764000000001"))
                .add("mqtt.topic", bytes("a/b"))
                .add("fg.camelHttpUri", bytes("http://evil"))
                .add("fg.CamelFileName", bytes("../../x"))
                .add("kafka.OVERRIDE_TOPIC", bytes("elsewhere"))
                .add("other", bytes("dropped"));
        ready(gateway);
        send(List.of(sent, new ProducerRecord<>("readings", 1, bytes("pump-1"), null)));

        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 2);
        Message first = seen.get(0);
        assertThat(first.getBody()).isEqualTo(new byte[] {0, -1, 7});
        assertThat(first.getHeaders())
                .containsEntry("device", "pump-1")
                .containsEntry("site", "north")
                .containsEntry("fg.site", "north")
                .containsEntry("fg.received-at", 1_764_000_000_001L)
                .containsEntry("mqtt.topic", "a/b")
                .containsEntry(KafkaConstants.TOPIC, "readings")
                .containsEntry(KafkaConstants.PARTITION, 1)
                .containsEntry(KafkaConstants.OFFSET, 0L)
                .containsEntry(KafkaConstants.TIMESTAMP, 1_764_000_000_000L)
                .doesNotContainKeys(
                        "CamelHttpUri", "CamelFileName", KafkaConstants.OVERRIDE_TOPIC, "other", "received-at");
        assertThat(seen.get(1).getBody()).isNull();
    }

    @Test
    void twoRoutesWithTheSameAddressEachReadAllOfTheTopic() throws Exception {
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        Gateway gateway = new Gateway(kafka.bootstrapServers(), events());
        gateways.add(gateway);
        gateway.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("topic:events").routeId("first").process(exchange -> first.add(TopicSourceIT.body(exchange)));
                from("topic:events").routeId("second").process(exchange -> second.add(TopicSourceIT.body(exchange)));
            }
        });
        ready(gateway);

        send(numbered("events", 10));

        await().atMost(Duration.ofSeconds(60)).until(() -> first.size() == 10 && second.size() == 10);
        assertThat(first).containsExactlyInAnyOrderElementsOf(second);
    }

    @Test
    void offsetsAreCommittedOnlyForTheRunThatHasSucceeded() throws Exception {
        Map<String, AsyncCallback> held = new ConcurrentHashMap<>();
        Gateway gateway = gateway("topic:events", later((exchange, done) -> held.put(body(exchange), done)));
        ready(gateway);
        send(numbered("events", 10));
        await().atMost(Duration.ofSeconds(60)).until(() -> held.size() == 10);

        IntStream.range(5, 10).forEach(i -> release(held, i));
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(60))
                .until(() -> gateway.committed(GROUP, "events") == 0);
        IntStream.range(0, 4).forEach(i -> release(held, i));
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.committed(GROUP, "events") == 4);
        release(held, 4);
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.committed(GROUP, "events") == 10);
    }

    @Test
    void whatHadNotEndedWhenTheGatewayDiedIsReadAgain() throws Exception {
        List<String> first = new CopyOnWriteArrayList<>();
        Gateway dying = gateway("topic:events", later((exchange, done) -> {
            first.add(TopicSourceIT.body(exchange));
            if (Integer.parseInt(body(exchange)) < 20) {
                done.done(false);
            }
        }));
        ready(dying);
        send(numbered("events", 50));
        await().atMost(Duration.ofSeconds(60)).until(() -> first.size() == 50);
        dying.camel.getShutdownStrategy().setTimeout(1);
        dying.close();

        List<String> second = new CopyOnWriteArrayList<>();
        gateway("topic:events", exchange -> second.add(TopicSourceIT.body(exchange)));

        await().atMost(Duration.ofSeconds(60)).until(() -> second.size() == 30);
        assertThat(second).isEqualTo(range(20, 50));
    }

    @Test
    void aGracefulStopRepeatsNothing() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Processor slow = later((exchange, done) -> after(50, () -> {
            seen.add(body(exchange));
            done.done(false);
        }));
        Gateway first = gateway("topic:events?maxInFlight=20&maxPollRecords=50", slow);
        ready(first);
        send(numbered("events", 2000));
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() > 100);
        first.close();
        int then = seen.size();
        gateway("topic:events", slow);

        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() >= 2000);
        assertThat(then).isLessThan(2000);
        assertThat(seen).doesNotHaveDuplicates().containsAll(range(0, 2000));
    }

    @Test
    void aBadRecordIsDeadLetteredByteForByteAndTheRestGoesOn() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Gateway gateway = gateway("topic:events", exchange -> {
            if (body(exchange).startsWith("bad")) {
                throw Failure.rejected("SCHEMA", "no such\nfield", new IllegalArgumentException("x"));
            }
            seen.add(body(exchange));
        });
        ready(gateway);
        ProducerRecord<byte[], byte[]> bad =
                new ProducerRecord<>("events", 0, 1_764_000_000_000L, bytes("k"), new byte[] {'b', 'a', 'd', 0, -1});
        bad.headers().add("fg.site", bytes("north")).add("mqtt.qos", bytes("1"));
        send(numbered("events", 3));
        send(List.of(bad));
        send(numbered("events", 3));

        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 6);
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.committed(GROUP, "events") == 7);
        List<ConsumerRecord<byte[], byte[]>> dead = gateway.read("events.dlq");
        assertThat(dead).hasSize(1);
        ConsumerRecord<byte[], byte[]> letter = dead.get(0);
        assertThat(letter.key()).isEqualTo(bytes("k"));
        assertThat(letter.value()).isEqualTo(bad.value());
        assertThat(letter.timestamp())
                .as("not the record's time, or the letter would soon be gone")
                .isCloseTo(System.currentTimeMillis(), within(60_000L));
        assertThat(header(letter, "fg.event-time")).isEqualTo("1764000000000");
        assertThat(header(letter, "fg.site")).isEqualTo("north");
        assertThat(header(letter, "mqtt.qos")).isEqualTo("1");
        assertThat(header(letter, "fg.dlq.code")).isEqualTo("SCHEMA");
        assertThat(header(letter, "fg.dlq.route")).isEqualTo("store");
        assertThat(header(letter, "fg.dlq.source")).isEqualTo("events-0@3");
        assertThat(header(letter, "fg.dlq.attempts")).isEqualTo("1");
        assertThat(header(letter, "fg.dlq.exception.message")).isEqualTo("no such\\u000afield");
        assertThat(header(letter, "fg.dlq.sha256")).hasSize(64);
        assertThat(header(letter, "__connect.errors.topic")).isEqualTo("events");
        assertThat(header(letter, "__connect.errors.partition")).isEqualTo("0");
        assertThat(header(letter, "__connect.errors.offset")).isEqualTo("3");
        assertThat(header(letter, "kafka_dlt-original-topic")).isEqualTo("events");
        assertThat(ByteBuffer.wrap(letter.headers()
                                .lastHeader("kafka_dlt-original-partition")
                                .value())
                        .getInt())
                .isZero();
        assertThat(ByteBuffer.wrap(letter.headers()
                                .lastHeader("kafka_dlt-original-offset")
                                .value())
                        .getLong())
                .isEqualTo(3);
        assertThat(letter.headers()).noneMatch(header -> header.key().contains("stacktrace"));
    }

    @Test
    void aTransientFailureInPlaceKeepsOrderAndLosesNothing() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicBoolean down = new AtomicBoolean(true);
        Gateway gateway = gateway("topic:events", exchange -> {
            if (body(exchange).equals("5") && down.get()) {
                throw Failure.temporary("The database is away.", null);
            }
            seen.add(body(exchange));
        });
        ready(gateway);
        send(numbered("events", 100));
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 5);

        down.set(false);

        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 100);
        assertThat(seen).isEqualTo(range(0, 100));
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.committed(GROUP, "events") == 100);
        assertThat(gateway.read("events.dlq")).isEmpty();
    }

    @Test
    void aTransientFailureLaterGoesBackToItsRecord() throws Exception {
        List<String> stored = new CopyOnWriteArrayList<>();
        AtomicBoolean down = new AtomicBoolean();
        AtomicBoolean broken = new AtomicBoolean();
        Gateway gateway = gateway(
                "topic:events?maxPollRecords=20",
                later((exchange, done) -> after(0, () -> {
                    // The store is away for a while: what is in flight then fails, what follows is not tried.
                    if (body(exchange).equals("150") && broken.compareAndSet(false, true)) {
                        down.set(true);
                        after(1000, () -> down.set(false));
                    }
                    if (down.get()) {
                        exchange.setException(Failure.temporary("The store is away.", null));
                    } else {
                        stored.add(body(exchange));
                    }
                    done.done(false);
                })));
        ready(gateway);
        send(numbered("events", 500));

        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.committed(GROUP, "events") == 500);
        assertThat(stored).containsAll(range(0, 500));
        assertThat(gateway.read("events.dlq")).isEmpty();
    }

    @Test
    void aSlowRouteDoesNotMakeTheGroupRebalance() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch slow = new CountDownLatch(1);
        Processor step = exchange -> {
            seen.add(body(exchange));
            if (body(exchange).equals("2")) {
                slow.await(20, TimeUnit.SECONDS);
            }
        };
        Gateway gateway =
                new Gateway(kafka.bootstrapServers(), Map.of("max.poll.interval.ms", "6000"), false, events());
        gateways.add(gateway);
        gateway.start(route("topic:events?maxPollRecords=2", step));
        ready(gateway);
        send(numbered("events", 200));

        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() >= 200);
        assertThat(seen).isEqualTo(range(0, 200));
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.committed(GROUP, "events") == 200);
    }

    @Test
    void goesOnByItselfWhenKafkaComesBack() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        kafka.stop();
        Gateway gateway = gateway("topic:events", exchange -> seen.add(body(exchange)));
        await().during(Duration.ofSeconds(2)).until(seen::isEmpty);
        kafka.start();
        ready(gateway);
        send(numbered("events", 100));
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 100);
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.committed(GROUP, "events") == 100);
        kafka.stop();
        kafka.start();
        send(numbered("events", 100));
        await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() >= 200);
        List<String> twice = new ArrayList<>(range(0, 100));
        twice.addAll(range(0, 100));
        assertThat(seen).isEqualTo(twice);
    }

    @Test
    void partitionsThatMoveToAnotherGatewayLoseNothingAndKeepTheirOrder() throws Exception {
        Map<Integer, List<String>> seen = new ConcurrentHashMap<>();
        Function<Exchange, List<String>> ofPartition = exchange -> seen.computeIfAbsent(
                exchange.getIn().getHeader(KafkaConstants.PARTITION, Integer.class), p -> new CopyOnWriteArrayList<>());
        Processor step = later((exchange, done) -> after(0, () -> {
            ofPartition.apply(exchange).add(body(exchange));
            done.done(false);
        }));
        ready(gateway("topic:readings?maxPollRecords=10&maxInFlight=1", step));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        IntStream.range(0, 6000)
                .forEach(i ->
                        records.add(new ProducerRecord<>("readings", i % 4, bytes("k"), bytes(Integer.toString(i)))));
        send(records);
        await().atMost(Duration.ofSeconds(60)).until(() -> total(seen) > 100);
        gateway("topic:readings?consumers=2", step);
        await().atMost(Duration.ofSeconds(60)).until(() -> total(seen) >= 6000);

        seen.forEach((partition, values) -> assertThat(values)
                .isEqualTo(IntStream.range(0, 1500)
                        .mapToObj(i -> Integer.toString(i * 4 + partition))
                        .toList()));
    }

    @Test
    void ofTwoGatewaysOfOneNameBothGoOnAndNothingIsLost() throws Exception {
        List<String> byFirst = new CopyOnWriteArrayList<>();
        List<String> bySecond = new CopyOnWriteArrayList<>();
        AtomicInteger sent = new AtomicInteger();
        Gateway first = named("same", exchange -> byFirst.add(body(exchange)));
        ready(first);
        spread(sent);
        await().atMost(Duration.ofSeconds(60)).until(() -> byFirst.size() == sent.get());

        // Takes the place of the first, which comes back without a name.
        named("same", exchange -> bySecond.add(body(exchange)));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            spread(sent);
            return !bySecond.isEmpty() && first.members(GROUP) == 2;
        });
        int before = byFirst.size();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            spread(sent);
            return byFirst.size() > before;
        });

        List<String> all = range(0, sent.get());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Stream.concat(byFirst.stream(), bySecond.stream())
                        .collect(Collectors.toSet())
                        .containsAll(all));
    }

    private Gateway named(String instance, Processor step) throws Exception {
        Gateway gateway =
                new Gateway(kafka.bootstrapServers(), instance, Map.of(), false, topic("readings", 4, Format.BYTES));
        gateways.add(gateway);
        return gateway.start(route("topic:readings", step));
    }

    /** Some more records, into each partition. */
    private void spread(AtomicInteger sent) {
        int from = sent.get();
        send(range(from, from + 20).stream()
                .map(text -> new ProducerRecord<>("readings", Integer.parseInt(text) % 4, bytes("k"), bytes(text)))
                .toList());
        sent.set(from + 20);
    }

    @Test
    void anUnknownHostNameDoesNotKeepTheGatewayFromStarting() throws Exception {
        Gateway gateway = new Gateway("no-such-host.invalid:9092", events());
        gateways.add(gateway);
        gateway.start(route("topic:events", exchange -> {}));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> Boolean.FALSE.equals(gateway.state.snapshot().up()));
    }

    private void after(int milliseconds, Runnable task) {
        var unused = sink.schedule(task, milliseconds, TimeUnit.MILLISECONDS);
    }

    private static int total(Map<Integer, List<String>> seen) {
        return seen.values().stream().mapToInt(List::size).sum();
    }

    private static void release(Map<String, AsyncCallback> held, int number) {
        AsyncCallback callback = Objects.requireNonNull(held.get(Integer.toString(number)));
        callback.done(false);
    }

    private static TopicSpec events() {
        return topic("events", 1, Format.BYTES);
    }

    private Gateway gateway(String from, Processor step) throws Exception {
        Gateway gateway = new Gateway(kafka.bootstrapServers(), events(), topic("readings", 4, Format.BYTES));
        gateways.add(gateway);
        return gateway.start(route(from, step));
    }

    private static void ready(Gateway gateway) throws Exception {
        gateway.provisioner.ready().get(60, TimeUnit.SECONDS);
    }

    private static RouteBuilder route(String from, Processor step) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(from).routeId("store").process(step);
            }
        };
    }

    private interface Step {
        void run(Exchange exchange, AsyncCallback done);
    }

    /** A step that completes on another thread. */
    private static Processor later(Step step) {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                step.run(exchange, callback);
                return false;
            }
        };
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> sent : records) {
                var unused = producer.send(sent);
            }
            producer.flush();
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> numbered(String topic, int end) {
        return range(0, end).stream()
                .map(text -> new ProducerRecord<>(topic, bytes("k"), bytes(text)))
                .toList();
    }

    private static List<String> range(int from, int end) {
        return IntStream.range(from, end).mapToObj(Integer::toString).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String body(Exchange exchange) {
        byte @Nullable [] body = exchange.getIn().getBody(byte[].class);
        return body == null ? "" : new String(body, UTF_8);
    }
}
