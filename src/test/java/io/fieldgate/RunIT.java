package io.fieldgate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Devices;
import io.fieldgate.fault.GatewayProcess;
import io.fieldgate.fault.Ledger;
import io.fieldgate.fault.Ports;
import io.fieldgate.fault.Records;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fieldgate run}, the gateway against brokers that are not its own. */
class RunIT {
    @TempDir
    private Path folder;

    @Test
    void startsWithoutKafkaAndMqttSaysSoAndBeginsByItselfWhenTheyCome() throws Exception {
        int kafkaPort = Ports.free();
        int mqttPort = Ports.free();
        int actuator = Ports.free();
        Map<String, String> environment = environment(kafkaPort, mqttPort, actuator);
        Path rules = Files.writeString(
                folder.resolve("alerts.yaml"), "rules: [{ name: heard, topic: telemetry, when: key != '' }]");
        environment.put("FIELDGATE_ALERTS_ENABLED", "true");
        environment.put("FIELDGATE_ALERTS_FILE", rules.toString());
        environment.put("FIELDGATE_ALERTS_STATEFOLDER", folder.resolve("state").toString());
        try (GatewayProcess gateway = GatewayProcess.start(folder, environment, "run")) {
            await().atMost(180, SECONDS)
                    .until(() -> gateway.output().contains("no MQTT broker at tcp://127.0.0.1:" + mqttPort));
            await().atMost(120, SECONDS).until(() -> gateway.output().contains("127.0.0.1:" + kafkaPort));
            await().atMost(120, SECONDS).until(() -> status(actuator, "readiness") == 503);
            assertThat(status(actuator, "liveness")).isEqualTo(200);

            EmbeddedKafka kafka = new EmbeddedKafka(folder.resolve("kafka"), kafkaPort);
            EmbeddedMqttBroker broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), mqttPort);
            kafka.start();
            broker.start();
            try {
                Ledger ledger = new Ledger();
                await().atMost(180, SECONDS).until(() -> status(actuator, "readiness") == 200);
                try (Devices devices = new Devices(broker.url(), "north", 5, 1, ledger)) {
                    devices.start(100);
                    await().atMost(120, SECONDS).until(() -> ledger.acknowledged() >= 200);
                    devices.stop();
                }
                await().atMost(120, SECONDS)
                        .until(() -> Records.count(kafka.bootstrapServers(), "telemetry") >= ledger.acknowledged());
                List<ConsumerRecord<byte[], byte[]>> found = Records.all(kafka.bootstrapServers(), "telemetry");
                ledger.verify(found, 0);
                Ledger.verifyOrderAsSent(found);
                await().atMost(180, SECONDS).until(() -> Records.count(kafka.bootstrapServers(), "alerts") >= 5);
                assertThat(gateway.terminate()).isZero();
            } finally {
                broker.stop();
                kafka.stop();
            }
        }
    }

    @Test
    void refusesAnUnknownKeyWithASuggestionAndWithoutAStackTrace() throws Exception {
        Map<String, String> environment = environment(1, 1, Ports.free());
        environment.put("FIELDGATE_MQTT_RECEIVEMAXIMUN", "10");

        try (GatewayProcess gateway = GatewayProcess.start(folder, environment, "run")) {

            assertThat(gateway.exit(180)).isEqualTo(78);
            assertThat(gateway.output())
                    .contains("FIELDGATE_MQTT_RECEIVEMAXIMUN", "did you mean 'fieldgate.mqtt.receivemaximum'?")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void refusesAValueThatIsNotAllowedAndNamesTheKey() throws Exception {
        Map<String, String> environment = environment(1, 1, Ports.free());
        environment.put("FIELDGATE_MQTT_URL", "http://broker:1883");

        try (GatewayProcess gateway = GatewayProcess.start(folder, environment, "run")) {

            assertThat(gateway.exit(180)).isEqualTo(78);
            assertThat(gateway.output())
                    .contains("fieldgate.mqtt", "allowed is tcp://host:port")
                    .doesNotContain("\tat ");
        }
    }

    private Map<String, String> environment(int kafkaPort, int mqttPort, int actuatorPort) throws IOException {
        return GatewayProcess.environment(
                folder, "127.0.0.1:" + kafkaPort, "tcp://127.0.0.1:" + mqttPort, actuatorPort);
    }

    private static int status(int port, String group) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/" + group))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
