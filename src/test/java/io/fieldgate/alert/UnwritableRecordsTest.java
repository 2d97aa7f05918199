package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnwritableRecordsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    /** As Kafka Streams makes it. */
    private final UnwritableRecords handler = new UnwritableRecords();

    @BeforeEach
    void configure() {
        handler.configure(Map.of(UnwritableRecords.INSTANCE, new UnwritableRecords(new AlertMeters(registry))));
    }

    @Test
    void whatIsTooLargeIsLeftOutAndCounted() {
        assertThat(handle(new RecordTooLargeException("2 MB"))).isEqualTo(Result.RESUME);
        assertThat(registry.get("fieldgate.alerts.skipped")
                        .tag("reason", "too-large")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void allElseIsTriedAgain() {
        assertThat(handle(new TopicAuthorizationException("alerts"))).isEqualTo(Result.FAIL);
    }

    private Result handle(Exception exception) {
        return handler.handleError(
                        mock(ErrorHandlerContext.class),
                        new ProducerRecord<>("alerts", new byte[0], new byte[0]),
                        exception)
                .result();
    }
}
