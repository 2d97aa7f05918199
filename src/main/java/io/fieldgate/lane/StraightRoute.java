package io.fieldgate.lane;

import io.fieldgate.message.BatchSink;
import io.fieldgate.message.Bystander;
import java.util.List;
import org.apache.camel.Channel;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.SendProcessor;
import org.apache.camel.processor.errorhandler.NoErrorHandler;
import org.apache.camel.processor.errorhandler.RedeliveryErrorHandler;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether a route leads straight from its source to a {@link BatchSink}, with nothing in between that would want to see
 * each message: no step, interceptor, policy, or handling of errors. Whatever is not known here counts as wanting to.
 */
final class StraightRoute {
    private StraightRoute() {}

    /**
     * Where it leads; null when it is none.
     *
     * @param route whose processors are made, as they are when its consumer starts
     */
    static @Nullable BatchSink sink(Route route) {
        List<Processor> steps = route.getEventDrivenProcessors();
        return steps.size() == 1
                        && steps.get(0) instanceof Channel channel
                        && leavesErrors(channel.getErrorHandler())
                        && nobodyLooks(route)
                        && takesMessagesAsTheyAre(route)
                ? batchSink(channel.getNextProcessor())
                : null;
    }

    private static @Nullable BatchSink batchSink(Processor step) {
        return step instanceof SendProcessor send
                        && send.getEndpoint() instanceof BatchSink sink
                        && sink.takesBatches()
                        && send.getVariableSend() == null
                        && send.getVariableReceive() == null
                ? sink
                : null;
    }

    private static boolean leavesErrors(Processor errorHandler) {
        if (errorHandler instanceof RedeliveryErrorHandler handler) {
            try {
                return handler.getDeadLetter() == null && !handler.determineIfRedeliveryIsEnabled();
            } catch (Exception unknown) {
                return false;
            }
        }
        return errorHandler == null || errorHandler instanceof NoErrorHandler;
    }

    private static boolean nobodyLooks(Route route) {
        List<RoutePolicy> policies = route.getRoutePolicyList();
        Long delay = route.getDelayer();
        return (policies == null || policies.stream().noneMatch(StraightRoute::looksAtExchanges))
                && (delay == null || delay == 0)
                && route.getOnCompletions().isEmpty()
                && route.getOnExceptions().isEmpty()
                && areBystanders(route.getInterceptStrategies())
                && areBystanders(
                        route.getCamelContext().getCamelContextExtension().getInterceptStrategies())
                && !Boolean.TRUE.equals(route.isTracing())
                && !Boolean.TRUE.equals(route.isBacklogTracing())
                && !Boolean.TRUE.equals(route.isDebugging());
    }

    private static boolean areBystanders(List<InterceptStrategy> strategies) {
        return strategies.stream().allMatch(Bystander.class::isInstance);
    }

    /** Some look at the start and stop of a route only; Camel's supervision of routes is such a one. */
    private static boolean looksAtExchanges(RoutePolicy policy) {
        if (policy instanceof Bystander) {
            return false;
        }
        try {
            for (String method : List.of("onExchangeBegin", "onExchangeDone")) {
                Class<?> declaring = policy.getClass()
                        .getMethod(method, Route.class, Exchange.class)
                        .getDeclaringClass();
                if (declaring != RoutePolicySupport.class) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchMethodException unknown) {
            return true;
        }
    }

    private static boolean takesMessagesAsTheyAre(Route route) {
        // Not route.getRoute(): Camel forgets that when the route has started.
        RouteDefinition definition = route.getCamelContext() instanceof ModelCamelContext models
                ? models.getRouteDefinition(route.getRouteId())
                : null;
        return definition != null
                && definition.getInputType() == null
                && definition.getOutputType() == null
                && definition.getInput().getVariableReceive() == null;
    }
}
