package io.fieldgate.lane;

import io.fieldgate.message.Failure;
import org.apache.camel.health.HealthCheckResultBuilder;

/** How a health check says what keeps a route from its work. */
public final class HealthCause {
    private HealthCause() {}

    /** Down, with the cause and, where a person must act, the cure. */
    public static void down(HealthCheckResultBuilder builder, Throwable cause) {
        // Actuator shows details, not messages.
        builder.message(cause.getMessage()).detail("cause", String.valueOf(cause.getMessage()));
        Failure failure = Failure.in(cause);
        String cure = failure == null ? null : failure.cure();
        if (cure != null) {
            builder.detail("cure", cure);
        }
        builder.down();
    }
}
