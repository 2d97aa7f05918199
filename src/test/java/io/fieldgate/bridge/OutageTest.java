package io.fieldgate.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is said, and what goes on, while connections are made and then fail, with a neighbour of the test's own. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class OutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Of connections that fail one after the other. */
    private static final int SEVERAL = 4;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<HealthCheck.State> states = new CopyOnWriteArrayList<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicBoolean waiting = new AtomicBoolean();
    /** What each read and each send is told. */
    private volatile @Nullable Throwable fault;

    @AfterEach
    void stop() throws Exception {
        camel.close();
    }

    @Test
    void aSourceWhoseReadsFailSaysSoOnceAndIsNotWellInBetween(CapturedOutput output) throws Exception {
        fault = new IllegalStateException("broken pipe");
        startSource();
        awaitFailures(SEVERAL);

        assertThat(lines(output, "no connection to near://here")).isEqualTo(1);
        assertThat(lines(output, "takes from near:queue")).isEqualTo(1);
        assertThat(states).isNotEmpty().containsOnly(HealthCheck.State.DOWN);
        fault = null;
        await().atMost(PATIENCE).until(() -> health() == HealthCheck.State.UP);
        assertThat(lines(output, "takes from near:queue")).isEqualTo(1);
    }

    @Test
    void aSourceThatHasStoredSomethingSinceSaysSoAndTellsOfTheNextOutageToo(CapturedOutput output) throws Exception {
        fault = new IllegalStateException("broken pipe");
        startSource();
        awaitFailures(2);
        fault = null;
        waiting.set(true);

        await().atMost(PATIENCE).until(() -> lines(output, "takes from near:queue") == 2);
        fault = new IllegalStateException("broken pipe");

        await().atMost(PATIENCE).until(() -> lines(output, "no connection to near://here") == 2);
        assertThat(seen).containsExactly("hello");
    }

    @Test
    void aSinkWhoseSendsFailSaysSoOnce(CapturedOutput output) throws Exception {
        fault = new IllegalStateException("broken pipe");
        startSink();

        CompletableFuture<Object> given = camel.createProducerTemplate().asyncSendBody("direct:in", "hello");
        awaitFailures(SEVERAL);

        assertThat(lines(output, "broken pipe. Messages wait")).isEqualTo(1);
        assertThat(lines(output, "near:queue at near://here: connected")).isEqualTo(1);
        fault = null;
        await().atMost(PATIENCE).until(given::isDone);
        await().atMost(PATIENCE).until(() -> lines(output, "near:queue at near://here: connected") == 2);
        assertThat(seen).containsExactly("hello");
    }

    @Test
    void aSourceGoesOnAfterAFaultOfItsClientAndShowsWhereItWas(CapturedOutput output) throws Exception {
        fault = new LinkageError("a class is missing");
        waiting.set(true);
        startSource();
        awaitFailures(2);

        fault = null;

        await().atMost(PATIENCE).until(() -> seen.contains("hello"));
        assertThat(lines(output, "Route taking: the connection to near://here ended by a fault of a program"))
                .isEqualTo(1);
        assertThat(output.getOut()).contains("\tat " + OutageTest.class.getName());
    }

    @Test
    void aSinkGoesOnAfterAFaultOfItsClientAndShowsWhereItWas(CapturedOutput output) throws Exception {
        fault = new LinkageError("a class is missing");
        startSink();
        CompletableFuture<Object> given = camel.createProducerTemplate().asyncSendBody("direct:in", "hello");
        awaitFailures(2);

        fault = null;

        await().atMost(PATIENCE).until(given::isDone);
        assertThat(seen).containsExactly("hello");
        assertThat(lines(output, "a class is missing. Messages wait")).isEqualTo(1);
        assertThat(output.getOut()).contains("\tat " + OutageTest.class.getName());
    }

    private void awaitFailures(int times) {
        await().atMost(PATIENCE).until(() -> failed.get() >= times);
    }

    private static long lines(CapturedOutput output, String words) {
        return output.getOut().lines().filter(line -> line.contains(words)).count();
    }

    private HealthCheck.State health() {
        return ((HealthCheckAware) camel.getRoute("taking").getConsumer())
                .getHealthCheck()
                .call()
                .getState();
    }

    private void startSource() throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from("near:queue")
                        .routeId("taking")
                        .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)));
            }
        });
    }

    private void startSink() throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("giving").to("near:queue");
            }
        });
    }

    private void start(RouteBuilder routes) throws Exception {
        NearEndpoint.start(camel, Near::new, routes);
    }

    private void failIfItShould() throws Exception {
        Throwable now = fault;
        if (now == null) {
            return;
        }
        failed.incrementAndGet();
        if (now instanceof Error error) {
            throw error;
        }
        throw (Exception) now;
    }

    /** Its connections can always be made. */
    private final class Near extends NearEndpoint {
        private Near(String uri, DefaultComponent component) {
            super(uri, component);
        }

        @Override
        protected Inlet newInlet(String route) {
            return new Inlet() {
                @Override
                public void open() {}

                @Override
                public List<Arrival> read(int most, Duration patience) throws Exception {
                    if (failed.get() > 0 && fault != null) {
                        states.add(health());
                    }
                    failIfItShould();
                    if (waiting.compareAndSet(true, false)) {
                        return List.of(new Arrival("hello".getBytes(UTF_8), Map.of(), "queue", "1"));
                    }
                    Thread.sleep(patience.toMillis());
                    return List.of();
                }

                @Override
                public void acknowledge(List<Arrival> settled) {}

                @Override
                public void close() {}
            };
        }

        @Override
        protected Outlet newOutlet() {
            return new Outlet() {
                @Override
                public void open() {}

                @Override
                public void send(List<Departure> departures) throws Exception {
                    failIfItShould();
                    departures.forEach(departure -> seen.add(new String(departure.body(), UTF_8)));
                }

                @Override
                public void close() {}
            };
        }
    }
}
