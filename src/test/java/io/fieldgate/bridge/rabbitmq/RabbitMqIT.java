package io.fieldgate.bridge.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.fieldgate.RecordedRoute;
import io.fieldgate.bridge.TlsContexts;
import io.fieldgate.contract.Item;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code rabbitmq:} does beyond the contract. */
class RabbitMqIT {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final RabbitMqParts parts = new RabbitMqParts(new QpidBroker());

    /** From {@code rabbitmq:}. */
    static final class Route extends RecordedRoute {
        Route(RabbitMqComponent component, String uri) throws Exception {
            this(component, uri, exchange -> {}, false);
        }

        /** @param threadOfItsOwn whether the source goes on while a step waits */
        Route(RabbitMqComponent component, String uri, Step step, boolean threadOfItsOwn) throws Exception {
            super("rabbit");
            camel.addComponent("rabbitmq", component);
            start(uri, step, threadOfItsOwn);
        }
    }

    @BeforeEach
    void open() throws Exception {
        parts.open();
    }

    @AfterEach
    void close() throws Exception {
        parts.close();
    }

    @Test
    void setsItsOwnHeadersAndNoneThatTheSenderChose() throws Exception {
        try (Route route = new Route(parts.component(), "rabbitmq:" + parts.queue() + "?routingKey={site}.{device}")) {
            parts.channel()
                    .basicPublish(
                            parts.exchange(),
                            "north.oven-07",
                            new BasicProperties.Builder()
                                    .contentType("application/json")
                                    .messageId("order-1")
                                    .headers(Map.of(
                                            "batch",
                                            7,
                                            "CamelFileName",
                                            "../x",
                                            "kafka.KEY",
                                            "other",
                                            "traceparent",
                                            TRACEPARENT))
                                    .build(),
                            "{}".getBytes(StandardCharsets.UTF_8));

            await().atMost(Duration.ofSeconds(60)).until(() -> route.seen().size() == 1);
            assertThat(route.seen().get(0).headers())
                    .containsEntry("fg.source", "rabbitmq")
                    .containsEntry("site", "north")
                    .containsEntry("fg.device", "oven-07")
                    .containsEntry("rabbitmq.exchange", parts.exchange())
                    .containsEntry("rabbitmq.routing-key", "north.oven-07")
                    .containsEntry("rabbitmq.message-id", "order-1")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("rabbitmq.header.batch", 7)
                    .containsEntry("rabbitmq.header.CamelFileName", "../x")
                    .containsEntry("traceparent", TRACEPARENT)
                    .containsKey("fg.received-at")
                    .doesNotContainKeys("batch", "CamelFileName", "kafka.KEY");
        }
    }

