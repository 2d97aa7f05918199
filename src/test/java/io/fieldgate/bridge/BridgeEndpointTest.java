package io.fieldgate.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What routes do when a connection cannot even be made, or closed, with a neighbour of the test's own. */
class BridgeEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    /** What a sink's connection is told, the first time at once and then when the door is opened. */
    private volatile @Nullable Failure refusal;

    private final Semaphore door = new Semaphore(1);

    @AfterEach
    void stop() throws Exception {
        camel.close();
    }

    @Test
    void aSourceGoesOnAfterAConnectionThatCouldNotBeMadeAndOneThatCouldNotBeClosed() throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from("near:queue")
                        .routeId("taking")
                        .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)));
            }
        });

        await().atMost(PATIENCE).until(() -> seen.contains("hello"));
        assertThat(connections).hasValue(3);
    }

    @Test
    void aSinkGoesOnAfterAConnectionThatCouldNotBeMadeAndOneThatCouldNotBeClosed() throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("giving").to("near:queue");
            }
        });

        CompletableFuture<Object> given = camel.createProducerTemplate().asyncSendBody("direct:in", "hello");

        await().atMost(PATIENCE).until(given::isDone);
        assertThat(seen).containsExactly("hello");
        assertThat(connections).hasValue(3);
    }

    @Test
    void whatComesAfterARefusalIsRefusedTooUntilThereIsAConnectionSoThatNothingOvertakesTheFirst() throws Exception {
        refusal = Failure.systemic("there is no such queue", "Create it.", null);
        start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in").routeId("giving").to("near:queue");
            }
        });
        assertThat(send("first")).hasMessageContaining("no such queue");
        await().atMost(PATIENCE).until(door::hasQueuedThreads);
        HealthCheck health =
                HealthCheckRegistry.get(camel).getCheck("sink-near:queue").orElseThrow();
        assertThat(health.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health.call().getDetails())
                .containsEntry("cause", "there is no such queue")
                .containsEntry("cure", "Create it.");

        Exception second = send("second");
        refusal = null;
        door.release();

        assertThat(second).hasMessageContaining("no such queue");
        await().atMost(PATIENCE).until(() -> send("first again") == null);
        assertThat(seen).containsExactly("first again");
        assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
        camel.stop();
        assertThat(HealthCheckRegistry.get(camel).getCheck("sink-near:queue")).isEmpty();
    }

    private @Nullable Exception send(String body) {
        return camel.createProducerTemplate()
                .send("direct:in", exchange -> exchange.getMessage().setBody(body))
                .getException();
    }

    private void start(RouteBuilder routes) throws Exception {
        NearEndpoint.start(camel, Near::new, routes);
    }

    /** Its first connection cannot be made; its second is lost, so much that it cannot be closed. */
    private final class Near extends NearEndpoint {
        private Near(String uri, DefaultComponent component) {
            super(uri, component);
        }

        private boolean make() {
            int number = connections.incrementAndGet();
            if (number == 1) {
                throw new IllegalStateException("the certificate is being renewed");
            }
            return number == 2;
        }

        private static void failIf(boolean lost) {
            if (lost) {
                throw new IllegalStateException("broken pipe");
            }
        }

        @Override
        protected Inlet newInlet(String route) {
            boolean lost = make();
            return new Inlet() {
                private boolean read;

                @Override
                public void open() {}

                @Override
                public List<Arrival> read(int most, Duration patience) throws InterruptedException {
                    failIf(lost);
                    if (read) {
                        Thread.sleep(patience.toMillis());
                        return List.of();
                    }
                    read = true;
                    return List.of(new Arrival(new byte[] {'h', 'e', 'l', 'l', 'o'}, Map.of(), "queue", "1"));
                }

                @Override
                public void acknowledge(List<Arrival> settled) {}

                @Override
                public void close() {
                    failIf(lost);
                }
            };
        }

        @Override
        protected Outlet newOutlet() {
            boolean lost = make();
            return new Outlet() {
                @Override
                public void open() throws Exception {
                    if (refusal != null) {
                        door.acquire();
                    }
                    Failure now = refusal;
                    if (now != null) {
                        throw now;
                    }
                }

                @Override
                public void send(List<Departure> departures) {
                    failIf(lost);
                    departures.forEach(departure -> seen.add(new String(departure.body(), UTF_8)));
                }

                @Override
                public void close() {
                    failIf(lost);
                }
            };
        }
    }
}
