package io.fieldgate.observe.trace;

import io.fieldgate.message.Bystander;
import io.fieldgate.message.RecordHeaders;
import io.fieldgate.message.Traceparent;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets what a step logs say to which route it belongs, and to which trace when its message has one. It is there only with
 * structured logs, since it costs something for every step.
 */
final class LoggedSteps implements InterceptStrategy, Bystander {
    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, @Nullable Processor next) {
        String route = CamelContextHelper.getRouteId(step);
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                LogScope scope = LogScope.open(route, traceparent(exchange));
                try {
                    return super.process(exchange, inPlace -> {
                        // Whoever hears of it is no part of the step.
                        scope.close();
                        callback.done(inPlace);
                    });
                } finally {
                    scope.close();
                }
            }
        };
    }

    private static @Nullable String traceparent(Exchange exchange) {
        return exchange.getMessage().getHeader(RecordHeaders.TRACEPARENT) instanceof String text
                        && Traceparent.isOne(text)
                ? text
                : null;
    }
}
