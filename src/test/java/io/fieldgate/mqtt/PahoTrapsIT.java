package io.fieldgate.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fieldgate.mqtt.ScriptedBroker.Peer;
import io.fieldgate.mqtt.ScriptedBroker.Script;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheck;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Why {@code mqtt:} does not stand on Paho's client: what {@code paho-mqtt5:} does not survive, although it is told to
 * acknowledge by hand and to keep its session, and {@code mqtt:} does.
 */
class PahoTrapsIT {
    private static final String OURS = "mqtt:plant/{site}/{device}/telemetry";
    private static final String STOCK =
            "paho-mqtt5:plant/+/+/telemetry?qos=1&cleanStart=false&sessionExpiryInterval=3600"
                    + "&receiveMaximum=1000&manualAcksEnabled=true&keepAliveInterval=2&clientId=stock&brokerUrl=";
    private static final String TOPIC = "plant/north/pump-1/telemetry";
    private static final int BACKLOG = 200;
    private static final String AFTER = "after";
    private static final int CONNECTIONS = 20;
    /** Paho's first pause before it reconnects is one second. */
    private static final Duration RECONNECT = Duration.ofSeconds(6);

    private static final Duration SETTLE = Duration.ofMillis(500);

    @Test
    void survivesAReconnectWithABacklogWhichStockCamelDoesNot() throws Exception {
        reconnectWithABacklog("ours", OURS);

        assertThatThrownBy(() -> reconnectWithABacklog("stock", STOCK)).isInstanceOf(ConditionTimeoutException.class);
    }

    /** All that the session holds comes before the answer to SUBSCRIBE, for which stock Camel waits on Paho's thread. */
    private static void reconnectWithABacklog(String id, String uri) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    private boolean known;

                    @Override
                    void connect(Peer peer, MqttConnectMessage connect) {
                        peer.connack(0, known);
                        if (known) {
                            publishBacklog(peer);
                        }
                    }

