package io.fieldgate.observe.trace;

import io.fieldgate.message.Bystander;
import io.fieldgate.route.EndpointName;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.processor.SendDynamicProcessor;
import org.apache.camel.processor.WireTapProcessor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Gives each message a span for every step that sends it somewhere, from the call to the answer. Other steps have none. */
final class StepSpans implements InterceptStrategy, Bystander {
    /** What answers is called and waited for; what else there is takes the message over. */
    private static final Set<String> ANSWERS = Set.of("database", "webhook", "http", "https", "sql", "jdbc");

    private final Tracer tracer;

    StepSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, @Nullable Processor next) {
        // Another interceptor may stand around the step already.
        String to = destination(next == null ? target : next);
        if (to == null) {
            return target;
        }
        String scheme = to.substring(0, Math.max(0, to.indexOf(':')));
        if (scheme.equals("direct")) {
            // The route that it leads to has a span.
            return target;
        }
        String name = "send " + to;
        SpanKind kind = ANSWERS.contains(scheme) ? SpanKind.CLIENT : SpanKind.PRODUCER;
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Trail.enter(exchange, tracer.spanBuilder(name).setSpanKind(kind));
                return super.process(exchange, inPlace -> {
                    try {
                        Trail.leave(exchange);
                    } finally {
                        callback.done(inPlace);
                    }
                });
            }
        };
    }

    /** Where a step sends to; with the expressions as they stand in the route where each message says that itself. */
    private static @Nullable String destination(Processor step) {
        if (step instanceof EndpointAware sends) {
            return EndpointName.of(sends.getEndpoint().getEndpointBaseUri());
        }
        if (step instanceof SendDynamicProcessor sends) {
            return withoutOptions(sends.getUri());
        }
        return step instanceof WireTapProcessor taps ? withoutOptions(taps.getUri()) : null;
    }

    /** Not decoded: what an integrator has written may hold a percent sign. */
    private static String withoutOptions(String uri) {
        return uri.split("\\?", 2)[0].replaceFirst("://", ":");
    }
}
