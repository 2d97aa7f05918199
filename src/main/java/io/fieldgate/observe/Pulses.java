package io.fieldgate.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.jspecify.annotations.Nullable;

/** Gives every route its {@link Pulse}. Any thread. */
final class Pulses implements RoutePolicyFactory {
    private static final String TOPIC = "topic:";

    private final Map<String, Pulse> byRoute = new ConcurrentHashMap<>();
    private final Supplier<@Nullable MeterRegistry> meters;

    /** @param meters asked when there is a route */
    Pulses(Supplier<@Nullable MeterRegistry> meters) {
        this.meters = meters;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        Pulse pulse = byRoute.computeIfAbsent(routeId, unused -> new Pulse());
        MeterRegistry registry = meters.get();
        if (registry != null) {
            show(pulse, routeId, route, registry);
        }
        return pulse;
    }

    private static void show(Pulse pulse, String routeId, NamedNode route, MeterRegistry registry) {
        FunctionCounter.builder("fieldgate.messages.failed", pulse, Pulse::failed)
                .description("Attempts that ended with an error: dead letters, and what is tried again")
                .tag("route", routeId)
                .register(registry);
        // Other sources count what they take themselves, also what no route has seen yet.
        if (route instanceof RouteDefinition definition
                && definition.getInput() != null
                && String.valueOf(definition.getInput().getEndpointUri()).startsWith(TOPIC)) {
            FunctionCounter.builder("fieldgate.messages.received", pulse, Pulse::entered)
                    .description("Messages taken from the source")
                    .tag("route", routeId)
                    .tag("transport", "topic")
                    .register(registry);
        }
    }

    @Nullable
    Pulse of(String route) {
        return byRoute.get(route);
    }
}
