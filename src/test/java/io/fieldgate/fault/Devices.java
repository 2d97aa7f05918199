package io.fieldgate.fault;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Devices that publish at a steady rate with QoS 1 and write every acknowledgement into a {@link Ledger}. */
public final class Devices implements AutoCloseable {
    private static final int BURSTS_PER_SECOND = 100;

    private final Ledger ledger;
    private final String site;
    private final int count;
    private final List<Mqtt5AsyncClient> clients = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /** @param connections how many connections the devices share; a device always uses the same */
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
                    .buildAsync();
            client.connect().join();
            clients.add(client);
        }
    }

    public void start(int messagesPerSecond) {
        int burst = messagesPerSecond / BURSTS_PER_SECOND;
        timer.scheduleAtFixedRate(
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
        int device = turn.getAndIncrement() % count;
        String message = ledger.next("device-" + device);
        open.incrementAndGet();
        var unused = clients.get(device % clients.size())
                .publishWith()
                .topic("plant/" + site + "/device-" + device + "/telemetry")
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
        timer.awaitTermination(5, TimeUnit.SECONDS);
        org.awaitility.Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> open.get() == 0);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        clients.forEach(client -> client.disconnect().join());
    }
}
