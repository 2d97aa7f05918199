package io.fieldgate.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.fieldgate.fault.MqttProxy;
import io.fieldgate.fault.Parts;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promise of {@code mqtt:} on a real broker, seen on the wire. */
class MqttConsumerIT {
    @RegisterExtension
    static final LocalBroker BROKER = new LocalBroker();

    private final String site = "s" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    private DefaultCamelContext camel = new DefaultCamelContext();
    private MqttProxy proxy;
    private Mqtt5BlockingClient device;

    @BeforeEach
    void connect() throws Exception {
        proxy = new MqttProxy(BROKER.port());
        device = BROKER.client("device-" + site).buildBlocking();
        device.connect();
    }

    @AfterEach
    void stop() {
        Parts.closeAll(camel, () -> device.disconnect(), proxy);
    }

    @Test
    void deliversABacklogThatWaitedInTheSessionCompletelyAndInTheOrderSent() throws Exception {
        start(remember());
        camel.stop();
        publish(0, 2000);

        start(remember());

        await().atMost(60, SECONDS).until(() -> seen.size() >= 2000);
        assertThat(seen).isEqualTo(numbers(0, 2000));
    }

    @Test
    void acknowledgesNothingBeforeTheRouteHasSucceeded() throws Exception {
        Held held = new Held();
        start(held);
        publish(0, 20);
        await().until(() -> held.waiting.size() == 20);

        assertThat(proxy.acknowledged()).isEmpty();

        held.releaseAll();
        await().until(() -> proxy.acknowledged().size() == 20);
    }

    @Test
    void acknowledgesInTheOrderOfReceiptWhateverTheOrderOfSuccess() throws Exception {
        Held held = new Held();
        start(held);
        publish(0, 50);
        await().until(() -> held.waiting.size() == 50);

        held.releaseAllShuffled();

        await().until(() -> proxy.acknowledged().size() == 50);
        assertThat(proxy.acknowledged()).isEqualTo(proxy.published());
    }

    @Test
    void goesOnAfterTheLinkWasCutInTheMiddleOfABacklog() throws Exception {
        start(remember());
        publish(0, 300);
        await().until(() -> seen.size() >= 100);

        proxy.cut();
        publish(300, 600);
        proxy.restore();

        await().atMost(60, SECONDS).until(() -> new HashSet<>(seen).size() == 600);
        assertThat(firstOccurrences()).containsExactlyElementsOf(numbers(0, 600));
    }

    @Test
    void goesOnAfterTheLinkWasCutWhileTheRouteStoodStill() throws Exception {
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        start(exchange -> {
            kafkaIsBack.await();
            remember(exchange);
        });
        publish(0, 200);
        await().until(() -> proxy.published().size() >= 200);

        proxy.cut();
        proxy.restore();
        await().until(() -> proxy.connections() >= 2);
        kafkaIsBack.countDown();

        await().atMost(60, SECONDS).until(() -> new HashSet<>(seen).size() == 200);
        assertThat(firstOccurrences()).containsExactlyElementsOf(numbers(0, 200));
    }