                    @Override
                    int subscribed(Peer peer) {
                        if (!known) {
                            known = true;
                            hangUp(peer, new CountDownLatch(0));
                        }
                        return 1;
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), "backlog-" + id, uri(uri, broker))) {
            await().atMost(uri.equals(STOCK) ? 12 : 60, SECONDS)
                    .until(() -> new HashSet<>(route.bodies()).size() == BACKLOG);
        }
    }

    private static void publishBacklog(Peer peer) {
        for (int i = 1; i <= BACKLOG; i++) {
            peer.publish(TOPIC, "b" + i, i, false, false);
        }
    }

    @Test
    void showsThatItsSubscriptionWasDeniedWhichStockCamelDoesNot() throws Exception {
        try (ScriptedBroker denying = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        return 0x87;
                    }
                });
                MqttRoute ours = new MqttRoute(denying.url(), "denied-ours", OURS);
                MqttRoute stock = new MqttRoute(denying.url(), "denied-stock", STOCK + denying.url())) {

            await().until(() -> ours.health().getDetails().containsKey("cure"));

            assertThat(ours.health().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(stock.status()).isEqualTo(ServiceStatus.Started);
        }
    }

    /** It tells Paho who shall be called only after it has connected, and Paho drops what comes before. */
    @Test
    void missesNothingThatComesRightBehindTheConnackWhichStockCamelDoes() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
            @Override
            void connect(Peer peer, MqttConnectMessage connect) {
                peer.connack(0, true);
                publishBacklog(peer);
            }

            @Override
            int subscribed(Peer peer) {
                peer.publish(TOPIC, AFTER, BACKLOG + 1, false, false);
                return 1;
            }
        })) {
            assertThat(missesTheFirst(broker, OURS)).isFalse();
            assertThat(missesTheFirst(broker, STOCK)).isTrue();
        }
    }

    /** In one of many connections: it depends on which of its threads is faster. */
    private static boolean missesTheFirst(ScriptedBroker broker, String uri) throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (MqttRoute route = new MqttRoute(broker.url(), "behind-" + i, uri(uri, broker))) {
                await().until(() -> route.bodies().contains(AFTER));
                if (!route.bodies().contains("b1")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Its thread for connecting spins until the callback has returned, which waits for Kafka. */
    @Test
    void reconnectsWhileItsRouteStandsStillWhichStockCamelDoesNot() throws Exception {
        assertThat(reconnectsWhileItsRouteStandsStill("still-ours", OURS)).isTrue();
        assertThat(reconnectsWhileItsRouteStandsStill("still-stock", STOCK)).isFalse();
    }

    @SuppressWarnings("try") // the route only has to be there
    private static boolean reconnectsWhileItsRouteStandsStill(String id, String uri) throws Exception {
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        CountDownLatch standingStill = new CountDownLatch(1);
        AtomicInteger subscriptions = new AtomicInteger();
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        peer.publish(TOPIC, "1", 1, false, false);
                        if (subscriptions.incrementAndGet() == 1) {
                            hangUp(peer, standingStill);
                        }
                        return 1;
                    }
                });
                MqttRoute route = new MqttRoute(broker.url(), id, uri(uri, broker), exchange -> {
                    standingStill.countDown();
                    kafkaIsBack.await();
                })) {
            try {
                await().atMost(uri.equals(STOCK) ? RECONNECT : Duration.ofSeconds(60))
                        .until(() -> broker.connects().size() == 2);
                return true;
            } catch (ConditionTimeoutException still) {
                return false;
            } finally {
                kafkaIsBack.countDown();
            }
        }
    }

    /** Packet identifiers of another session mean other messages (MQTT 5, 4.1). */
    @Test
    void acknowledgesNoMessageOfANewSessionThatIsStillUnderWayWhichStockCamelDoes() throws Exception {
        assertThat(acknowledgedInANewSession("session-ours", OURS)).isEmpty();
        assertThat(acknowledgedInANewSession("session-stock", STOCK)).containsExactly(1);
    }

    /** A message on its way through the route. */
    private static final class Passage {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        void pass() throws InterruptedException {
            begun.countDown();
            end.await();
        }
    }

    /** What is acknowledged of the second session, while its only message is under way and that of the first is done. */
    @SuppressWarnings("try") // the route only has to be there
    private static List<Integer> acknowledgedInANewSession(String id, String uri) throws Exception {
        Passage old = new Passage();
        Passage fresh = new Passage();
        AtomicInteger subscriptions = new AtomicInteger();
        try (ScriptedBroker broker = new ScriptedBroker(new Script() {
                    @Override
                    int subscribed(Peer peer) {
                        boolean first = subscriptions.incrementAndGet() == 1;
                        peer.publish(TOPIC, first ? "old" : "new", 1, false, false);
                        if (first) {
                            hangUp(peer, old.begun);
                        }
                        return 1;
                    }
                });
                MqttRoute route = MqttRoute.withItsOwnThread(broker.url(), id, uri(uri, broker), exchange -> {
                    (exchange.getIn().getBody(String.class).equals("old") ? old : fresh).pass();
                })) {
            try {
                await().until(() -> subscriptions.get() == 2);

                old.end.countDown();

                await().until(() -> fresh.begun.getCount() == 0);
                if (uri.equals(STOCK)) {
                    await().until(() -> !broker.acknowledged().isEmpty());
                } else {
                    await().pollDelay(SETTLE).until(() -> true);
                }
                return List.copyOf(broker.acknowledged());
            } finally {
                fresh.end.countDown();
            }
        }
    }

    /** Ends the connection when the route has begun. */
    private static void hangUp(Peer peer, CountDownLatch begun) {
        Thread thread = new Thread(
                () -> {
                    await().until(() -> begun.getCount() == 0);
                    peer.hangUp();
                },
                "hang-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static String uri(String uri, ScriptedBroker broker) {
        return uri.equals(STOCK) ? uri + broker.url() : uri;
    }
}
