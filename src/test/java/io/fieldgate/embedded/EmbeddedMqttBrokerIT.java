package io.fieldgate.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo and the other tests build upon: order, persistence, and a clear word when it cannot start. */
class EmbeddedMqttBrokerIT {
    private static final String SUBSCRIBER = "subscriber";
    /** Type and flags (MQTT 5, 2.1.2). */
    private static final int CONNACK = 0x20;

    @TempDir
    private Path folder;

    private EmbeddedMqttBroker broker;
    private final Map<String, List<String>> received = new ConcurrentHashMap<>();

    @BeforeEach
    void start() {
        broker = new EmbeddedMqttBroker(folder, 0);
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.stop();
    }

    @Test
    void deliversTheMessagesOfEachClientInTheOrderSentWhenManyPublishAtOnce() throws Exception {
        int clients = 50;
        int each = 400;
        // Beyond Receive Maximum this client drops what comes with QoS 0.
        Mqtt5AsyncClient subscriber = subscribe(clients * each);

        List<CompletableFuture<Mqtt5AsyncClient>> publishers = IntStream.range(0, clients)
                .mapToObj(number -> CompletableFuture.supplyAsync(
                        () -> {
                            Mqtt5AsyncClient publisher = connected("publisher-" + number);
                            publish(publisher, topic(number), MqttQos.fromCode(number % 3), 0, each, 1);
                            return publisher;
                        },
                        command -> new Thread(command).start()))
                .toList();
        await().atMost(60, SECONDS).until(() -> count() >= clients * each);

        assertThat(received)
                .hasSize(clients)
                .allSatisfy((topic, messages) -> assertThat(messages).isEqualTo(numbers(0, each)));
        // Only now, since a QoS 0 message may be lost by leaving early.
        publishers.forEach(publisher -> publisher.join().disconnect().join());
        subscriber.disconnect().join();
    }

    @Test
    void deliversTheMessagesOfAClientInTheOrderSentWhenItPublishesWithoutWaiting() throws Exception {
        int clients = 10;
        int each = 2000;
        Mqtt5AsyncClient subscriber = subscribe(1000);

        List<CompletableFuture<Void>> publishers = IntStream.range(0, clients)
                .mapToObj(number -> CompletableFuture.runAsync(
                        () -> {
                            Mqtt5AsyncClient publisher = connected("publisher-" + number);
                            publish(publisher, topic(number), MqttQos.AT_LEAST_ONCE, 0, each, 100);
                            publisher.disconnect().join();
                        },
                        command -> new Thread(command).start()))
                .toList();
        await().atMost(60, SECONDS).until(() -> count() >= clients * each);

        assertThat(received)
                .hasSize(clients)
                .allSatisfy((topic, messages) -> assertThat(messages).isEqualTo(numbers(0, each)));
        CompletableFuture.allOf(publishers.toArray(CompletableFuture[]::new)).get(60, SECONDS);
        subscriber.disconnect().join();
    }

    @Test
    void deliversABacklogLongerThanReceiveMaximumInTheOrderSent() throws Exception {
        subscribe(100).disconnect().join();
        Mqtt5AsyncClient publisher = connected("publisher");
        publish(publisher, topic(0), MqttQos.AT_LEAST_ONCE, 0, 5000, 100);

        Mqtt5AsyncClient subscriber = subscribe(100);

        await().atMost(60, SECONDS).until(() -> count() >= 5000);
        assertThat(received.get(topic(0))).isEqualTo(numbers(0, 5000));
        subscriber.disconnect().join();
        publisher.disconnect().join();
    }

    @Test
    void keepsSessionsAndTheirMessagesOverAStop() throws Exception {
        subscribe(1000).disconnect().join();
        Mqtt5AsyncClient publisher = connected("publisher");
        publish(publisher, topic(0), MqttQos.AT_LEAST_ONCE, 0, 1500, 100);
        publisher.disconnect().join();

        broker.stop();
        broker.start();
        Mqtt5AsyncClient subscriber = client(SUBSCRIBER);
        Mqtt5ConnAck answer = connect(subscriber, 1000);

        assertThat(answer.isSessionPresent()).isTrue();
        await().atMost(60, SECONDS).until(() -> count() >= 1500);
        assertThat(received.get(topic(0))).isEqualTo(numbers(0, 1500));
        subscriber.disconnect().join();
    }

    /** MQTT 5, 3.2: the first packet from the broker is CONNACK, also when messages come for the session meanwhile. */
    @Test
    void answersAClientThatComesBackBeforeItSendsItMessages() throws Exception {
        subscribe(1000).disconnect().join();
        List<Mqtt5AsyncClient> publishers = IntStream.range(0, 8)
                .mapToObj(number -> connected("publisher-" + number))
                .toList();
        AtomicBoolean enough = new AtomicBoolean();
        List<CompletableFuture<Void>> flow = publishers.stream()
                .map(publisher -> CompletableFuture.runAsync(
                        () -> {
                            while (!enough.get()) {
                                publish(publisher, topic(0), MqttQos.AT_LEAST_ONCE, 0, 10, 10);
                            }
                        },
                        command -> new Thread(command).start()))
                .toList();

        List<Integer> first = IntStream.range(0, 300)
                .mapToObj(time -> firstPacketForSubscriber())
                .toList();

        enough.set(true);
        CompletableFuture.allOf(flow.toArray(CompletableFuture[]::new)).get(60, SECONDS);
        assertThat(first).containsOnly(CONNACK);
        publishers.forEach(publisher -> publisher.disconnect().join());
    }