    @Test
    void leavesWithTheBrokerWhatItsWindowHasNoRoomFor() throws Exception {
        int window = 20;
        int all = 300;
        parts.publish(Item.of(all));
        CountDownLatch goesOn = new CountDownLatch(1);
        String uri = "rabbitmq:" + parts.queue() + "?maxInFlight=" + window;
        try (Route route = new Route(parts.component(), uri, exchange -> goesOn.await(), true)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> received(route) == window);
            // Time for a broker that sends as much as it likes.
            await().during(Duration.ofMillis(500)).until(() -> received(route) == window);

            List<Item> left = parts.drain();
            goesOn.countDown();

            assertThat(left).hasSize(all - window);
            await().atMost(Duration.ofSeconds(60)).until(() -> route.seen().size() == window);
        }
    }

    private static double received(Route route) {
        return route.count("fieldgate.messages.received");
    }

    @Test
    void namesTheCureForAQueueThatIsMissingAndBeginsByItselfWhenItIsThere() throws Exception {
        try (Route route = new Route(parts.component(), "rabbitmq:later")) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(route.health().getDetails())
                            .containsEntry("cause", "there is no queue 'later'")
                            .containsEntry("cure", "Create it, or correct the name in the route."));

            parts.channel().queueDeclare("later", true, false, false, Map.of());

            await().atMost(Duration.ofSeconds(60)).until(() -> route.health().getState() == HealthCheck.State.UP);
        }
    }

    @Test
    void namesTheSettingsForAUserThatIsNotAccepted() throws Exception {
        try (Route route = new Route(parts.component("wrong"), "rabbitmq:" + parts.queue())) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(route.health().getDetails().get("cure"))
                            .asString()
                            .contains("fieldgate.rabbitmq.password"));
        }
    }

    @Test
    void aProbeFindsWhatTheRoutesNeedAndSaysWhatIsMissing() throws Exception {
        Diagnosis well = probe("guest").look(Set.of(parts.queue()), Set.of(parts.exchange(), "amq.default"));
        Diagnosis missing = probe("guest").look(Set.of("missing"), Set.of());
        Diagnosis refused = probe("hidden").look(Set.of(parts.queue()), Set.of());

        assertThat(well.state()).isEqualTo(Diagnosis.State.WELL);
        assertThat(well.text())
                .endsWith(" takes the gateway as guest, and has what the routes name: queues and exchanges, 2");
        assertThat(missing.text()).endsWith(": there is no queue 'missing'");
        assertThat(refused.text()).doesNotContain("hidden");
        assertThat(refused.cure()).contains("fieldgate.rabbitmq.password");
    }

    private RabbitMqProbe probe(String password) {
        return new RabbitMqProbe(parts.properties(password), TlsContexts::ofJava, Duration.ofSeconds(10));
    }

    @Test
    void publishesUnderTheKeyThatTheHeadersNameWithAnIdByWhichARepetitionIsTold() throws Exception {
        DefaultCamelContext camel = parts.sink();
        try {
            Exchange sent = camel.createProducerTemplate().send("direct:alarm", exchange -> {
                exchange.getIn().setBody("hot");
                exchange.getIn().setHeader("device", "oven-07");
                exchange.getIn().setHeader("rabbitmq.header.level", "high");
                exchange.getIn().setHeader("fg.site", "north");
                exchange.getIn().setHeader(KafkaConstants.TOPIC, "alarms");
                exchange.getIn().setHeader(KafkaConstants.PARTITION, 3);
                exchange.getIn().setHeader(KafkaConstants.OFFSET, 1234L);
            });

            assertThat(sent.getException()).isNull();
            GetResponse got = parts.channel().basicGet(parts.queue(), true);
            assertThat(got.getBody()).asString(StandardCharsets.UTF_8).isEqualTo("hot");
            assertThat(got.getEnvelope().getRoutingKey()).isEqualTo("north.oven-07");
            assertThat(got.getProps().getMessageId()).isEqualTo("alarms-3@1234");
            assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
            assertThat(got.getProps().getHeaders()).containsOnlyKeys("level");
        } finally {
            camel.stop();
        }
    }

    @Test
    void aHeaderThatIsNoTextCrossesAsWhatCanBeReadOfIt() throws Exception {
        DefaultCamelContext camel = parts.sink();
        try {
            Exchange sent =
                    RabbitMqParts.send(camel, "hot", Map.of("device", "oven-07", "rabbitmq.correlation-id", new byte[] {
                        'a', (byte) 0xFF, 'b'
                    }));

            assertThat(sent.getException()).isNull();
            assertThat(parts.channel().basicGet(parts.queue(), true).getProps().getCorrelationId())
                    .isEqualTo("a\uFFFDb");
        } finally {
            camel.stop();
        }
    }

    @Test
    void aHeaderThatIsTooLongForTheProtocolMakesADeadLetterAndHoldsUpNobody() throws Exception {
        DefaultCamelContext camel = parts.sink();
        try {
            Exchange before = RabbitMqParts.send(camel, "hot", Map.of("device", "oven-07"));
            Exchange key = RabbitMqParts.send(camel, "hot", Map.of("device", "o".repeat(300)));
            Exchange type =
                    RabbitMqParts.send(camel, "hot", Map.of("device", "oven-07", "content-type", "ü".repeat(128)));
            Exchange after = RabbitMqParts.send(camel, "hot", Map.of("device", "oven-08"));

            assertThat(FailureKind.of(Objects.requireNonNull(key.getException())))
                    .isEqualTo(FailureKind.RECORD);
            assertThat(key.getException()).hasMessageContaining("The routing key has 306 bytes");
            assertThat(type.getException()).hasMessageContaining("The header 'content-type' has 256 bytes");
            assertThat(before.getException()).isNull();
            assertThat(after.getException()).isNull();
            assertThat(parts.channel().messageCount(parts.queue())).isEqualTo(2);
        } finally {
            camel.stop();
        }
    }
}
