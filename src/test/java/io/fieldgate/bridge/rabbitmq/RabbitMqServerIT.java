package io.fieldgate.bridge.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.fieldgate.fault.RabbitMqProcess;
import io.fieldgate.message.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RabbitMQ itself does beyond the contract, and Qpid does not. */
@Timeout(120)
class RabbitMqServerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RabbitMqServer server = new RabbitMqServer();
    private final RabbitMqParts parts = new RabbitMqParts(server);

    @BeforeEach
    void open() throws Exception {
        parts.open();
    }

    @AfterEach
    void close() throws Exception {
        parts.close();
    }

    @Test
    void aStreamIsNamedAndSoIsTheCure() throws Exception {
        String stream = parts.queue() + "-stream";
        parts.channel().queueDeclare(stream, true, false, false, Map.of("x-queue-type", "stream"));

        try (RabbitMqIT.Route route = new RabbitMqIT.Route(parts.component(), "rabbitmq:" + stream)) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(route.health().getDetails())
                            .containsEntry(
                                    "cause",
                                    "the queue '" + stream
                                            + "' is a stream, which keeps no place for what has been acknowledged")
                            .containsEntry(
                                    "cure", "Take from a classic or quorum queue that is bound to the same exchange."));
        } finally {
            parts.channel().queueDelete(stream);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void aHeaderOfStreamsMakesNoneOfAQueue(String type) throws Exception {
        String queue = parts.queue() + "-" + type;
        parts.channel().queueDeclare(queue, true, false, false, Map.of("x-queue-type", type));
        BasicProperties properties = new BasicProperties.Builder()
                .headers(Map.of("x-stream-offset", 7L))
                .build();

        try (RabbitMqIT.Route route = new RabbitMqIT.Route(parts.component(), "rabbitmq:" + queue)) {
            parts.channel().basicPublish("", queue, properties, "hot".getBytes(StandardCharsets.UTF_8));

            await().atMost(Duration.ofSeconds(60)).until(() -> route.bodies().contains("hot"));
        } finally {
            parts.channel().queueDelete(queue);
        }
    }

    @Test
    void aSinkSaysInHealthThatTheBrokerTakesNothingForLackOfMemory() throws Exception {
        DefaultCamelContext camel = parts.sink();
        HealthCheck health = HealthCheckRegistry.get(camel)
                .getCheck("sink-rabbitmq:" + parts.exchange())
                .orElseThrow();
        try {
            server.control("set_vm_memory_high_watermark", "0.000001");
            CompletableFuture<Exchange> sent =
                    CompletableFuture.supplyAsync(() -> RabbitMqParts.send(camel, "hot", Map.of("device", "oven-07")));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(health.call().getDetails())
                            .hasEntrySatisfying(
                                    "cause",
                                    cause -> assertThat(cause.toString())
                                            .startsWith("RabbitMQ takes no messages at the moment (low on memory"))
                            .containsKey("cure"));
            assertThat(health.call().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(sent).isNotDone();

            server.control("set_vm_memory_high_watermark", "0.4");
            await().atMost(PATIENCE).until(sent::isDone);
            assertThat(sent.join().getException()).isNull();
            assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
        } finally {
            server.control("set_vm_memory_high_watermark", "0.4");
            camel.stop();
        }
    }

    @Test
    void headersThatAreLongerThanAFrameMakeADeadLetterAndHoldUpNobody() throws Exception {
        DefaultCamelContext camel = parts.sink();
        try {
            Exchange before = RabbitMqParts.send(camel, "hot", Map.of("device", "oven-07"));
            Exchange large = RabbitMqParts.send(
                    camel, "hot", Map.of("device", "oven-07", "rabbitmq.header.trail", "ü".repeat(100_000)));
            Exchange after = RabbitMqParts.send(camel, "hot", Map.of("device", "oven-08"));

            assertThat(FailureKind.of(Objects.requireNonNull(large.getException())))
                    .isEqualTo(FailureKind.RECORD);
            assertThat(large.getException()).hasMessageContaining("(frame_max)");
            assertThat(before.getException()).isNull();
            assertThat(after.getException()).isNull();
            assertThat(parts.channel().messageCount(parts.queue())).isEqualTo(2);
        } finally {
            camel.stop();
        }
    }

    @Test
    void aMessageThatIsLargerThanTheBrokerTakesMakesADeadLetterAndHoldsUpNobody() throws Exception {
        DefaultCamelContext camel = parts.sink();
        Map<String, Object> headers = Map.of("device", "oven-07");
        try {
            Exchange large = RabbitMqParts.send(camel, new byte[RabbitMqProcess.MOST_BYTES + 1], headers);
            Exchange after = RabbitMqParts.send(camel, "hot", headers);

            assertThat(FailureKind.of(Objects.requireNonNull(large.getException())))
                    .isEqualTo(FailureKind.RECORD);
            assertThat(large.getException()).hasMessageContaining("takes " + RabbitMqProcess.MOST_BYTES);
            assertThat(after.getException()).isNull();
            assertThat(parts.channel().messageCount(parts.queue())).isEqualTo(1);
        } finally {
            camel.stop();
        }
    }
}
