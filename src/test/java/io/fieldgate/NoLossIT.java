package io.fieldgate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Devices;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Ledger;
import io.fieldgate.fault.MqttProxy;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that the broker has acknowledged to a device is missing in Kafka after a fault, while 1,000 messages a second
 * flow. The gateway is a process of its own, started as its user starts it.
 */
class NoLossIT {
    private static final int RATE = 1000;
    /** The default of {@code fieldgate.mqtt.receive-maximum}. */
    private static final int RECEIVE_WINDOW = 1000;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private EmbeddedMqttBroker broker;
    private MqttProxy proxy;
    private final Ledger ledger = new Ledger();
    private Devices devices;
    private GatewayProcess gateway;

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), Ports.free());
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        kafka.start();
        broker.start();
        proxy = new MqttProxy(URI.create(broker.url()).getPort());
        gateway = startGateway();
        gateway.await(180, () -> proxy.subscriptions() > 0);
        devices = new Devices(broker.url(), "north", 50, 4, ledger);
        // Every fault below meets the gateway at work.
        devices.start(RATE);
        gateway.await(180, () -> proxy.acknowledged().size() > RATE);
    }

    @AfterEach
    void stopEverything() {
        Parts.closeAll(devices, gateway, proxy, broker, kafka);
    }

    @Test
    void losesNothingWhileKafkaIsStoppedForHalfAMinuteAndAcknowledgesNothingMeanwhile() throws Exception {
        kafka.stop();
        // What Kafka had confirmed before may still be on its way to the broker.
        await().pollDelay(5, SECONDS).until(() -> true);
        int acknowledgedBefore = proxy.acknowledged().size();
        int receivedBefore = proxy.published().size();

        await().during(28, SECONDS)
                .atMost(120, SECONDS)
                .until(() -> proxy.acknowledged().size() == acknowledgedBefore);

        assertThat(proxy.published().size() - acknowledgedBefore)
                .as("the window")
                .isLessThanOrEqualTo(RECEIVE_WINDOW);
        assertThat(receivedBefore).isGreaterThan(0);
        assertThat(proxy.connections()).as("connections").isEqualTo(1);
        kafka.start();
        verify(0);
    }

    @Test
    void losesNothingWhenTheConnectionToTheMqttBrokerIsCut() throws Exception {
        for (int i = 0; i < 3; i++) {
            int connections = proxy.connections();
            proxy.cut();
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            proxy.restore();
            await().atMost(120, SECONDS).until(() -> proxy.connections() > connections);
        }

        verify(3 * RECEIVE_WINDOW);
    }

    private void verify(int mostDuplicates) throws Exception {
        devices.stop();
        assertThat(ledger.acknowledged()).isGreaterThan(RATE);
        await().atMost(180, SECONDS)
                .pollInterval(1, SECONDS)
                .until(() -> Records.count(kafka.bootstrapServers(), "telemetry") >= ledger.acknowledged()
                        && Records.all(kafka.bootstrapServers(), "telemetry").stream()
                                        .map(Ledger::message)
                                        .distinct()
                                        .count()
                                >= ledger.acknowledged());
        List<ConsumerRecord<byte[], byte[]>> found = Records.all(kafka.bootstrapServers(), "telemetry");
        ledger.verify(found, mostDuplicates);
        Ledger.verifyOrderAsSent(found);
        assertThat(Records.count(kafka.bootstrapServers(), "telemetry.dlq"))
                .as("dead letters")
                .isZero();
    }

    private GatewayProcess startGateway() throws Exception {
        Map<String, String> environment =
                GatewayProcess.environment(folder, kafka.bootstrapServers(), proxy.url(), Ports.free());
        return GatewayProcess.start(folder, environment, "run");
    }
}
