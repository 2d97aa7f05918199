package io.fieldgate.bridge;

import io.fieldgate.message.DeadLetterQueue;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;

/** A neighbour of a test's own, of which only the connections are still to be made. */
abstract class NearEndpoint extends BridgeEndpoint {
    NearEndpoint(String uri, DefaultComponent component) {
        super(uri, component);
    }

    /** Starts routes from and to {@code near:queue}, with such endpoints. */
    static void start(
            DefaultCamelContext camel, BiFunction<String, DefaultComponent, Endpoint> endpoints, RouteBuilder routes)
            throws Exception {
        DeadLetterQueue nobody = letter -> CompletableFuture.completedFuture(null);
        camel.getRegistry().bind("deadLetters", DeadLetterQueue.class, nobody);
        camel.getShutdownStrategy().setTimeout(1);
        camel.addComponent("near", new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                return endpoints.apply(uri, this);
            }
        });
        camel.addRoutes(routes);
        camel.start();
    }

    @Override
    protected String transport() {
        return "near";
    }

    @Override
    protected String address() {
        return "near://here";
    }

    @Override
    protected String place() {
        return "near:queue";
    }

    @Override
    protected String destination(Exchange exchange) {
        return "queue";
    }
}
