package io.fieldgate.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.MqttProxy;
import io.fieldgate.mqtt.ScriptedBroker.Peer;
import io.fieldgate.mqtt.ScriptedBroker.Script;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheck;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why {@code mqtt:} does not stand on Paho's client: what {@code paho-mqtt5:} does not survive, although it is told to
 * acknowledge by hand and to keep its session, and {@code mqtt:} does.
 */
class PahoTrapsIT {
    private static final String OURS = "mqtt:plant/{site}/{device}/telemetry";
    private static final String STOCK =
            "paho-mqtt5:plant/+/+/telemetry?qos=1&cleanStart=false&sessionExpiryInterval=3600"
                    + "&receiveMaximum=1000&manualAcksEnabled=true&keepAliveInterval=2&clientId=stock&brokerUrl=";
    private static final int BACKLOG = 200;

    @TempDir
    private static Path folder;

    private static EmbeddedMqttBroker broker;

    private MqttProxy proxy;
    private Mqtt5BlockingClient device;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new EmbeddedMqttBroker(folder, 0);
        broker.start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.stop();
    }

    @BeforeEach
    void connect() throws Exception {
        URI url = URI.create(broker.url());
        proxy = new MqttProxy(url.getPort());
        device = MqttClient.builder()
                .useMqttVersion5()
                .identifier("device")
                .serverHost(url.getHost())
                .serverPort(url.getPort())
                .buildBlocking();
        device.connect();
    }

    @AfterEach
    void disconnect() throws Exception {
        device.disconnect();
        proxy.close();
    }

    @Test
    void survivesAReconnectWithABacklogWhichStockCamelDoesNot() throws Exception {
        reconnectWithABacklog("ours", OURS);

        assertThatThrownBy(() -> reconnectWithABacklog("stock", STOCK + proxy.url()))
                .isInstanceOf(ConditionTimeoutException.class);
    }

    private void reconnectWithABacklog(String id, String uri) throws Exception {
        int subscriptions = proxy.subscriptions();
        try (MqttRoute route = new MqttRoute(proxy.url(), id, uri)) {
            await().until(() -> proxy.subscriptions() > subscriptions);
            proxy.cut();
            publish(id);
            proxy.restore();

            awaitAll(route);
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

    private static void awaitAll(MqttRoute route) {
        await().atMost(12, SECONDS).until(() -> new HashSet<>(route.bodies()).size() == BACKLOG);
    }

    private void publish(String site) {
        for (int i = 0; i < BACKLOG; i++) {
            device.publishWith()
                    .topic("plant/" + site + "/pump-1/telemetry")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload((site + i).getBytes(StandardCharsets.UTF_8))
                    .send();
        }
    }
}
