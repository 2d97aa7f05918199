package io.fieldgate.file;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.util.unit.DataSize;

/** A route from an {@code intake:} endpoint that remembers what it was given. */
final class IntakeRoute implements AutoCloseable {
    static final String ID = "files";

    /** A body and the headers that came with it. */
    record Message(String body, Map<String, Object> headers) {}

    /** What the route does with a message. */
    interface Step {
        void take(Exchange exchange) throws Exception;
    }

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Message> seen = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();

    IntakeRoute(Path folder, String uri) throws Exception {
        this(folder, "one", uri, exchange -> {});
    }

    /**
     * @param folder holds the root, {@code in}, and the checkpoints of each instance
     * @param step what happens before a message is remembered
     */
    IntakeRoute(Path folder, String instance, String uri, Step step) throws Exception {
        camel.addComponent(
                "intake",
                new IntakeComponent(new IntakeProperties(
                        folder.resolve("in"),
                        folder.resolve("checkpoints-" + instance),
                        Duration.ofMillis(20),
                        instance,
                        DataSize.ofMegabytes(100))));
        camel.getRegistry().bind("meters", MeterRegistry.class, meters);
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, (DeadLetterQueue) letter -> {
            letters.add(letter);
            return CompletableFuture.completedFuture(null);
        });
        camel.getShutdownStrategy().setTimeout(3);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri + (uri.contains("?") ? "&" : "?") + "poll=20ms")
                        .routeId(ID)
                        .process(exchange -> {
                            step.take(exchange);
                            seen.add(new Message(
                                    new String(exchange.getIn().getBody(byte[].class), StandardCharsets.UTF_8),
                                    new HashMap<>(exchange.getIn().getHeaders())));
                        });
            }
        });
        camel.start();
    }

    HealthCheck.Result health() {
        return ((HealthCheckAware) camel.getRoute(ID).getConsumer())
                .getHealthCheck()
                .call();
    }

    List<Message> seen() {
        return List.copyOf(seen);
    }

    List<String> bodies() {
        return seen.stream().map(Message::body).toList();
    }

    List<DeadLetter> letters() {
        return letters;
    }

    double count(String counter) {
        return meters.get(counter).counter().count();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
