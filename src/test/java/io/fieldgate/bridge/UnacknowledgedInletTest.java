package io.fieldgate.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages that come once only, with a neighbour of the test's own. */
@Timeout(120)
class UnacknowledgedInletTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final BlockingQueue<List<Arrival>> coming = new LinkedBlockingQueue<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    /** Dropped when the connection is closed. */
    private final AtomicLong left = new AtomicLong();

    @AfterEach
    void stop() throws Exception {
        camel.close();
    }

    @Test
    void whatIsDroppedWhileTheRouteWaitsIsCountedMeanwhile() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        start(exchange -> {
            attempts.incrementAndGet();
            throw away();
        });
        comes(1);
        await().atMost(PATIENCE).until(() -> attempts.get() > 1);

        dropped.set(3);

        await().atMost(PATIENCE).until(() -> count("fieldgate.bridge.dropped") == 3);
    }

    @Test
    void whatIsDroppedWhenTheConnectionEndsIsCountedToo() throws Exception {
        start(exchange -> {});
        comes(1);
        await().atMost(PATIENCE).until(() -> count("fieldgate.messages.received") == 1);
        left.set(5);
        stopMayTakeLong();

        camel.getRouteController().stopRoute("taking");

        assertThat(count("fieldgate.bridge.dropped")).isEqualTo(5);
    }

    @Test
    void whatHasBeenTakenGoesInThoughTheRouteStopsMeanwhile() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        start(exchange -> {
            if (begun.getCount() > 0) {
                begun.countDown();
                await().atMost(PATIENCE).until(this::takesNoMore);
            }
        });
        comes(100);
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        stopMayTakeLong();

        camel.getRouteController().stopRoute("taking");

        assertThat(seen).hasSize(100);
        assertThat(count("fieldgate.bridge.dropped")).isZero();
    }

    private boolean takesNoMore() {
        return ServiceHelper.isSuspended(camel.getRoute("taking").getConsumer());
    }

    @Test
    void whatHasBeenTakenAndCannotGoInBeforeTheRouteMustStopIsCountedAsDropped() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        start(exchange -> {
            attempts.incrementAndGet();
            throw away();
        });
        comes(3);
        await().atMost(PATIENCE).until(() -> attempts.get() > 1);

        camel.getRouteController().stopRoute("taking");

        assertThat(count("fieldgate.messages.received")).isEqualTo(3);
        assertThat(count("fieldgate.bridge.dropped")).isEqualTo(3);
    }

    private void stopMayTakeLong() {
        camel.getShutdownStrategy().setTimeout(PATIENCE.toSeconds());
    }

    private static Failure away() {
        return Failure.temporary("Kafka is away", null);
    }

    private void comes(int messages) {
        coming.add(IntStream.range(0, messages)
                .mapToObj(i -> new Arrival(String.valueOf(i).getBytes(UTF_8), Map.of(), "near", i))
                .toList());
    }

    private double count(String meter) {
        return meters.get(meter).counter().count();
    }

    private void start(Processor step) throws Exception {
        DeadLetterQueue nobody = letter -> CompletableFuture.completedFuture(null);
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, nobody);
        camel.getRegistry().bind("meters", meters);
        camel.getShutdownStrategy().setTimeout(1);
        camel.addComponent("near", new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                return new Near(uri, this);
            }
        });
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("near:queue")
                        .routeId("taking")
                        .process(step)
                        .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)));
            }
        });
        camel.start();
    }

    /** Brings what the test lets come. */
    private final class Near extends NearEndpoint {
        private Near(String uri, DefaultComponent component) {
            super(uri, component);
        }

        @Override
        protected Inlet newInlet(String route) {
            return new UnacknowledgedInlet() {
                @Override
                public void open() {}

                @Override
                public List<Arrival> read(int most, Duration patience) throws InterruptedException {
                    return Objects.requireNonNullElse(
                            coming.poll(patience.toMillis(), TimeUnit.MILLISECONDS), List.of());
                }

                @Override
                public long dropped() {
                    return dropped.getAndSet(0);
                }

                @Override
                public void close() {
                    dropped.addAndGet(left.get());
                }
            };
        }

        @Override
        protected Outlet newOutlet() {
            throw new UnsupportedOperationException("nothing is given to it");
        }
    }
}
