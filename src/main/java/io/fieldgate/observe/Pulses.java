package io.fieldgate.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.jspecify.annotations.Nullable;

/** Gives every route its {@link Pulse}. Any thread. */
final class Pulses implements RoutePolicyFactory {
    private final Map<String, Pulse> byRoute = new ConcurrentHashMap<>();

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return byRoute.computeIfAbsent(routeId, unused -> new Pulse());
    }

    @Nullable
    Pulse of(String route) {
        return byRoute.get(route);
    }
}
