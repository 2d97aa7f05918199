package io.fieldgate.observe.trace;

import io.fieldgate.message.JointWork;
import io.fieldgate.message.RecordHeaders;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a transaction a span of its own. It stands in the trace of the first of its messages that is sampled, and has a link
 * to the span of each of these. Any thread.
 */
final class JointSpans implements JointWork {
    private static final AttributeKey<Long> MESSAGES = AttributeKey.longKey("db.operation.batch.size");
    private static final TextMapGetter<String> ONE = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(RecordHeaders.TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(RecordHeaders.TRACEPARENT) ? carrier : null;
        }
    };

    private final Tracer tracer;

    JointSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Attempt begin(String what, Iterable<String> traceparents) {
        SpanBuilder begins = null;
        for (String traceparent : traceparents) {
            Context context = W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, ONE);
            SpanContext message = Span.fromContext(context).getSpanContext();
            if (message.isSampled()) {
                if (begins == null) {
                    begins = tracer.spanBuilder("transaction " + what)
                            .setSpanKind(SpanKind.CLIENT)
                            .setParent(context);
                }
                begins.addLink(message);
            }
        }
        if (begins == null) {
            return Attempt.UNSEEN;
        }
        Span span = begins.startSpan();
        return (messages, failure) -> {
            span.setAttribute(MESSAGES, messages);
            Trail.end(span, failure);
        };
    }
}
