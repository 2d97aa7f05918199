package io.fieldgate.bridge;

import io.fieldgate.lane.HealthCause;
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
            HealthCause.down(builder, cause);
        } else if (!thread.isConnected()) {
            builder.message("Connecting to " + endpoint.address()).down();
        } else if (oldest > STALLED_SECONDS) {
            builder.message("A message has been waiting for its acknowledgement for " + Math.round(oldest) + " s")
                    .down();
        } else {
            builder.up();
        }
    }
}
