package io.fieldgate.observe.trace;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.Locale;
import org.springframework.boot.actuate.autoconfigure.tracing.ConditionalOnEnabledTracing;
import org.springframework.boot.actuate.autoconfigure.tracing.TracingProperties;
import org.springframework.boot.actuate.autoconfigure.tracing.otlp.OtlpTracingProperties;
import org.springframework.boot.actuate.autoconfigure.tracing.otlp.Transport;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Traces by OpenTelemetry, with Spring Boot's keys {@code management.otlp.tracing.*} and {@code management.tracing.*}. Without an
 * endpoint nothing of it is there. Camel takes the factories of route policies, and what intercepts, from Spring.
 *
 * <p>Neither Boot's own bridge nor Camel's tracer: they keep spans by thread, and here a message ends on another thread than
 * it begins on.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(TraceConfiguration.HasEndpoint.class)
@ConditionalOnEnabledTracing("otlp")
@EnableConfigurationProperties({TracingProperties.class, OtlpTracingProperties.class})
public class TraceConfiguration {
    private static final String ENDPOINT = "management.otlp.tracing.endpoint";

    private static final String TRANSPORT = "management.otlp.tracing.transport";

    @Bean(destroyMethod = "close")
    Spans spans(TracingProperties tracing, OtlpTracingProperties otlp, Resource resource) {
        if (otlp.getTransport() != Transport.HTTP) {
            throw new InvalidConfigurationPropertyValueException(
                    TRANSPORT,
                    otlp.getTransport(),
                    "Allowed is http; collectors take it at port 4318, path /v1/traces.");
        }
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(String.valueOf(otlp.getEndpoint()))
                .setTimeout(otlp.getTimeout())
                .setConnectTimeout(otlp.getConnectTimeout())
                .setCompression(otlp.getCompression().name().toLowerCase(Locale.ROOT));
        otlp.getHeaders().forEach(exporter::addHeader);
        TracingProperties.OpenTelemetry.Export export =
                tracing.getOpentelemetry().getExport();
        return new Spans(
                tracing.getSampling().getProbability(),
                resource,
                BatchSpanProcessor.builder(new ToldExporter(exporter.build(), String.valueOf(otlp.getEndpoint())))
                        .setMaxQueueSize(export.getMaxQueueSize())
                        .setMaxExportBatchSize(export.getMaxBatchSize())
                        .setScheduleDelay(export.getScheduleDelay())
                        .setExporterTimeout(export.getTimeout())
                        .build());
    }

    @Bean
    RouteSpans routeSpans(Spans spans) {
        return new RouteSpans(spans.tracer());
    }

    @Bean
    StepSpans stepSpans(Spans spans) {
        return new StepSpans(spans.tracer());
    }

    @Bean
    JointSpans jointSpans(Spans spans) {
        return new JointSpans(spans.tracer());
    }

    /** An empty one, as an unset environment variable leaves it, is none. */
    static final class HasEndpoint implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment().getProperty(ENDPOINT, "").isBlank();
        }
    }
}
