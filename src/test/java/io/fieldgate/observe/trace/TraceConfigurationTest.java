package io.fieldgate.observe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TraceConfigurationTest {
    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(OpenTelemetryAutoConfiguration.class))
            .withUserConfiguration(TraceConfiguration.class);

    @ParameterizedTest
    @CsvSource({
        "a.key=none, false",
        "management.otlp.tracing.endpoint=, false",
        "management.otlp.tracing.endpoint=http://127.0.0.1:1/v1/traces, true",
    })
    void thereIsNothingOfItWithoutAnEndpoint(String property, boolean there) {
        gateway.withPropertyValues(property)
                .run(context -> assertThat(
                                context.getBeansOfType(StepSpans.class).isEmpty())
                        .isEqualTo(!there));
    }

    @ParameterizedTest
    @CsvSource({"management.tracing.enabled=false", "management.otlp.tracing.export.enabled=false"})
    void springBootsSwitchesTurnItOff(String property) {
        gateway.withPropertyValues("management.otlp.tracing.endpoint=http://127.0.0.1:1/v1/traces", property)
                .run(context -> assertThat(context).doesNotHaveBean(Spans.class));
    }

    @Test
    void whatIsNotSpokenIsRefusedAndNotIgnored() {
        gateway.withPropertyValues(
                        "management.otlp.tracing.endpoint=http://127.0.0.1:1", "management.otlp.tracing.transport=grpc")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("management.otlp.tracing.transport")
                        .hasMessageContaining("Allowed is http"));
    }
}
