package io.fieldgate.bridge;

import io.fieldgate.lane.HealthCause;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while messages cannot be given to a neighbour, with the cause and, where a person must act, the cure. */
final class SinkHealthCheck extends AbstractHealthCheck {
    private final BridgeEndpoint endpoint;
    private final Courier courier;

    /** @param id unlike that of any other */
    SinkHealthCheck(String id, BridgeEndpoint endpoint, Courier courier) {
        super("fieldgate", id);
        this.endpoint = endpoint;
        this.courier = courier;
    }

    /** A restart of the gateway does not bring a neighbour back. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("neighbour", endpoint.address());
        builder.detail("sink", endpoint.place());
        builder.detail("waiting", courier.waiting());
        Throwable cause = courier.trouble();
        if (cause == null) {
            builder.up();
        } else {
            HealthCause.down(builder, cause);
        }
    }
}
