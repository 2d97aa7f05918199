package io.fieldgate.route.reload;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the configuration in effect is the one that was meant; named as Prometheus names it for itself. */
final class ReloadMeters {
    private volatile double successful;
    private volatile double lastSuccess;

    ReloadMeters(@Nullable MeterRegistry registry) {
        if (registry == null) {
            return;
        }
        Gauge.builder("fieldgate.config.last.reload.successful", () -> successful)
                .description(
                        "1 when all that stands in the files of routes/ and config/ that may change is in effect, else 0")
                .register(registry);
        Gauge.builder("fieldgate.config.last.reload.success.timestamp.seconds", () -> lastSuccess)
                .description("When that was so for the last time, in seconds since 1970")
                .register(registry);
    }

    void reloaded(boolean success, Instant at) {
        successful = success ? 1 : 0;
        if (success) {
            lastSuccess = at.toEpochMilli() / 1000.0;
        }
    }
}
