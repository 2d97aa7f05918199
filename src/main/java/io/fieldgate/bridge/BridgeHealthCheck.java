package io.fieldgate.bridge;

import io.fieldgate.message.Failure;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while there is no connection, while a message waits, and while the oldest un-acknowledged message is old. */
final class BridgeHealthCheck extends AbstractHealthCheck {
    private static final int STALLED_SECONDS = 30;

    private final BridgeEndpoint endpoint;
    private final BridgeThread thread;

    BridgeHealthCheck(String route, BridgeEndpoint endpoint, BridgeThread thread) {
        super("fieldgate", endpoint.transport() + "-" + route);
        this.endpoint = endpoint;
        this.thread = thread;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        double oldest = thread.oldestSeconds();
        builder.detail("neighbour", endpoint.address());
        builder.detail("source", endpoint.place());
        builder.detail("unacknowledged", thread.unacknowledged());
        builder.detail("oldestUnacknowledgedSeconds", oldest);
        Throwable cause = thread.trouble();
        if (cause != null) {
            down(builder, cause);
        } else if (!thread.isConnected()) {
            builder.message("Connecting to " + endpoint.address()).down();
        } else if (oldest > STALLED_SECONDS) {
            builder.message("A message has been waiting for its acknowledgement for " + Math.round(oldest) + " s")
                    .down();
        } else {
            builder.up();
        }
    }

    private static void down(HealthCheckResultBuilder builder, Throwable cause) {
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
