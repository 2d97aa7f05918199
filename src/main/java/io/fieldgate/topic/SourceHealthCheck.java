package io.fieldgate.topic;

import io.fieldgate.message.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** DOWN when a source has waited for a while, at once when an operator must act, and when a record is stuck in the route. */
final class SourceHealthCheck extends AbstractHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration STUCK = Duration.ofSeconds(60);

    private final TopicConsumer consumer;

    SourceHealthCheck(TopicConsumer consumer, String routeId) {
        super("fieldgate", "topic-source-" + routeId);
        this.consumer = consumer;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        long now = System.currentTimeMillis();
        builder.detail("route", consumer.getRouteId())
                .detail("endpoint", consumer.getEndpoint().getEndpointUri());
        SourceState.Trouble trouble = consumer.state().current();
        if (trouble != null
                && (trouble.failure().kind() == FailureKind.SYSTEMIC || now - trouble.since() > PATIENCE.toMillis())) {
            builder.message("Waits at " + trouble.place() + ": "
                            + trouble.failure().getMessage())
                    // Actuator shows details, not messages.
                    .detail("cause", trouble.failure().getMessage())
                    .detail("since", Instant.ofEpochMilli(trouble.since()).toString())
                    .down();
            if (trouble.failure().cure() != null) {
                builder.detail("cure", trouble.failure().cure());
            }
            return;
        }
        long oldest = consumer.oldestInFlight();
        if (oldest > 0 && now - oldest > STUCK.toMillis()) {
            builder.message("A record has been in the route since " + Instant.ofEpochMilli(oldest))
                    .down();
            return;
        }
        builder.up();
    }
}
