package io.fieldgate.observe.trace;

import io.fieldgate.message.Batch;
import io.fieldgate.message.Bystander;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.route.EndpointName;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Gives each message a span for its way through a route, until the route has ended on whatever thread. Any thread. */
final class RouteSpans implements RoutePolicyFactory {
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("fieldgate.route");
    private static final AttributeKey<String> DEVICE = AttributeKey.stringKey("fieldgate.device");
    private static final AttributeKey<Long> MESSAGES = AttributeKey.longKey("messaging.batch.message_count");

    private final Tracer tracer;

    RouteSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new OfRoute(routeId);
    }

    private final class OfRoute extends RoutePolicySupport implements Bystander {
        private final String name;
        private final Attributes attributes;

        OfRoute(String route) {
            this.name = "process " + route;
            this.attributes = Attributes.of(ROUTE, route);
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            SpanBuilder begins = tracer.spanBuilder(name)
                    .setSpanKind(kind(EndpointName.of(route.getEndpoint().getEndpointBaseUri())))
                    .setAllAttributes(attributes);
            if (exchange.getMessage().getHeader(RecordHeaders.DEVICE) instanceof String device) {
                begins.setAttribute(DEVICE, device);
            }
            if (exchange.getMessage().getBody() instanceof Batch batch) {
                begins.setAttribute(MESSAGES, batch.size());
            }
            Trail.enter(exchange, begins);
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            Trail.leave(exchange);
        }
    }

    private static SpanKind kind(String from) {
        if (from.startsWith("ingest:") || from.startsWith("platform-http:")) {
            return SpanKind.SERVER;
        }
        return from.startsWith("direct:") || from.startsWith("seda:") ? SpanKind.INTERNAL : SpanKind.CONSUMER;
    }
}
