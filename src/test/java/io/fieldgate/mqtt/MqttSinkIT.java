package io.fieldgate.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.fieldgate.fault.MqttProxy;
import io.fieldgate.fault.Parts;
import io.fieldgate.message.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code mqtt:} as a sink, on a real broker. */
class MqttSinkIT {
    @RegisterExtension
    static final LocalBroker BROKER = new LocalBroker();

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Mqtt5Publish> delivered = new CopyOnWriteArrayList<>();
    private MqttProxy proxy;
    private Mqtt5AsyncClient device;
    private AsyncProducer command;

    @BeforeEach
    void connect() throws Exception {
        proxy = new MqttProxy(BROKER.port());
        device = BROKER.client("device").buildAsync();
        device.publishes(MqttGlobalPublishFilter.ALL, delivered::add);
        device.connect().get(60, SECONDS);
        device.subscribeWith()
                .topicFilter("plant/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send()
                .get(60, SECONDS);
        PahoMqtt5Configuration defaults = MqttComponent.losslessDefaults();
        defaults.setBrokerUrl(proxy.url());
        camel.addComponent("mqtt", new MqttComponent(defaults));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:command").to("mqtt:plant/{site}/{device}/command?messageExpiry=1h");
            }
        });
        camel.start();
        command = camel.getEndpoint("direct:command").createAsyncProducer();
        command.start();
    }

    @AfterEach
    void disconnect() {
        Parts.closeAll(camel, () -> device.disconnect().get(60, SECONDS), proxy);
    }

    @Test
    void publishesUnderTheTopicThatTheHeadersNameWithTheMqtt5Properties() throws Exception {
        send(
                "on",
                Map.of(
                        "mqtt.response-topic", "plant/north/pump-1/answer",
                        "mqtt.correlation-data", new byte[] {1, (byte) 0xFF},
                        "content-type", "text/plain",
                        "mqtt.user.order", "4711",
                        "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "kafka.KEY", "not a property",
                        "CamelFileName", "neither"));

        await().until(() -> delivered.size() == 1);
        Mqtt5Publish command = delivered.get(0);
        assertThat(command.getTopic()).hasToString("plant/north/pump-1/command");
        assertThat(command.getPayloadAsBytes()).asString(StandardCharsets.UTF_8).isEqualTo("on");
        assertThat(command.getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        assertThat(command.getResponseTopic()).hasToString("Optional[plant/north/pump-1/answer]");
        assertThat(command.getCorrelationData())
                .hasValueSatisfying(data -> assertThat(bytes(data)).containsExactly(1, 0xFF));
        assertThat(command.getContentType()).hasToString("Optional[text/plain]");
        assertThat(command.getMessageExpiryInterval().getAsLong()).isBetween(3_500L, 3_600L);
        assertThat(command.getUserProperties().asList())
                .extracting(property -> property.getName() + "=" + property.getValue())
                .containsExactlyInAnyOrder(
                        "order=4711", "traceparent=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    @Test
    void succeedsOnlyWhenTheBrokerHasAcknowledged() throws Exception {
        send("first", Map.of());
        proxy.cut();

        CompletableFuture<Exchange> waiting = sendAsync("second", Map.of());
        await().during(1, SECONDS).until(() -> !waiting.isDone());
        proxy.restore();

        assertThat(waiting.get(60, SECONDS).getException()).isNull();
        await().until(() -> delivered.size() >= 2);
    }

    @Test
    void keepsTheOrderAndLosesNothingWhenTheConnectionIsCutInBetween() throws Exception {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            sent.add(sendAsync(String.valueOf(i), Map.of()));
            if (i % 1_000 == 500) {
                proxy.cut();
                proxy.restore();
            }
        }
        for (CompletableFuture<Exchange> each : sent) {
            assertThat(each.get(60, SECONDS).getException()).isNull();
        }

        await().atMost(60, SECONDS).until(() -> bodies().stream().distinct().count() == 3_000);
        assertThat(bodies().stream().distinct())
                .containsExactlyElementsOf(
                        IntStream.range(0, 3_000).mapToObj(String::valueOf).toList());
    }

    @Test
    void givesACommandThatIsTooLateToTheSourceAsADeadLetterInsteadOfTheDevice() {
        Exchange late = sendAsync(
                        "too late",
                        Map.of(KafkaConstants.TIMESTAMP, System.currentTimeMillis() - 7_200_000, "mqtt.user.n", "1"))
                .join();

        assertThat(Failure.in(late.getException()))
                .isNotNull()
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("EXPIRED"));
        assertThat(delivered).isEmpty();
    }

    @Test
    void refusesAMessageWhoseHeadersDoNotMakeATopic() {
        Exchange refused = sendAsync("x", Map.of("device", "a/../b")).join();

        assertThat(Failure.in(refused.getException()))
                .isNotNull()
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("INVALID_TOPIC"));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private List<String> bodies() {
        return delivered.stream()
                .map(message -> new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8))
                .toList();
    }

    private void send(String body, Map<String, Object> headers) throws Exception {
        Exchange exchange = sendAsync(body, headers).get(60, SECONDS);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    /** On this thread, so that messages enter the sink in the order of the calls. */
    private CompletableFuture<Exchange> sendAsync(String body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getIn().setBody(body.getBytes(StandardCharsets.UTF_8));
        exchange.getIn().setHeaders(new HashMap<>(Map.of("site", "north", "device", "pump-1")));
        exchange.getIn().getHeaders().putAll(headers);
        CompletableFuture<Exchange> sent = new CompletableFuture<>();
        command.process(exchange, doneSync -> sent.complete(exchange));
        return sent;
    }
}
