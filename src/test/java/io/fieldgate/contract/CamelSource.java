package io.fieldgate.contract;

import static org.awaitility.Awaitility.await;

import io.fieldgate.message.DeadLetterQueue;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;

/** A source that needs no more than a Camel context. */
public abstract class CamelSource implements SourceFixture {
    private static final String ROUTE = "contract";

    /** Adds its component. */
    protected abstract void install(DefaultCamelContext camel) throws Exception;

    /** Where the route begins. */
    protected abstract String uri(int window);

    /** The same for a gateway in a process of its own, in whose route files no addresses and no secrets stand. */
    public String endpoint(int window) {
        return uri(window);
    }

    /** What such a gateway must know besides, as its environment says it. */
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public final AutoCloseable start(int window, AsyncProcessor step, DeadLetterQueue deadLetters) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, deadLetters);
        camel.getShutdownStrategy().setTimeout(1);
        install(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri(window)).routeId(ROUTE).process(step);
            }
        });
        camel.start();
        HealthCheck health = ((HealthCheckAware) camel.getRoute(ROUTE).getConsumer()).getHealthCheck();
        await().atMost(Duration.ofSeconds(60)).until(() -> health.call().getState() == HealthCheck.State.UP);
        return camel;
    }
}
