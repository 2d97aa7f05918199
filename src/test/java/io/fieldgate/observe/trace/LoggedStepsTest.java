package io.fieldgate.observe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.LogFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LoggedStepsTest {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final CamelContext camel = new DefaultCamelContext();
    private final List<@Nullable Map<String, String>> seen = new ArrayList<>();

    @BeforeEach
    void startRoutes() throws Exception {
        camel.getCamelContextExtension().addInterceptStrategy(new LoggedSteps());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:outer")
                        .routeId("outer")
                        .to("direct:inner")
                        .process(exchange -> seen.add(MDC.getCopyOfContextMap()));
                from("direct:inner").routeId("inner").process(exchange -> seen.add(MDC.getCopyOfContextMap()));
            }
        });
        camel.start();
    }

    @AfterEach
    void stopRoutes() {
        camel.stop();
        MDC.clear();
    }

    @Test
    void aStepSaysItsOwnRouteAndTheTraceOfItsMessage() {
        send(Map.of("traceparent", TRACEPARENT));

        assertThat(seen)
                .containsExactly(
                        Map.of(
                                "camel.routeId", "inner",
                                "trace.id", "0af7651916cd43dd8448eb211c80319c",
                                "span.id", "b7ad6b7169203331"),
                        Map.of(
                                "camel.routeId", "outer",
                                "trace.id", "0af7651916cd43dd8448eb211c80319c",
                                "span.id", "b7ad6b7169203331"));
    }

    @Test
    void leavesTheFieldOfWhatTheGatewaySaysFreeSinceAnEventWithAFieldTwiceIsNotWritten() {
        send(Map.of("traceparent", TRACEPARENT));

        assertThat(seen).isNotEmpty().allSatisfy(fields -> assertThat(fields).doesNotContainKey(LogFields.ROUTE));
    }

    @Test
    void whatIsNoTraceparentIsNoTrace() {
        send(Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01"));

        assertThat(seen).containsExactly(Map.of("camel.routeId", "inner"), Map.of("camel.routeId", "outer"));
    }

    @Test
    void afterARouteTheThreadSaysWhatItSaidBefore() {
        MDC.put("camel.routeId", "caller");

        send(Map.of());

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("camel.routeId", "caller"));
    }

    private void send(Map<String, Object> headers) {
        try (var template = camel.createProducerTemplate()) {
            template.sendBodyAndHeaders("direct:outer", "x", headers);
        } catch (java.io.IOException unclosed) {
            throw new java.io.UncheckedIOException(unclosed);
        }
    }
}
