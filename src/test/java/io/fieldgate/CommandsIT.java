package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.fieldgate.command.GatewayStart;
import io.fieldgate.embedded.EmbeddedKafka;
import io.fieldgate.embedded.EmbeddedMqttBroker;
import io.fieldgate.fault.Parts;
import io.fieldgate.fault.Records;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The example of commands: from a topic to a device, and its answer back into a topic. */
class CommandsIT {
    private static final byte[] CORRELATION = {0, (byte) 0xFF, 7};

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private EmbeddedMqttBroker broker;
    private ConfigurableApplicationContext gateway;
    private Mqtt5AsyncClient device;
    private final List<Mqtt5Publish> commands = new CopyOnWriteArrayList<>();

    @BeforeEach
    void startEverything() throws Exception {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        broker = new EmbeddedMqttBroker(folder.resolve("mqtt"), 0);
        kafka.start();
        broker.start();
        gateway = new GatewayStart(Gateway.class).start(properties());
        URI url = URI.create(broker.url());
        device = MqttClient.builder()
                .useMqttVersion5()
                .identifier("pump-1")
                .serverHost(url.getHost())
                .serverPort(url.getPort())
                .buildAsync();
        CamelContext camel = gateway.getBean(CamelContext.class);
        // An answer before the first subscription nobody would keep.
        await().atMost(180, SECONDS)
                .until(() -> ((HealthCheckAware) camel.getRoute("answers").getConsumer())
                                .getHealthCheck()
                                .call()
                                .getState()
                        == HealthCheck.State.UP);
        device.publishes(MqttGlobalPublishFilter.ALL, this::answer);
        device.connect().get(60, SECONDS);
        device.subscribeWith()
                .topicFilter("plant/north/pump-1/command")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send()
                .get(60, SECONDS);
    }

    @AfterEach
    void stopEverything() {
        Parts.closeAll(() -> device.disconnect().get(60, SECONDS), gateway, broker, kafka);
    }

    @Test
    void carriesACommandToItsDeviceAndTheAnswerBackWithTheCorrelationData() {
        command("open", System.currentTimeMillis());

        await().atMost(120, SECONDS).until(() -> Records.count(address(), "answers") == 1);
        ConsumerRecord<byte[], byte[]> answer =
                Records.all(address(), "answers").get(0);
        assertThat(answer.key()).asString(UTF_8).isEqualTo("pump-1");
        assertThat(answer.value()).asString(UTF_8).isEqualTo("done: open");
        assertThat(answer.headers().lastHeader("mqtt.correlation-data").value()).isEqualTo(CORRELATION);
    }

    @Test
    void makesADeadLetterOfACommandThatIsTooOldToBeOfUse() {
        command("open", System.currentTimeMillis() - 120_000);

        await().atMost(120, SECONDS).until(() -> Records.count(address(), "commands.dlq") == 1);
        ConsumerRecord<byte[], byte[]> letter =
                Records.all(address(), "commands.dlq").get(0);
        assertThat(letter.headers().lastHeader("fg.dlq.code").value())
                .asString(UTF_8)
                .isEqualTo("EXPIRED");
        assertThat(commands).isEmpty();
    }

    private void answer(Mqtt5Publish command) {
        commands.add(command);
        var unused = device.publishWith()
                .topic(command.getResponseTopic().orElseThrow())
                .qos(MqttQos.AT_LEAST_ONCE)
                .correlationData(command.getCorrelationData().orElseThrow())
                .payload(("done: " + new String(command.getPayloadAsBytes(), UTF_8)).getBytes(UTF_8))
                .send();
    }

    private void command(String body, long timestamp) {
        await().atMost(120, SECONDS).ignoreExceptions().until(() -> Records.count(address(), "commands") == 0);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address()), new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> command =
                    new ProducerRecord<>("commands", null, timestamp, "pump-1".getBytes(UTF_8), body.getBytes(UTF_8));
            command.headers()
                    .add("fg.site", "north".getBytes(UTF_8))
                    .add("mqtt.response-topic", "plant/north/pump-1/answer".getBytes(UTF_8))
                    .add("mqtt.correlation-data", CORRELATION);
            producer.send(command).get(60, SECONDS);
        } catch (Exception failed) {
            throw new AssertionError("the command could not be given", failed);
        }
    }

    private String address() {
        return kafka.bootstrapServers();
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("server.port", "0");
        properties.put("fieldgate.alerts.enabled", "false");
        properties.put("management.server.port", "0");
        properties.put("fieldgate.kafka.bootstrap-servers", address());
        properties.put("fieldgate.mqtt.url", broker.url());
        properties.put("fieldgate.topics[0].name", "commands");
        properties.put("fieldgate.topics[1].name", "answers");
        properties.put(
                "camel.main.routes-include-pattern",
                "classpath:route-templates/*.camel.yaml,file:examples/routes/commands.camel.yaml");
        return properties;
    }
}
