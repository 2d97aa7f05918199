package io.fieldgate.observe.trace;

import io.fieldgate.message.Failure;
import io.fieldgate.message.RecordHeaders;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The spans that an exchange is in, the innermost first. The header {@code traceparent} of its message is always that of the
 * innermost, so whatever takes the message elsewhere takes it along. Spans go with their exchange and not with a thread,
 * since an exchange ends on another thread than it begins on. Copies of an exchange go on from the spans of the original.
 *
 * @param traceparent what the header was before
 * @param tracestate what that header was before
 */
record Trail(
        Span span,
        @Nullable Object traceparent,
        @Nullable Object tracestate,
        @Nullable Trail outer) {
    private static final String PROPERTY = "fieldgate.trail";
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Message> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Message carrier) {
            return List.of(RecordHeaders.TRACEPARENT, RecordHeaders.TRACESTATE);
        }

        @Override
        public @Nullable String get(@Nullable Message carrier, String key) {
            return carrier != null && carrier.getHeader(key) instanceof String text ? text : null;
        }
    };

    /** Begins a span within that which the exchange is in, or within that which its message names. */
    static void enter(Exchange exchange, SpanBuilder begins) {
        Message message = exchange.getMessage();
        Trail outer = exchange.getProperty(PROPERTY, Trail.class);
        Context parent = outer == null
                ? W3C.extract(Context.root(), message, HEADERS)
                : Context.root().with(outer.span);
        Span span = begins.setParent(parent).startSpan();
        exchange.setProperty(
                PROPERTY,
                new Trail(
                        span,
                        message.getHeader(RecordHeaders.TRACEPARENT),
                        message.getHeader(RecordHeaders.TRACESTATE),
                        outer));
        message.removeHeader(RecordHeaders.TRACESTATE);
        W3C.inject(Context.root().with(span), message, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.setHeader(name, value);
            }
        });
    }

    /** Ends the innermost span; it has failed when the exchange has. */
    static void leave(Exchange exchange) {
        Trail left = exchange.getProperty(PROPERTY, Trail.class);
        if (left == null) {
            return;
        }
        exchange.setProperty(PROPERTY, left.outer);
        restore(exchange.getMessage(), RecordHeaders.TRACEPARENT, left.traceparent);
        restore(exchange.getMessage(), RecordHeaders.TRACESTATE, left.tracestate);
        end(left.span, exchange.getException());
    }

    /** @param failure why what it is about has failed; null when it has not */
    static void end(Span span, @Nullable Throwable failure) {
        if (failure != null && span.isRecording()) {
            Failure known = Failure.in(failure);
            // What others than the gateway say may quote the message.
            span.setStatus(StatusCode.ERROR, known == null ? "" : String.valueOf(known.getMessage()));
            span.setAttribute(ERROR, known == null ? failure.getClass().getName() : known.code());
        }
        span.end();
    }

    private static void restore(Message message, String name, @Nullable Object before) {
        if (before == null) {
            message.removeHeader(name);
        } else {
            message.setHeader(name, before);
        }
    }
}
