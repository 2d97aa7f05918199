package io.fieldgate.bridge.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.fault.RabbitMqProcess;
import io.fieldgate.message.FailureKind;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What RabbitMQ itself does beyond the contract, and Qpid does not. */
@Timeout(120)
class RabbitMqServerIT {
    private final RabbitMqParts parts = new RabbitMqParts(new RabbitMqServer());

    @BeforeEach
    void open() throws Exception {
        parts.open();
    }

    @AfterEach
    void close() throws Exception {
        parts.close();
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
