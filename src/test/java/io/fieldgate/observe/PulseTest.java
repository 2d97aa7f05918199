package io.fieldgate.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.message.Batch;
import io.fieldgate.observe.Pulse.Count;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Pulses pulses = new Pulses(() -> null);
    private ProducerTemplate devices;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutePolicyFactory(pulses);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in")
                        .routeId("readings")
                        .filter(body().isEqualTo("bad"))
                        .throwException(new IllegalStateException("bad"))
                        .end()
                        .filter(body().isEqualTo("slow"))
                        .delay(200)
                        .end();
            }
        });
        camel.start();
        devices = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void countsWhatEntersLeavesAndFails() {
        devices.sendBody("direct:in", "good");
        devices.sendBody("direct:in", "good");
        assertThatThrownBy(() -> devices.sendBody("direct:in", "bad")).isInstanceOf(CamelExecutionException.class);

        Count count = pulse().count();
        assertThat(count.entered()).isEqualTo(3);
        assertThat(count.succeeded()).isEqualTo(2);
        assertThat(count.failed()).isEqualTo(1);
    }

    @Test
    void countsEachMessageOfABatch() {
        devices.sendBody(
                "direct:in",
                new Batch(List.of(new BatchEntry(Map.of()), new BatchEntry(Map.of()), new BatchEntry(Map.of()))));

        assertThat(pulse().count().succeeded()).isEqualTo(3);
    }

    @Test
    void knowsHowLongMessagesWereInside() {
        for (int i = 0; i < 10; i++) {
            devices.sendBody("direct:in", "good");
        }
        devices.sendBody("direct:in", "slow");

        Pulse.Times times = Objects.requireNonNull(pulse().count().times());
        assertThat(times.p50()).isLessThan(200);
        assertThat(times.p99()).isGreaterThanOrEqualTo(200).isLessThan(10_000);
    }

    @Test
    void knowsNoTimesBeforeTheFirstMessage() {
        assertThat(pulse().count().times()).isNull();
    }

    private Pulse pulse() {
        return Objects.requireNonNull(pulses.of("readings"));
    }
}
