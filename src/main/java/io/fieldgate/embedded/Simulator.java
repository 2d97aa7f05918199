package io.fieldgate.embedded;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Devices that publish believable readings with QoS 1 over one connection. The second of them sends a payload that is no
 * JSON every tenth time, beginning with its first; the third falls silent after three seconds, for one of every three
 * minutes; the fourth overheats after five seconds, for fifteen seconds of every minute. What the broker does not take at
 * once is not sent, so nothing piles up while it is away.
 */
final class Simulator {
    private static final String[] KINDS = {"press", "pump", "oven", "mill"};
    private static final String[] SITES = {"north", "south"};
    private static final byte[][] NONSENSE = {
        "{\"temperature\":21.".getBytes(StandardCharsets.UTF_8), {0, (byte) 0xCA, (byte) 0xFE}, {}
    };
    private static final int MOST_IN_FLIGHT = 1000;
    private static final int BAD = 1;
    private static final int SILENT = 2;
    private static final int HOT = 3;
    private static final long STOP_MILLIS = 1_500;

    private record Device(String topic, DeviceModel model) {}

    private final List<Device> devices = new ArrayList<>();
    private final int messagesPerSecond;
    private final Clock clock;
    private final Mqtt5AsyncClient client;
    private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean stopped;
    private volatile Instant begun = Instant.MAX;
    private long turn;

    /**
     * @param messagesPerSecond of all devices together
     * @param clock what the devices take for the time
     */
    Simulator(String url, int count, int messagesPerSecond, Clock clock) {
        URI broker = URI.create(url);
        this.messagesPerSecond = messagesPerSecond;
        this.clock = clock;
        this.client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("fieldgate-simulator")
                .serverHost(broker.getHost())
                .serverPort(broker.getPort())
                .automaticReconnectWithDefaultConfig()
                // After the line above, which it overrules: otherwise a client that has lost its broker looks for it
                // for ever.
                .addDisconnectedListener(lost -> {
                    if (stopped) {
                        lost.getReconnector().reconnect(false);
                    }
                })
                .buildAsync();
        for (int i = 0; i < count; i++) {
            String id = "%s-%02d".formatted(KINDS[i % KINDS.length], i + 1);
            devices.add(new Device("plant/" + SITES[i % SITES.length] + "/" + id + "/telemetry", new DeviceModel(i)));
        }
    }

    /** Begins as soon as the broker is there; does not wait for it. */
    void start() {
        begun = clock.instant();
        long nanos = TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
        timer.execute(this::connect);
        var unused = timer.scheduleAtFixedRate(this::publishNext, 0, nanos, TimeUnit.NANOSECONDS);
    }

    private void connect() {
        var unused = client.connect();
    }

    private void publishNext() {
        if (!client.getState().isConnected()) {
            return;
        }
        long number = turn++;
        int index = (int) (number % devices.size());
        long round = number / devices.size();
        Instant now = clock.instant();
        long second = Duration.between(begun, now).toSeconds();
        boolean silent = index == SILENT && isWithin(second % 180, 3, 63);
        boolean hot = index == HOT && isWithin(second % 60, 5, 20);
        if (silent || !room.tryAcquire()) {
            return;
        }
        Device device = devices.get(index);
        byte[] payload = index == BAD && round % 10 == 0
                ? NONSENSE[(int) (round / 10 % NONSENSE.length)]
                : device.model.reading(now, hot).getBytes(StandardCharsets.UTF_8);
        var unused = client.publishWith()
                .topic(device.topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send()
                .whenComplete((result, failure) -> room.release());
    }

    private static boolean isWithin(long second, long from, long to) {
        return second >= from && second < to;
    }

    /** Ends within two seconds, whether or not the broker answers. */
    void stop() throws InterruptedException {
        stopped = true;
        timer.shutdownNow();
        // All room is free when everything has been answered; a broker that is away answers nothing.
        if (client.getState().isConnected() && room.tryAcquire(MOST_IN_FLIGHT, STOP_MILLIS, TimeUnit.MILLISECONDS)) {
            room.release(MOST_IN_FLIGHT);
        }
        var unused = client.disconnect();
    }
}