    /** Type and flags of the first packet that the broker sends to a connection which takes up the session. */
    private int firstPacketForSubscriber() {
        try (Socket socket =
                new Socket(LoopbackPort.loopback(), URI.create(broker.url()).getPort())) {
            socket.setSoTimeout(10_000);
            byte[] id = SUBSCRIBER.getBytes(StandardCharsets.UTF_8);
            ByteBuffer connect = ByteBuffer.allocate(64);
            connect.put((byte) 0x10).put((byte) (18 + id.length));
            connect.put(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 5, 0, 0, 60});
            // Properties: the session expires after an hour.
            connect.put(new byte[] {5, 0x11}).putInt(3600);
            connect.putShort((short) id.length).put(id);
            socket.getOutputStream().write(connect.array(), 0, connect.position());
            return socket.getInputStream().read();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void refusesABusyPortAndNamesIt() throws Exception {
        int port = LoopbackPort.free();
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(LoopbackPort.loopback(), port));
            EmbeddedMqttBroker second = new EmbeddedMqttBroker(folder.resolve("second"), port);

            assertThatThrownBy(second::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("the port is in use");
            assertThat(second.isRunning()).isFalse();
        }
    }

    @Test
    void cutsAllClientsWhenToldAndLetsThemComeBackToTheirSessions() throws Exception {
        List<String> cut = new CopyOnWriteArrayList<>();
        Mqtt5AsyncClient publisher = client("publisher", cut);
        publisher.connect().get(60, SECONDS);
        Mqtt5AsyncClient subscriber = client(SUBSCRIBER, cut);
        connect(subscriber, 1000);
        subscribe(subscriber);

        broker.disconnectAll();

        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(cut).containsExactlyInAnyOrder("publisher", SUBSCRIBER));
        // The client tells its listeners first, and lets one connect again only then.
        await().until(() -> publisher.getState() == MqttClientState.DISCONNECTED
                && subscriber.getState() == MqttClientState.DISCONNECTED);
        publisher.connect().get(60, SECONDS);
        publish(publisher, topic(0), MqttQos.AT_LEAST_ONCE, 0, 10, 1);
        assertThat(connect(subscriber, 1000).isSessionPresent()).isTrue();
        await().atMost(60, SECONDS).until(() -> count() >= 10);
        assertThat(received.get(topic(0))).isEqualTo(numbers(0, 10));
        subscriber.disconnect().join();
        publisher.disconnect().join();
    }

    private Mqtt5AsyncClient client(String id) {
        return client(id, new CopyOnWriteArrayList<>());
    }

    /** @param cut where it says that it lost its connection */
    private Mqtt5AsyncClient client(String id, List<String> cut) {
        URI url = URI.create(broker.url());
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost(url.getHost())
                .serverPort(url.getPort())
                .addDisconnectedListener(context -> cut.add(id))
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, this::remember);
        return client;
    }

    private Mqtt5AsyncClient connected(String id) {
        Mqtt5AsyncClient client = client(id);
        client.connect().join();
        return client;
    }

    /** A subscriber whose session stays when it leaves. */
    private Mqtt5AsyncClient subscribe(int receiveMaximum) throws Exception {
        Mqtt5AsyncClient subscriber = client(SUBSCRIBER);
        connect(subscriber, receiveMaximum);
        subscribe(subscriber);
        return subscriber;
    }

    private static Mqtt5ConnAck connect(Mqtt5AsyncClient subscriber, int receiveMaximum) throws Exception {
        return subscriber
                .connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3600)
                .restrictions()
                .receiveMaximum(receiveMaximum)
                .applyRestrictions()
                .send()
                .get(60, SECONDS);
    }

    private static void subscribe(Mqtt5AsyncClient subscriber) throws Exception {
        subscriber
                .subscribeWith()
                .topicFilter("order/+")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send()
                .get(60, SECONDS);
    }

    private void remember(Mqtt5Publish publish) {
        received.computeIfAbsent(publish.getTopic().toString(), topic -> new CopyOnWriteArrayList<>())
                .add(new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8));
    }

    private int count() {
        return received.values().stream().mapToInt(List::size).sum();
    }

    /** @param window how many may be without an acknowledgement at a time */
    private static void publish(Mqtt5AsyncClient client, String topic, MqttQos qos, int from, int to, int window) {
        Semaphore free = new Semaphore(window);
        for (String number : numbers(from, to)) {
            free.acquireUninterruptibly();
            var unused = client.publishWith()
                    .topic(topic)
                    .qos(qos)
                    .payload(number.getBytes(StandardCharsets.UTF_8))
                    .send()
                    .whenComplete((answer, failed) -> free.release());
        }
        free.acquireUninterruptibly(window);
    }

    private static String topic(int number) {
        return "order/" + number;
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }
}
