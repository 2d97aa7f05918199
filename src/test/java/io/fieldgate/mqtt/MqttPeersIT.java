package io.fieldgate.mqtt;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.message.Diagnosis;
import io.fieldgate.mqtt.ScriptedBroker.Peer;
import io.fieldgate.mqtt.ScriptedBroker.Script;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mqtt:} and brokers that behave as no broker here can be made to. */
class MqttPeersIT {
    private static final String TOPIC = "plant/north/pump-1/telemetry";
    private static final String SOURCE = "mqtt:plant/{site}/{device}/telemetry";

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x84})
    void fallsBackToMqtt311WhenTheBrokerRefusesMqtt5(int refusal) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    void connect(Peer peer, MqttConnectMessage connect) {
                        peer.connack(version(connect) == 5 ? refusal : 0, false);
                        if (version(connect) == 5) {
                            peer.hangUp();
                        }
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "old", SOURCE)) {

            route.awaitUp();

            assertThat(broker.connects()).extracting(MqttPeersIT::version).containsExactly(5, 4);
        }
    }

    @Test
    void fallsBackToMqtt311WhenTheBrokerHangsUpOnMqtt5() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    void connect(Peer peer, MqttConnectMessage connect) {
                        if (version(connect) == 5) {
                            peer.hangUp();
                        } else {
                            peer.connack(0, false);
                        }
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "older", SOURCE)) {

            route.awaitUp();

            assertThat(broker.connects()).extracting(MqttPeersIT::version).contains(5, 4);
        }
    }

    @Test
    void keepsToTheVersionThatTheRouteNames() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    void connect(Peer peer, MqttConnectMessage connect) {
                        peer.connack(0x84, false);
                        peer.hangUp();
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "five", SOURCE + "?mqttVersion=5")) {

            await().until(() -> broker.connects().size() >= 3);

            assertThat(broker.connects()).extracting(MqttPeersIT::version).containsOnly(5);
            assertThat(route.health().getMessage().orElse("")).contains("unsupported protocol version (0x84)");
        }
    }

    @Test
    void reportsARefusedSubscriptionWithTheCure() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        return 0x87;
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "denied", SOURCE)) {

            await().until(() -> route.health().getDetails().containsKey("cure"));

            assertThat(route.health().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(route.health().getMessage())
                    .contains("The broker refuses the subscription plant/+/+/telemetry: not authorized (0x87)");
            assertThat(route.health().getDetails())
                    .containsEntry("cure", "Allow the gateway's user to subscribe to plant/+/+/telemetry.");
        }
    }

    @Test
    void takesAMessageOnceThatTheBrokerSendsAgainOnTheSameConnection() throws Exception {
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        peer.publish(TOPIC, "1", 7, false, false);
                        peer.publish(TOPIC, "1", 7, true, false);
                        peer.publish(TOPIC, "2", 8, false, false);
                        return 1;
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "resent", SOURCE, exchange -> kafkaIsBack.await())) {
            await().until(() -> route.count("fieldgate.mqtt.resent") == 1);

            kafkaIsBack.countDown();

            await().until(() -> broker.acknowledged().size() == 2);
            assertThat(route.bodies()).containsExactly("1", "2");
            assertThat(broker.acknowledged()).containsExactly(7, 8);
        }
    }

    @Test
    void beginsAnewWhenTheBrokerUsesAPacketIdentifierTwice() throws Exception {
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        peer.publish(TOPIC, "1", 7, false, false);
                        peer.publish(TOPIC, "2", 7, false, false);
                        return 1;
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "reused", SOURCE, exchange -> kafkaIsBack.await())) {

            await().until(() -> broker.connects().size() >= 2);

            assertThat(broker.acknowledged()).isEmpty();
            assertThat(route.bodies()).isEmpty();
            kafkaIsBack.countDown();
        }
    }

    @Test
    void acknowledgesNothingOfAnOlderConnectionOnTheNext() throws Exception {
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        AtomicInteger connections = new AtomicInteger();
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        // The second connection gives identifier 1 to another message, as a new session may.
                        peer.publish(TOPIC, connections.incrementAndGet() == 1 ? "old" : "new", 1, false, false);
                        if (connections.get() == 1) {
                            peer.hangUp();
                        }
                        return 1;
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "epoch", SOURCE, exchange -> kafkaIsBack.await())) {
            await().until(() -> connections.get() == 2);
            await().during(500, MILLISECONDS).until(() -> broker.acknowledged().isEmpty());

            kafkaIsBack.countDown();

            await().until(() -> broker.acknowledged().size() == 1);
            assertThat(route.bodies()).contains("new");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void holdsABrokerBackThatKnowsNoReceiveMaximumAndKeepsTheConnection(String version) throws Exception {
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        int messages = 5_000;
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        String payload = "x".repeat(200);
                        IntStream.rangeClosed(1, messages)
                                .forEach(id -> peer.publish(TOPIC, payload, id, false, false));
                        return 1;
                    }
                });
                MqttRoute route = new MqttRoute(
                        broker.url(),
                        "flood",
                        SOURCE + "?receiveMaximum=100&mqttVersion=" + version,
                        exchange -> kafkaIsBack.await())) {
            await().until(() -> route.gauge("fieldgate.mqtt.window.used") > 100);
            // Twice the keep-alive time of two seconds.
            await().pollDelay(4, SECONDS).until(() -> true);

            assertThat(route.gauge("fieldgate.mqtt.window.used")).isLessThan(messages / 2.0);
            assertThat(broker.connects()).hasSize(1);

            kafkaIsBack.countDown();
            await().atMost(60, SECONDS).until(() -> broker.acknowledged().size() == messages);
            assertThat(broker.acknowledged())
                    .isEqualTo(IntStream.rangeClosed(1, messages).boxed().toList());
        }
    }

    @Test
    void goesOnTryingWhileTheHostNameOfTheBrokerIsUnknown() throws Exception {
        try (MqttRoute route = new MqttRoute("tcp://broker.invalid:1883", "nowhere", SOURCE)) {
            await().atMost(60, SECONDS)
                    .until(() -> route.health().getMessage().orElse("").contains("cannot be resolved"));

            await().during(2, SECONDS)
                    .atMost(60, SECONDS)
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(thread -> thread.getName().equals("mqtt-link-fieldgate-nowhere")));

            assertThat(route.health().getState()).isEqualTo(HealthCheck.State.DOWN);
        }
    }

    @Test
    void takesASilentBrokerForDeadAfterTheKeepAliveTime() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        peer.deaf();
                        return 1;
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "silent", SOURCE)) {

            await().atMost(60, SECONDS).until(() -> broker.connects().size() >= 2);

            assertThat(route.count("fieldgate.mqtt.reconnects")).isPositive();
        }
    }

    @Test
    void backsOffAndSaysWhatToDoWhenAnotherClientTakesTheSession() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        peer.disconnect(0x8E);
                        return 1;
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "twins", SOURCE)) {

            await().until(() -> route.health().getDetails().containsKey("cure"));

            await().during(5, SECONDS)
                    .atMost(60, SECONDS)
                    .until(() -> broker.connects().size() == 1);
            assertThat(route.health().getMessage())
                    .contains(
                            "Another client has connected with our client id fieldgate-twins and taken over the session");
            assertThat(String.valueOf(route.health().getDetails().get("cure"))).contains("fieldgate.mqtt.client-id");
        }
    }

    @Test
    void takesBackTheSubscriptionThatItsSessionHasFromBeforeItWasShared() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    void connect(Peer peer, MqttConnectMessage connect) {
                        peer.connack(0, true);
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "shared", SOURCE + "?consumers=2")) {

            route.awaitUp();

            assertThat(broker.connects())
                    .extracting(connect -> connect.payload().clientIdentifier())
                    .containsExactlyInAnyOrder("fieldgate-shared", "fieldgate-shared-1");
            assertThat(broker.unsubscribed()).containsOnly("plant/+/+/telemetry");
        }
    }

    @Test
    void acknowledgesButDoesNotStoreCopiesOfRetainedMessages() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        peer.publish(TOPIC, "copy", 1, false, true);
                        peer.publish(TOPIC, "live", 2, false, false);
                        return 1;
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "retained", SOURCE + "?mqttVersion=3.1.1")) {

            await().until(() -> broker.acknowledged().size() == 2);

            assertThat(route.bodies()).containsExactly("live");
            assertThat(route.count("fieldgate.mqtt.retained.skipped")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qos=2|qos is 2, allowed is 0 or 1",
                "consumers=0|consumers is 0, allowed is 1 to 64",
                "mqttVersion=4|mqttVersion is 4, allowed is auto, 5 or 3.1.1",
                "retainedMessages=some|retainedMessages is some, allowed is live, skip or all",
                "shareGroup=a%2Fb|shareGroup is a/b, allowed is a name without '/', '+' and '#'",
                "maximumBytes=0|maximumBytes is 0, allowed is 1 and more"
            })
    void refusesAnOptionThatIsNotAllowedAndSaysWhatIs(String optionAndMessage) {
        List<String> parts = List.of(optionAndMessage.split("\\|"));

        assertThatThrownBy(() -> new MqttRoute("tcp://127.0.0.1:1", "refused", SOURCE + "?" + parts.get(0)).close())
                .rootCause()
                .hasMessageContaining(parts.get(1));
    }

    private static int version(MqttConnectMessage connect) {
        return connect.variableHeader().version();
    }

    @Test
    void theDoctorComesUnderANameOfItsOwnAndLeavesNoSession() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
            @Override
            void connect(Peer peer, MqttConnectMessage connect) {
                peer.connack(connect.variableHeader().version() == 5 ? 0x84 : 0, false);
            }
        })) {
            Diagnosis found = probe(broker).look();

            assertThat(found.text()).isEqualTo(broker.url() + " takes the gateway as ann, MQTT 3.1.1");
            assertThat(broker.connects()).hasSize(2).allSatisfy(connect -> {
                assertThat(connect.payload().clientIdentifier()).startsWith("fieldgate-doctor-");
                assertThat(connect.variableHeader().isCleanSession()).isTrue();
            });
        }
    }

    @Test
    void theDoctorSaysWhatToDoWhenTheBrokerRefusesTheUser() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
            @Override
            void connect(Peer peer, MqttConnectMessage connect) {
                peer.connack(0x86, false);
            }
        })) {
            Diagnosis found = probe(broker).look();

            assertThat(found.state()).isEqualTo(Diagnosis.State.ILL);
            assertThat(found.text()).contains("bad user name or password");
            assertThat(found.cure()).startsWith("Set fieldgate.mqtt.username and fieldgate.mqtt.password");
        }
    }

    private static MqttProbe probe(ScriptedBroker broker) {
        return new MqttProbe(
                new MqttProperties(
                        broker.url(),
                        "fieldgate",
                        "ann",
                        "s3cr3t",
                        null,
                        1000,
                        Duration.ofHours(24),
                        Duration.ofSeconds(30)),
                null,
                Duration.ofSeconds(3));
    }
}
