package io.fieldgate.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RouteBoardTest {
    private static final int ROUTES = 150;

    @Test
    void canBeReadWhileRoutesAreExchanged() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRouteController().supervising();
            camel.start();
            RouteBoard board = new RouteBoard(camel, new Pulses(() -> null), new SimpleMeterRegistry());
            CompletableFuture<Void> exchange = CompletableFuture.runAsync(() -> exchangeRoutes(camel));

            while (!exchange.isDone()) {
                assertThat(board.routes()).doesNotContainNull();
            }

            assertThat(exchange).isCompleted();
            assertThat(board.routes()).isEmpty();
        }
    }

    private static void exchangeRoutes(DefaultCamelContext camel) {
        try {
            for (int i = 0; i < ROUTES; i++) {
                String id = "route-" + i;
                camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:" + id).routeId(id).log("${body}");
                    }
                });
                camel.getRouteController().startRoute(id);
            }
            for (int i = 0; i < ROUTES; i++) {
                camel.getRouteController().stopRoute("route-" + i);
                camel.removeRoute("route-" + i);
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
