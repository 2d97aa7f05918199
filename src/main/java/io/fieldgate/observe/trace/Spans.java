package io.fieldgate.observe.trace;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.TimeUnit;

/** Where spans are made and go. Any thread. */
final class Spans implements AutoCloseable {
    /** As many as rows are in a transaction by default. */
    private static final int MOST_LINKS = 2_000;

    private static final long LAST_EXPORT_SECONDS = 2;

    private final SdkTracerProvider provider;

    /**
     * @param probability of a new trace to be kept, 0 to 1; one that comes along with a message is kept when it says so
     * @param resource who makes them
     */
    Spans(double probability, Resource resource, SpanProcessor processor) {
        this.provider = SdkTracerProvider.builder()
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(probability)))
                .setResource(resource)
                .setSpanLimits(
                        SpanLimits.builder().setMaxNumberOfLinks(MOST_LINKS).build())
                .addSpanProcessor(processor)
                .build();
    }

    Tracer tracer() {
        return provider.get("io.fieldgate");
    }

    /** Gives what is left away, if somebody takes it soon. */
    @Override
    public void close() {
        provider.shutdown().join(LAST_EXPORT_SECONDS, TimeUnit.SECONDS);
    }
}
