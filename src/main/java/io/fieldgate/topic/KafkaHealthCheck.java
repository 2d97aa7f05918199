package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** UP while Kafka answers and every topic that routes use can be used. Asks nobody, so it never waits. */
final class KafkaHealthCheck extends AbstractHealthCheck {
    private final KafkaState state;

    KafkaHealthCheck(KafkaState state) {
        super("fieldgate", "kafka");
        this.state = state;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        KafkaState.Snapshot now = state.snapshot();
        builder.detail("address", state.address()).detail("since", now.since().toString());
        if (now.up() == null) {
            builder.message("Kafka at " + state.address() + " has not answered yet")
                    .detail("cause", "it has not answered yet")
                    .down();
            return;
        }
        Failure failure = now.failure();
        if (failure != null) {
            builder.message("Kafka at " + state.address() + " cannot be used: " + failure.getMessage())
                    // Actuator shows details, not messages.
                    .detail("cause", failure.getMessage());
            if (failure.cure() != null) {
                builder.detail("cure", failure.cure());
            }
            builder.down();
            return;
        }
        if (!now.troubled().isEmpty()) {
            Map<String, Failure> troubled = new TreeMap<>(now.troubled());
            builder.message("Topics cannot be used: " + String.join(", ", troubled.keySet()));
            troubled.forEach(
                    (topic, reason) -> builder.detail("topic." + topic, reason.getMessage() + " " + reason.cure()));
            builder.down();
            return;
        }
        builder.up();
    }
}
