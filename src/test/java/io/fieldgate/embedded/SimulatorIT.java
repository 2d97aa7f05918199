package io.fieldgate.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated devices, as somebody sees them who subscribes at their broker. */
class SimulatorIT {
    private static final int DEVICES = 20;
    private static final int PER_SECOND = 400;
    private static final String BAD = "plant/south/pump-02/telemetry";
    private static final String SILENT = "plant/north/oven-03/telemetry";
    private static final String HOT = "plant/south/mill-04/telemetry";
    private static final Instant BEGINNING = Instant.parse("2026-06-01T12:00:30Z");

    /** Success, no session, no properties. */
    private static final byte[] CONNACK = {0x20, 3, 0, 0, 0};

    @TempDir
    private Path folder;

    private final Queue<Mqtt5Publish> received = new ConcurrentLinkedQueue<>();
    private EmbeddedMqttBroker broker;
    private Mqtt5AsyncClient subscriber;

    @BeforeEach
    void subscribe() {
        broker = new EmbeddedMqttBroker(folder, 0);
        broker.start();
        subscriber = MqttClient.builder()
                .useMqttVersion5()
                .serverHost(URI.create(broker.url()).getHost())
                .serverPort(URI.create(broker.url()).getPort())
                .automaticReconnectWithDefaultConfig()
                .buildAsync();
        subscriber.connectWith().sessionExpiryInterval(600).send().join();
        subscriber
                .subscribeWith()
                .topicFilter("plant/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(received::add)
                .send()
                .join();
    }

    @AfterEach
    void stop() {
        if (subscriber.getState().isConnected()) {
            subscriber.disconnect().join();
        }
        broker.stop();
    }

    @Test
    void everyDevicePublishesReadingsAndOneOfThemNonsenseEveryTenthTime() throws Exception {
        Simulator simulator = simulator(at(BEGINNING));
        simulator.start();
        await().atMost(60, SECONDS).until(() -> received.size() >= 40 * DEVICES);
        simulator.stop();
        awaitQuiet();

        Map<String, List<Mqtt5Publish>> byTopic = received.stream()
                .collect(Collectors.groupingBy(found -> found.getTopic().toString()));

        assertThat(byTopic).hasSize(DEVICES);
        assertThat(byTopic.keySet()).allMatch(topic -> topic.matches("plant/(north|south)/[a-z]+-\\d\\d/telemetry"));
        byTopic.forEach((topic, messages) -> {
            long nonsense = messages.stream()
                    .filter(Predicate.not(SimulatorIT::isReading))
                    .count();
            long expected = topic.equals(BAD) ? (messages.size() + 9) / 10 : 0;
            assertThat(nonsense)
                    .as("nonsense of " + messages.size() + " of " + topic)
                    .isEqualTo(expected);
        });
        assertThat(received).allMatch(found -> found.getQos() == MqttQos.AT_LEAST_ONCE);
    }

    @Test
    void oneDeviceIsSilentForAMinuteAndTalksAgain() throws Exception {
        SettableTime time = new SettableTime(BEGINNING);
        Simulator simulator = simulator(time.withZone(ZoneOffset.UTC));
        simulator.start();
        await().atMost(60, SECONDS).until(() -> topics().contains(SILENT));
        time.now = BEGINNING.plusSeconds(30);
        awaitReadingsOf(time.now);
        received.clear();
        await().atMost(60, SECONDS).until(() -> received.size() >= 10 * (DEVICES - 1));
        List<String> heard = topics();

        time.now = BEGINNING.plusSeconds(70);

        await().atMost(60, SECONDS).until(() -> topics().contains(SILENT));
        simulator.stop();
        assertThat(heard).hasSize(DEVICES - 1).doesNotContain(SILENT);
    }

    @Test
    void oneDeviceOverheatsForAWhile() throws Exception {
        SettableTime time = new SettableTime(BEGINNING);
        Simulator simulator = simulator(time.withZone(ZoneOffset.UTC));
        simulator.start();
        await().atMost(60, SECONDS).until(() -> topics().contains(HOT));

        time.now = BEGINNING.plusSeconds(10);

        awaitReadingsOf(time.now);
        simulator.stop();
        assertThat(received).allSatisfy(found -> {
            boolean hot = found.getTopic().toString().equals(HOT) && text(found).contains("\"" + time.now + "\"");
            assertThat(text(found).contains("\"temperature\":9") || text(found).contains("\"temperature\":8"))
                    .as(text(found))
                    .isEqualTo(hot);
        });
    }

    /** Until each device has sent one of that time. */
    private void awaitReadingsOf(Instant time) {
        await().atMost(60, SECONDS)
                .until(() -> received.stream()
                                .filter(found -> text(found).contains("\"" + time + "\""))
                                .map(found -> found.getTopic().toString())
                                .distinct()
                                .count()
                        >= DEVICES - 2);
    }

    private static String text(Mqtt5Publish found) {
        return new String(found.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void goesOnAfterTheBrokerWasStartedAgain() throws Exception {
        Simulator simulator = simulator(at(BEGINNING));
        simulator.start();
        await().atMost(60, SECONDS).until(() -> topics().size() == DEVICES);

        broker.stop();
        received.clear();
        broker.start();

        await().atMost(60, SECONDS).until(() -> topics().size() == DEVICES);
        simulator.stop();
    }

    @Test
    void stopsSoonWhenTheBrokerIsAwayAndLooksForItNoMore() throws Exception {
        Simulator simulator = simulator(at(BEGINNING));
        simulator.start();
        await().atMost(60, SECONDS).until(() -> !received.isEmpty());
        subscriber.disconnect().join();
        broker.stop();
        Instant asked = Instant.now();

        simulator.stop();

        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
        // The first attempt may have been under way; the second would come within three seconds of it.
        try (ServerSocket port = listener()) {
            port.setSoTimeout(5_000);
            assertThatThrownBy(() -> {
                        port.accept().close();
                        port.accept().close();
                    })
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void stopsSoonWhenTheBrokerAcknowledgesNothing() throws Exception {
        broker.stop();
        try (ServerSocket listener = listener()) {
            listener.setSoTimeout(10_000);
            Simulator simulator = simulator(at(BEGINNING));
            simulator.start();
            Socket deaf = listener.accept();
            deaf.getOutputStream().write(CONNACK);
            awaitPublish(deaf);
            Instant asked = Instant.now();

            simulator.stop();

            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
            deaf.close();
        }
    }

    private static void awaitPublish(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        StringBuilder read = new StringBuilder();
        while (read.indexOf("plant/") < 0) {
            read.append((char) socket.getInputStream().read());
        }
    }

    private Simulator simulator(Clock clock) {
        return new Simulator(broker.url(), DEVICES, PER_SECOND, clock);
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private ServerSocket listener() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(
                LoopbackPort.loopback(), URI.create(broker.url()).getPort()));
        return socket;
    }

    private List<String> topics() {
        return received.stream()
                .map(found -> found.getTopic().toString())
                .distinct()
                .toList();
    }

    /** Until the broker has delivered what it had taken: nothing more has come for half a second. */
    private void awaitQuiet() {
        int[] before = {-1};
        await().pollInterval(Duration.ofMillis(500)).atMost(60, SECONDS).until(() -> {
            int last = before[0];
            before[0] = received.size();
            return last == before[0];
        });
    }

    private static boolean isReading(Mqtt5Publish found) {
        try {
            JsonNode reading =
                    new ObjectMapper().readTree(new String(found.getPayloadAsBytes(), StandardCharsets.UTF_8));
            return Instant.parse(reading.path("ts").asText()).equals(BEGINNING)
                    && reading.path("temperature").isNumber()
                    && reading.path("humidity").isNumber()
                    && reading.path("vibration").isNumber()
                    && reading.path("battery").isNumber()
                    && reading.size() == 5;
        } catch (JsonProcessingException | DateTimeParseException nonsense) {
            return false;
        }
    }

    private static final class SettableTime implements InstantSource {
        private volatile Instant now;

        private SettableTime(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