    @Test
    void keepsTheConnectionAliveWhileTheRouteStandsStillForLongerThanTheKeepAlive() throws Exception {
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        start(exchange -> {
            kafkaIsBack.await();
            remember(exchange);
        });
        publish(0, 50);

        // Keep-alive is 3 s here; a broker gives up after one and a half (MQTT 5, 3.1.2.10).
        await().pollDelay(7, SECONDS).until(() -> true);
        kafkaIsBack.countDown();

        await().until(() -> seen.size() == 50);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void putsWhatCanNeverSucceedIntoTheDeadLetterQueueAndGoesOn() throws Exception {
        start(exchange -> {
            if (body(exchange).equals("3")) {
                throw Failure.rejected("MALFORMED_JSON", "not JSON", null);
            }
            remember(exchange);
        });

        publish(0, 6);

        await().until(() -> proxy.acknowledged().size() == 6);
        assertThat(seen).containsExactly("0", "1", "2", "4", "5");
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.value()).asString(StandardCharsets.UTF_8).isEqualTo("3");
            assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("pump-1");
            assertThat(letter.source()).isEqualTo("mqtt:plant/" + site + "/pump-1/telemetry");
            assertThat(letter.headers()).containsEntry("fg.device", "pump-1").doesNotContainKey("device");
        });
    }

    @Test
    void keepsAMessageWhileItsDeadLetterCannotBeStored() throws Exception {
        AtomicInteger refusals = new AtomicInteger(2);
        start(
                exchange -> {
                    throw Failure.rejected("SCHEMA", "never", null);
                },
                letter -> {
                    if (refusals.getAndDecrement() > 0) {
                        return CompletableFuture.failedFuture(Failure.temporary("Kafka is away", null));
                    }
                    letters.add(letter);
                    return CompletableFuture.completedFuture(null);
                });

        publish(0, 1);

        await().atMost(60, SECONDS).until(() -> letters.size() == 1);
        await().until(() -> proxy.acknowledged().size() == 1);
    }

    @Test
    void triesAgainInPlaceWhatMaySucceedLaterAndKeepsTheOrder() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        start(exchange -> {
            if (body(exchange).equals("1") && failures.getAndDecrement() > 0) {
                throw Failure.temporary("the server is away", null);
            }
            remember(exchange);
        });

        publish(0, 4);

        await().until(() -> proxy.acknowledged().size() == 4);
        assertThat(seen).containsExactly("0", "1", "2", "3");
        assertThat(letters).isEmpty();
    }

    @Test
    void getsAMessageAgainThatFailedLaterThanTheLaneCouldSee() throws Exception {
        AtomicInteger failures = new AtomicInteger(1);
        start(new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                new Thread(() -> {
                            if (body(exchange).equals("1") && failures.getAndDecrement() > 0) {
                                exchange.setException(Failure.temporary("the server went away", null));
                            } else {
                                seen.add(body(exchange));
                            }
                            callback.done(false);
                        })
                        .start();
                return false;
            }
        });

        publish(0, 3);

        await().atMost(60, SECONDS).until(() -> new HashSet<>(seen).size() == 3);
        assertThat(letters).isEmpty();
    }

    @Test
    void doublesNothingOverAnOrderlyStop() throws Exception {
        start(remember());
        publish(0, 500);
        await().until(() -> seen.size() >= 100);
        camel.stop();
        int before = seen.size();
        publish(500, 600);

        start(remember());

        await().atMost(60, SECONDS).until(() -> seen.size() >= 600);
        assertThat(before).isBetween(100, 500);
        assertThat(seen).isEqualTo(numbers(0, 600));
    }

    @Test
    void setsCapturesAndItsOwnHeadersAndNoneThatTheClientChose() throws Exception {
        List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
        start(exchange -> headers.add(Map.copyOf(exchange.getIn().getHeaders())));

        device.publish(Mqtt5Publish.builder()
                .topic("plant/" + site + "/pump-1/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType("application/json")
                .userProperties()
                .add("firmware", "1.2")
                .add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .add("kafka.OVERRIDE_TOPIC", "elsewhere")
                .add("CamelFileName", "../x")
                .applyUserProperties()
                .build());

        await().until(() -> headers.size() == 1);
        assertThat(headers.get(0))
                .containsEntry("device", "pump-1")
                .containsEntry("fg.device", "pump-1")
                .containsEntry("site", site)
                .containsEntry("fg.source", "mqtt")
                .containsEntry("mqtt.topic", "plant/" + site + "/pump-1/telemetry")
                .containsEntry("content-type", "application/json")
                .containsEntry("mqtt.user.firmware", "1.2")
                .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .doesNotContainKeys("kafka.OVERRIDE_TOPIC", "CamelFileName");
    }

    @Test
    void showsInItsHealthThatTheBrokerIsAway() throws Exception {
        start(remember());

        proxy.cut();

        await().untilAsserted(() -> assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN));
        proxy.restore();
        await().atMost(60, SECONDS).until(this::isUp);
    }

    private interface Step {
        void take(Exchange exchange) throws Exception;
    }

    private Step remember() {
        return this::remember;
    }

    private void remember(Exchange exchange) {
        seen.add(body(exchange));
    }

    private static String body(Exchange exchange) {
        return new String(exchange.getIn().getBody(byte[].class), StandardCharsets.UTF_8);
    }

    private void start(Step step) throws Exception {
        start(step, letter -> {
            letters.add(letter);
            return CompletableFuture.completedFuture(null);
        });
    }

    private void start(Step step, DeadLetterQueue queue) throws Exception {
        startRoute(queue, route -> route.process(step::take));
    }

    private void start(AsyncProcessor processor) throws Exception {
        startRoute(letter -> CompletableFuture.completedFuture(null), route -> route.process(processor));
    }

    private void startRoute(
            DeadLetterQueue queue, java.util.function.Consumer<org.apache.camel.model.RouteDefinition> steps)
            throws Exception {
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, queue);
        PahoMqtt5Configuration configuration = MqttComponent.losslessDefaults();
        configuration.setBrokerUrl(proxy.url());
        configuration.setClientId("gateway-" + site);
        configuration.setKeepAliveInterval(3);
        camel.addComponent("mqtt", new MqttComponent(configuration));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                steps.accept(from("mqtt:plant/{site}/{device}/telemetry").routeId(site));
            }
        });
        camel.start();
        await().until(this::isUp);
    }

    private boolean isUp() {
        return health().getState() == HealthCheck.State.UP;
    }

    private HealthCheck.Result health() {
        Route route = camel.getRoute(site);
        return ((HealthCheckAware) route.getConsumer()).getHealthCheck().call();
    }

    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            device.publishWith()
                    .topic("plant/" + site + "/pump-1/telemetry")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(String.valueOf(i).getBytes(StandardCharsets.UTF_8))
                    .send();
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    private List<String> firstOccurrences() {
        return seen.stream().distinct().toList();
    }

    /** A step that is done only when the test says so. */
    private static final class Held extends AsyncProcessorSupport {
        final ConcurrentLinkedQueue<AsyncCallback> waiting = new ConcurrentLinkedQueue<>();

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            waiting.add(callback);
            return false;
        }

        void releaseAll() {
            waiting.forEach(callback -> callback.done(false));
        }

        void releaseAllShuffled() {
            List<AsyncCallback> shuffled = new ArrayList<>(waiting);
            Collections.shuffle(shuffled);
            shuffled.forEach(callback -> callback.done(false));
        }
    }
}
