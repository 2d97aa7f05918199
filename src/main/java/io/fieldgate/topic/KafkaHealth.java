package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Whether Kafka answers, whatever becomes of single topics: without it nothing can be taken in. Asks nobody, so it never waits. */
final class KafkaHealth implements HealthIndicator {
    private final KafkaState state;

    KafkaHealth(KafkaState state) {
        this.state = state;
    }

    @Override
    public Health health() {
        KafkaState.Snapshot now = state.snapshot();
        Health.Builder health = Boolean.TRUE.equals(now.up()) ? Health.up() : Health.down();
        health.withDetail("address", state.address())
                .withDetail("since", now.since().toString());
        Failure failure = now.failure();
        if (failure != null) {
            health.withDetail("cause", String.valueOf(failure.getMessage()));
            if (failure.cure() != null) {
                health.withDetail("cure", failure.cure());
            }
        } else if (now.up() == null) {
            health.withDetail("cause", "it has not answered yet");
        }
        return health.build();
    }
}
