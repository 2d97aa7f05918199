package io.fieldgate.fault;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Devices that publish at a steady rate with QoS 1 and write every acknowledgement into a {@link Ledger}. They connect
 * again when their broker was away. What it had not acknowledged by then is unknown, and is never sent again: a device
 * goes on with its next message.
 */
public final class Devices implements AutoCloseable {
    private static final int BURSTS_PER_SECOND = 100;
    /** As many may wait for the broker's answer; more would only wait in memory. */
    private static final int MOST_OPEN = 2_000;

    private final Ledger ledger;
    private final String site;
    private final int count;
    private final List<Mqtt5AsyncClient> clients = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /**
     * Connects them.
     *
     * @param site begins their names, {@code <site>-<number>}
     * @param connections how many connections the devices share; a device always uses the same
     */
    public Devices(String brokerUrl, String site, int count, int connections, Ledger ledger) {
        this.ledger = ledger;
        this.site = site;
        this.count = count;
        URI url = URI.create(brokerUrl);
        for (int i = 0; i < connections; i++) {
            Mqtt5AsyncClient client = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier("devices-" + site + "-" + i)
                    .serverHost(url.getHost())
                    .serverPort(url.getPort())
                    .automaticReconnect()
                    .initialDelay(100, TimeUnit.MILLISECONDS)
                    .maxDelay(500, TimeUnit.MILLISECONDS)
                    .applyAutomaticReconnect()
                    .buildAsync();
            client.connect().join();
            clients.add(client);
        }
    }

    public void start(int messagesPerSecond) {
        int burst = messagesPerSecond / BURSTS_PER_SECOND;
        var unused = timer.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < burst; i++) {
                        publish();
                    }
                },
                0,
                1000 / BURSTS_PER_SECOND,
                TimeUnit.MILLISECONDS);
    }

    private void publish() {
        int number = turn.getAndIncrement() % count;
        Mqtt5AsyncClient client = clients.get(number % clients.size());
        if (client.getState() != MqttClientState.CONNECTED || open.get() >= MOST_OPEN) {
            return;
        }
        String device = site + "-" + number;
        String message = ledger.next(device);
        open.incrementAndGet();
        var unused = client.publishWith()
                .topic("plant/" + site + "/" + device + "/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(Ledger.payload(message))
                .send()
                .whenComplete((result, failure) -> {
                    open.decrementAndGet();
                    if (failure == null && result.getError().isEmpty()) {
                        ledger.acknowledged(message);
                    }
                });
    }

    /** Publishes no more and waits until the broker has answered everything. */
    public void stop() throws InterruptedException {
        timer.shutdown();
        org.assertj.core.api.Assertions.assertThat(timer.awaitTermination(5, TimeUnit.SECONDS))
                .isTrue();
        org.awaitility.Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> open.get() == 0);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        clients.stream()
                .filter(client -> client.getState().isConnected())
                .forEach(client -> client.disconnect().join());
    }
}
