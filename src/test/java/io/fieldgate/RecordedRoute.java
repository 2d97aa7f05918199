package io.fieldgate;

import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
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
import org.apache.camel.model.ProcessorDefinition;

/** A route from one of our sources, in a Camel context of its own, that remembers what it was given. */
public abstract class RecordedRoute implements AutoCloseable {
    /** A body and the headers that came with it. */
    public record Message(String body, Map<String, Object> headers) {}

    /** What the route does with a message. */
    public interface Step {
        void take(Exchange exchange) throws Exception;
    }

    protected final DefaultCamelContext camel = new DefaultCamelContext();
    private final String id;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Message> seen = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();

    /** @param id of the route */
    protected RecordedRoute(String id) {
        this.id = id;
        camel.getRegistry().bind("meters", MeterRegistry.class, meters);
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, (DeadLetterQueue) letter -> {
            letters.add(letter);
            return CompletableFuture.completedFuture(null);
        });
    }

    /**
     * Starts it, once its component is there.
     *
     * @param uri of the source
     * @param step what happens before a message is remembered
     * @param threadOfItsOwn whether that happens on another thread than the source's, one message after the other
     */
    protected final void start(String uri, Step step, boolean threadOfItsOwn) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                ProcessorDefinition<?> route = from(uri).routeId(id);
                (threadOfItsOwn ? route.threads(1) : route).process(exchange -> {
                    step.take(exchange);
                    seen.add(new Message(
                            new String(exchange.getIn().getBody(byte[].class), StandardCharsets.UTF_8),
                            new HashMap<>(exchange.getIn().getHeaders())));
                });
            }
        });
        camel.start();
    }

    public final HealthCheck.Result health() {
        return ((HealthCheckAware) camel.getRoute(id).getConsumer())
                .getHealthCheck()
                .call();
    }

    public final List<Message> seen() {
        return List.copyOf(seen);
    }

    public final List<String> bodies() {
        return seen.stream().map(Message::body).toList();
    }

    public final List<DeadLetter> letters() {
        return letters;
    }

    public final double count(String counter) {
        return meters.get(counter).counter().count();
    }

    public final double gauge(String gauge) {
        return meters.get(gauge).gauge().value();
    }

    @Override
    public final void close() {
        camel.stop();
    }
}
