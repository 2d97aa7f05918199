package io.fieldgate.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.fieldgate.contract.Item;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.MqttProxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** A broker behind a network that can fail, and a device. */
final class MqttParts {
    private final List<Item> delivered = new CopyOnWriteArrayList<>();
    private @Nullable Path folder;
    private @Nullable EmbeddedMqttBroker broker;
    private @Nullable MqttProxy proxy;
    private @Nullable Mqtt5BlockingClient device;

    void open() throws Exception {
        Path made = Files.createTempDirectory("broker");
        folder = made;
        EmbeddedMqttBroker started = new EmbeddedMqttBroker(made, 0);
        broker = started;
        started.start();
        int port = URI.create(started.url()).getPort();
        proxy = new MqttProxy(port);
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("contract-device")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
        device = client;
        client.toAsync()
                .publishes(
                        MqttGlobalPublishFilter.ALL,
                        message -> delivered.add(
                                Item.read(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8))));
        client.connect();
    }

    MqttComponent component() {
        PahoMqtt5Configuration defaults = MqttComponent.losslessDefaults();
        defaults.setBrokerUrl(proxy().url());
        defaults.setKeepAliveInterval(2);
        return new MqttComponent(defaults);
    }

    Mqtt5BlockingClient device() {
        return Objects.requireNonNull(device);
    }

    MqttProxy proxy() {
        return Objects.requireNonNull(proxy);
    }

    /** Each other key with QoS 2: MQTT keeps the order within one of them. */
    void publish(List<Item> items) {
        for (Item item : items) {
            device().publishWith()
                    .topic("plant/" + item.key() + "/telemetry")
                    .qos(item.number() % 2 == 0 ? MqttQos.AT_LEAST_ONCE : MqttQos.EXACTLY_ONCE)
                    .payload(item.body().getBytes(StandardCharsets.UTF_8))
                    .send();
        }
    }

    /** What the device was given. */
    List<Item> delivered() {
        return List.copyOf(delivered);
    }

    void close() throws Exception {
        if (device != null) {
            device.disconnect();
        }
        if (proxy != null) {
            proxy.close();
        }
        if (broker != null) {
            broker.stop();
        }
        if (folder != null) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
