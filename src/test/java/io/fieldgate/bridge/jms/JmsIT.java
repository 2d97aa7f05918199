package io.fieldgate.bridge.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.RecordedRoute;
import io.fieldgate.bridge.TlsContexts;
import io.fieldgate.fault.FaultProxy;
import io.fieldgate.message.Diagnosis;
import io.fieldgate.message.FailureKind;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.activemq.ActiveMQConnection;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code broker:} does beyond the contract. */
class JmsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HEARTBEAT = Duration.ofSeconds(4);
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final long RECEIVE_MILLIS = PATIENCE.toMillis();

    private JmsParts parts = new JmsParts(new ClassicBroker());

    private static final class Route extends RecordedRoute {
        Route(JmsComponent component, String uri) throws Exception {
            super("broker");
            camel.addComponent("broker", component);
            start(uri, exchange -> {}, false);
        }

        void pause() throws Exception {
            camel.getRouteController().suspendRoute("broker");
        }

        void goOn() throws Exception {
            camel.getRouteController().resumeRoute("broker");
        }
    }

    /** @param broker classic, amqp, stomp or artemis, which is by OpenWire */
    private void open(String broker) throws Exception {
        parts = new JmsParts(
                switch (broker) {
                    case "classic" -> new ClassicBroker();
                    case "stomp" -> new ClassicBroker("stomp");
                    case "artemis" -> new ArtemisByOpenWire();
                    default -> new ArtemisBroker();
                });
        parts.open();
    }

    @AfterEach
    void close() throws Exception {
        parts.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "amqp", "artemis"})
    void setsItsOwnHeadersAndNoneThatTheSenderChose(String broker) throws Exception {
        open(broker);
        TextMessage message = parts.session().createTextMessage("{}");
        message.setJMSCorrelationID("order-1");
        message.setJMSType("reading");
        message.setJMSReplyTo(parts.session().createQueue("answers"));
        message.setStringProperty("JMSXGroupID", "oven-07");
        message.setIntProperty("batch", 7);
        message.setStringProperty("content_type", "application/json");
        message.setStringProperty("CamelFileName", "../x");
        message.setStringProperty("traceparent", TRACEPARENT);
        parts.send(Kind.QUEUE, "north.readings", message);

        try (Route route = new Route(parts.component(), "broker:queue:north.readings")) {
            await().atMost(PATIENCE).until(() -> route.seen().size() == 1);
            assertThat(route.seen().get(0).body()).isEqualTo("{}");
            assertThat(route.seen().get(0).headers())
                    .containsEntry("fg.source", "broker")
                    .containsEntry("broker.destination", "queue:north.readings")
                    .containsEntry("broker.message-id", message.getJMSMessageID())
                    .containsEntry("broker.timestamp", message.getJMSTimestamp())
                    .containsEntry("broker.correlation-id", "order-1")
                    .containsEntry("broker.type", "reading")
                    .containsEntry("broker.reply-to", "queue:answers")
                    .containsEntry("broker.group-id", "oven-07")
                    .containsEntry("broker.header.batch", 7)
                    .containsEntry("broker.header.CamelFileName", "../x")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("traceparent", TRACEPARENT)
                    .doesNotContainKeys("batch", "CamelFileName", "broker.redelivered", "broker.header.__AMQ_CID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "amqp", "artemis"})
    void takesFromAllTopicsThatFitAndNamesTheWords(String broker) throws Exception {
        open(broker);
        try (Route route = new Route(parts.component(), "broker:topic:plant.{site}.{device}?subscription=all")) {
            await().atMost(PATIENCE).until(() -> route.health().getState() == HealthCheck.State.UP);

            parts.send(Kind.TOPIC, "plant.north.oven-07", parts.session().createTextMessage("hot"));

            await().atMost(PATIENCE).until(() -> route.seen().size() == 1);
            assertThat(route.seen().get(0).headers())
                    .containsEntry("site", "north")
                    .containsEntry("fg.device", "oven-07");
        }
    }

    /** The broker counts what an acknowledgement is for. */
    @Test
    void whatHasExpiredOnItsWayIsNoneOfWhatIsAcknowledgedTogether() throws Exception {
        open("classic");
        try (Route route = new Route(parts.component(), "broker:queue:north.readings")) {
            await().until(() -> route.health().getState() == HealthCheck.State.UP);
            route.pause();
            // It may be waiting for a message, which it would take.
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            parts.send(Kind.QUEUE, "north.readings", parts.session().createTextMessage("one"));
            Message brief = parts.session().createTextMessage("two");
            parts.send(Kind.QUEUE, "north.readings", brief, Duration.ofMillis(300));
            parts.send(Kind.QUEUE, "north.readings", parts.session().createTextMessage("three"));
            await().until(() -> System.currentTimeMillis() > brief.getJMSExpiration());

            route.goOn();

            await().until(() -> route.count("fieldgate.messages.acknowledged") == 2);
            assertThat(route.bodies()).containsExactly("one", "three");
            parts.send(Kind.QUEUE, "north.readings", parts.session().createTextMessage("four"));
            await().until(() -> route.bodies().contains("four"));
            assertThat(route.count("fieldgate.bridge.reconnects")).isZero();
        }
    }

    /** Frames know neither types of values nor kinds of messages. */
    @Test
    void byStompHeadersAreTextAndTheBodyIsWhatHasCome() throws Exception {
        open("stomp");
        TextMessage message = parts.session().createTextMessage("tëxt: 1\\n");
        message.setJMSCorrelationID("order: 1");
        message.setJMSReplyTo(parts.session().createQueue("answers"));
        message.setIntProperty("batch", 7);
        message.setStringProperty("odd", "a:b\\c\nd");
        message.setStringProperty("traceparent", TRACEPARENT);
        parts.send(Kind.QUEUE, "north.readings", message);
        BytesMessage bytes = parts.session().createBytesMessage();
        bytes.writeBytes(new byte[] {'0', 0, '1', 0});
        parts.send(Kind.QUEUE, "north.readings", bytes);

        try (Route route = new Route(parts.component(), "broker:queue:north.readings")) {
            await().atMost(PATIENCE).until(() -> route.seen().size() == 2);
            assertThat(route.bodies()).containsExactly("tëxt: 1\\n", "0\0001\000");
            assertThat(route.seen().get(0).headers())
                    .containsEntry("fg.source", "broker")
                    .containsEntry("broker.destination", "queue:north.readings")
                    .containsEntry("broker.timestamp", message.getJMSTimestamp())
                    .containsEntry("broker.correlation-id", "order: 1")
                    .containsEntry("broker.reply-to", "queue:answers")
                    .containsEntry("broker.header.batch", "7")
                    .containsEntry("broker.header.odd", "a:b\\c\nd")
                    .containsEntry("traceparent", TRACEPARENT)
                    .doesNotContainKeys("batch", "odd", "broker.redelivered");
        }
    }

    @Test
    void byStompHeartbeatsKeepASilentConnectionAndTellOfADeadOne() throws Exception {
        open("stomp");
        try (Route route = new Route(parts.component(TestBroker.PASSWORD, HEARTBEAT), "broker:queue:readings")) {
            await().atMost(PATIENCE).until(() -> route.health().getState() == HealthCheck.State.UP);
            // One may be late by one; a broker on a busy machine is by seconds.
            await().pollDelay(HEARTBEAT.multipliedBy(2).plusSeconds(1)).until(() -> true);
            parts.send(Kind.QUEUE, "readings", parts.session().createTextMessage("still there"));
            await().atMost(PATIENCE).until(() -> route.bodies().contains("still there"));
            assertThat(parts.proxy().connections()).isEqualTo(1);

            parts.proxy().hold(FaultProxy.Direction.values());

            await().atMost(PATIENCE).until(() -> route.health().getState() == HealthCheck.State.DOWN);
            parts.proxy().restore();
        }
    }

    /** A small message that would take all memory. */
    @Test
    void whatIsTooLargeOnceInflatedIsADeadLetterAndWhatIsSmallerIsTaken() throws Exception {
        open("classic");
        try (CompressedSender sender = new CompressedSender(parts.broker())) {
            sender.send("packed", new byte[OpenWireClient.MOST_INFLATED + 1]);
            sender.send("packed", "x".repeat(OpenWireClient.MOST_INFLATED));
            sender.send("packed", Map.of("x", "x".repeat(OpenWireClient.MOST_INFLATED)));
            sender.send("packed", "p".repeat(1_000_000));
            sender.send("packed", "next".getBytes(StandardCharsets.UTF_8));
        }

        try (Route route = new Route(parts.component(), "broker:queue:packed")) {
            await().atMost(PATIENCE).until(() -> route.bodies().contains("next"));
            assertThat(route.bodies()).containsExactly("p".repeat(1_000_000), "next");
            assertThat(route.letters()).hasSize(3).allSatisfy(letter -> {
                assertThat(letter.cause()).hasMessageContaining("The message cannot be read");
                assertThat(letter.value()).hasSizeLessThan(OpenWireClient.MOST_INFLATED / 100);
            });
        }
        assertThat(parts.drain("packed")).isEmpty();
    }

    /** Each is small on its way, and so the broker may have sent many ahead. */
    @Test
    void takesNoMoreInOneGoWhenTheBodiesHaveReachedTheBytesOfTheWindow() throws Exception {
        open("classic");
        int mostBytes = 100_000;
        try (CompressedSender sender = new CompressedSender(parts.broker())) {
            for (int i = 0; i < 6; i++) {
                sender.send("packed", new byte[mostBytes / 2]);
            }
        }
        JmsInlet inlet = parts.inlet(Kind.QUEUE, "packed", mostBytes);
        try {
            inlet.open();
            // By then all have come.
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);

            assertThat(inlet.read(100, PATIENCE)).hasSize(2);
        } finally {
            inlet.close();
        }
    }

    /** A client with compression, which puts small and large alike. */
    private static final class CompressedSender implements AutoCloseable {
        private final Connection connection;
        private final Session session;

        CompressedSender(TestBroker broker) throws Exception {
            connection = broker.connect();
            ((ActiveMQConnection) connection).setUseCompression(true);
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        }

        void send(String queue, byte[] body) throws Exception {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(body);
            session.createProducer(session.createQueue(queue)).send(message);
        }

        void send(String queue, Map<String, String> entries) throws Exception {
            MapMessage message = session.createMapMessage();
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                message.setString(entry.getKey(), entry.getValue());
            }
            session.createProducer(session.createQueue(queue)).send(message);
        }

        void send(String queue, String body) throws Exception {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(body));
        }

        @Override
        public void close() throws JMSException {
            connection.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "amqp"})
    void readsTextBytesAndMapsAndRefusesWhatJavaWouldHaveToRun(String broker) throws Exception {
        open(broker);
        BytesMessage bytes = parts.session().createBytesMessage();
        bytes.writeBytes("böse".getBytes(StandardCharsets.UTF_8));
        MapMessage map = parts.session().createMapMessage();
        map.setDouble("temperature", 180.5);
        parts.send(Kind.QUEUE, "kinds", parts.session().createObjectMessage("serialised"));
        parts.send(Kind.QUEUE, "kinds", parts.session().createStreamMessage());
        parts.send(Kind.QUEUE, "kinds", parts.session().createTextMessage("tëxt"));
        parts.send(Kind.QUEUE, "kinds", bytes);
        parts.send(Kind.QUEUE, "kinds", map);
        parts.send(Kind.QUEUE, "kinds", parts.session().createMessage());

        try (Route route = new Route(parts.component(), "broker:queue:kinds")) {
            await().atMost(PATIENCE).until(() -> route.seen().size() == 4);
            assertThat(route.bodies()).containsExactly("tëxt", "böse", "{\"temperature\":180.5}", "");
            assertThat(route.letters())
                    .hasSize(2)
                    .allSatisfy(letter -> assertThat(letter.cause())
                            .hasMessageContaining("is not read; the sender should send text, bytes or a map"));
            assertThat(new String(route.letters().get(0).value(), StandardCharsets.ISO_8859_1))
                    .contains("serialised");
        }
        assertThat(parts.drain("kinds")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "amqp", "stomp"})
    void namesTheSettingsForAUserThatIsNotAccepted(String broker) throws Exception {
        open(broker);

        try (Route route = new Route(parts.component("wrong"), "broker:queue:readings")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(route.health().getDetails().get("cure"))
                            .asString()
                            .contains("fieldgate.broker.password"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "amqp", "stomp"})
    void aProbeFindsTheBrokerWellAndSaysWhenItsUserIsNotAccepted(String broker) throws Exception {
        open(broker);

        Diagnosis well = probe(TestBroker.PASSWORD);
        Diagnosis refused = probe("hidden");

        assertThat(well.text()).endsWith(" takes the gateway as gateway");
        assertThat(well.state()).isEqualTo(Diagnosis.State.WELL);
        assertThat(refused.text())
                .contains("the broker does not accept the user")
                .doesNotContain("hidden");
        assertThat(refused.cure()).contains("fieldgate.broker.password");
    }

    private Diagnosis probe(String password) throws InterruptedException {
        return new BrokerProbe(parts.properties(password, Duration.ofSeconds(10)), TlsContexts::ofJava).look();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "stomp"})
    void namesTheQueueThatTheUserHasNoRightTo(String broker) throws Exception {
        open(broker);

        try (Route route = new Route(parts.component(), "broker:queue:secret.readings")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(route.health().getDetails())
                            .extractingByKey("cause")
                            .asString()
                            .startsWith("the user has no right to the queue 'secret.readings'"));
        }
    }

    @Test
    void namesTheCureForAQueueThatIsMissing() throws Exception {
        open("amqp");

        try (Route route = new Route(parts.component(), "broker:queue:given.readings")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(route.health().getDetails())
                            .containsEntry("cause", "there is no queue 'given.readings'")
                            .containsEntry("cure", "Create it, or correct the name in the route."));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "stomp"})
    void aSecondGatewayOfASubscriptionStandsByUntilTheFirstHasGone(String broker) throws Exception {
        open(broker);
        String uri = "broker:topic:readings?subscription=store";
        Route first = new Route(parts.component(), uri);
        await().atMost(PATIENCE).until(() -> first.health().getState() == HealthCheck.State.UP);
        try (Route second = new Route(parts.component(), uri)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(second.health().getDetails().get("cause"))
                            .asString()
                            .contains("another connection has the same client id"));

            first.close();

            await().atMost(PATIENCE).until(() -> second.health().getState() == HealthCheck.State.UP);
        }
    }

    @Test
    void byStompNoSenderChoosesWhatTheWordsOfANameAre() throws Exception {
        open("stomp");
        assertThatThrownBy(() -> new Route(parts.component(), "broker:topic:plant.{site}?subscription=all"))
                .hasStackTraceContaining("broker:topic:plant.{site}: by STOMP a sender can write another name");
        TextMessage message = parts.session().createTextMessage("{}");
        message.setStringProperty("destination", "/queue/another");
        parts.send(Kind.QUEUE, "readings", message);

        try (Route route = new Route(parts.component(), "broker:queue:readings")) {
            await().atMost(PATIENCE).until(() -> route.seen().size() == 1);
            assertThat(route.seen().get(0).headers()).containsEntry("broker.destination", "queue:readings");
        }
    }

    @Test
    void byStompAMessageThatIsNoFrameIsNamedAndSoIsTheCure() throws Exception {
        open("stomp");
        TextMessage message = parts.session().createTextMessage("{}");
        for (int i = 0; i < 5_000; i++) {
            message.setStringProperty("header" + i, "x");
        }
        parts.send(Kind.QUEUE, "readings", message);

        try (Route route = new Route(parts.component(), "broker:queue:readings")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(route.health().getDetails().get("cause"))
                            .asString()
                            .contains("the next message of the queue 'readings' cannot be read by STOMP"));
        }
    }

    @Test
    void saysOfABrokerThatDoesNotAnswerThatItDoesNot() throws Exception {
        open("classic");

        try (Route route = new Route(parts.component(), "broker:topic:silent.north?subscription=all")) {
            await().untilAsserted(() -> assertThat(route.health().getDetails().get("cause"))
                    .asString()
                    .contains("it has not answered for 10 s"));
        }
    }

    @Test
    void refusesASourceOfATopicThatNothingIsKeptFor() throws Exception {
        open("classic");

        assertThatThrownBy(() -> new Route(parts.component(), "broker:topic:readings"))
                .hasStackTraceContaining("needs the option subscription");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "amqp", "stomp"})
    void sendsWhatTheHeadersNameWithAnIdByWhichARepetitionIsTold(String broker) throws Exception {
        open(broker);

        Exchange sent = send("broker:queue:alarms.{site}");

        assertThat(sent.getException()).isNull();
        Message got = parts.session()
                .createConsumer(parts.session().createQueue("alarms.north"))
                .receive(RECEIVE_MILLIS);
        assertThat(got.getBody(byte[].class)).asString(StandardCharsets.UTF_8).isEqualTo("hot");
        assertThat(got.getStringProperty("fieldgate_id")).isEqualTo("alarms-3@1234");
        assertThat(got.getStringProperty("level")).isEqualTo("high");
        assertThat(got.getStringProperty("JMSXGroupID")).isEqualTo("oven-07");
        assertThat(got.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(got.propertyExists("fg.site")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "amqp", "stomp"})
    void sendingWithoutTheRightOrToWhatIsMissingWaitsForAPerson(String broker) throws Exception {
        open(broker);

        Exchange sent = send(broker.equals("amqp") ? "broker:queue:given.{site}" : "broker:queue:secret.{site}");

        assertThat(FailureKind.of(Objects.requireNonNull(sent.getException()))).isEqualTo(FailureKind.SYSTEMIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "amqp", "stomp"})
    void aHeaderChoosesNoOtherQueueThanTheRouteMeans(String broker) throws Exception {
        open(broker);

        Exchange sent = send("broker:queue:alarms.{site}", Map.of("site", "north,secret.keys"));

        assertThat(FailureKind.of(Objects.requireNonNull(sent.getException()))).isEqualTo(FailureKind.RECORD);
    }

    @Test
    void aHeaderThatCannotBeSentMakesADeadLetter() throws Exception {
        open("classic");

        Exchange sent = send("broker:queue:alarms.{site}", Map.of("broker.reply-to", "queue:answers?x=%zz"));

        assertThat(FailureKind.of(Objects.requireNonNull(sent.getException()))).isEqualTo(FailureKind.RECORD);
        assertThat(sent.getException()).hasMessageContaining("broker.reply-to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP_ULONG:x", "AMQP_UUID:x", "AMQP_BINARY:x"})
    void aCorrelationIdThatAmqpCannotWriteMakesADeadLetter(String id) throws Exception {
        open("amqp");

        Exchange sent = send("broker:queue:alarms.{site}", Map.of("broker.correlation-id", "ID:" + id));

        assertThat(FailureKind.of(Objects.requireNonNull(sent.getException()))).isEqualTo(FailureKind.RECORD);
        assertThat(sent.getException()).hasMessageContaining("A header cannot be sent");
    }

    @Test
    void byStompAHeaderThatIsLongerThanTheBrokerReadsMakesADeadLetterAndHoldsUpNobody() throws Exception {
        open("stomp");
        String name = "broker.header.note";
        int room = 10 * 1024 - "note:".length();

        Exchange longest = send("broker:queue:alarms.{site}", Map.of(name, "\n".repeat(room / 2)));
        Exchange longer = send("broker:queue:alarms.{site}", Map.of(name, "\n".repeat(room / 2 + 1)));
        Exchange after = send("broker:queue:alarms.{site}");

        assertThat(longest.getException()).isNull();
        assertThat(FailureKind.of(Objects.requireNonNull(longer.getException())))
                .isEqualTo(FailureKind.RECORD);
        assertThat(longer.getException()).hasMessageContaining("ActiveMQ takes 10240 by STOMP");
        assertThat(after.getException()).isNull();
    }

    private Exchange send(String uri) throws Exception {
        return send(uri, Map.of());
    }

    /** @param more headers than those of every alarm, or others */
    private Exchange send(String uri, Map<String, Object> more) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.addComponent("broker", parts.component());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:alarm").to(uri);
            }
        });
        camel.start();
        try {
            return camel.createProducerTemplate().send("direct:alarm", exchange -> {
                exchange.getIn().setBody("hot");
                exchange.getIn().setHeader("site", "north");
                exchange.getIn().setHeader("fg.site", "north");
                exchange.getIn().setHeader("broker.header.level", "high");
                exchange.getIn().setHeader("broker.group-id", "oven-07");
                exchange.getIn().setHeader(KafkaConstants.TOPIC, "alarms");
                exchange.getIn().setHeader(KafkaConstants.PARTITION, 3);
                exchange.getIn().setHeader(KafkaConstants.OFFSET, 1234L);
                more.forEach(exchange.getIn()::setHeader);
            });
        } finally {
            camel.stop();
        }
    }
}
