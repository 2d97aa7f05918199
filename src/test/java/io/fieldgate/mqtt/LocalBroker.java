package io.fieldgate.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** A real broker for the tests of one class, on a port of its own. */
final class LocalBroker implements BeforeAllCallback, AfterAllCallback {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private EmbeddedMqttBroker broker;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("broker");
        broker = new EmbeddedMqttBroker(folder, 0);
        broker.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        broker.stop();
        FileSystemUtils.deleteRecursively(folder);
    }

    int port() {
        return URI.create(broker.url()).getPort();
    }

    /** A client of MQTT 5 that connects to it directly. */
    Mqtt5ClientBuilder client(String id) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port());
    }
}
