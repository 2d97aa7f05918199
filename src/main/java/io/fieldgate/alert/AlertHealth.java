package io.fieldgate.alert;

import io.fieldgate.message.Failure;
import io.fieldgate.yaml.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * UP while the rules that have no mistake are evaluated; those that have one are named also then, for which Camel's health
 * checks have no place. Asks nobody, so it never waits.
 */
final class AlertHealth implements HealthIndicator {
    private static final int MOST_PROBLEMS = 10;

    private final RuleBook book;
    private final boolean enabled;
    private final EngineState state;

    AlertHealth(RuleBook book, boolean enabled, EngineState state) {
        this.book = book;
        this.enabled = enabled;
        this.state = state;
    }

    @Override
    public Health health() {
        if (!enabled) {
            return Health.up()
                    .withDetail("rules", "fieldgate.alerts.enabled is false")
                    .build();
        }
        AlertRules rules = book.rules();
        Health.Builder health = Health.up().withDetail("rules", String.join(", ", rules.names()));
        if (!rules.disabled().isEmpty()) {
            health.withDetail("disabled", String.join(", ", rules.disabled()));
        }
        List<Problem> problems = rules.problems();
        if (!problems.isEmpty()) {
            health.withDetail(
                    "problems",
                    problems.stream().limit(MOST_PROBLEMS).map(Problem::place).toList());
        }
        List<String> differences = state.snapshot().differences();
        if (!differences.isEmpty()) {
            health.withDetail("otherGateways", differences);
        }
        Failure trouble = trouble(rules);
        if (trouble != null) {
            health.down().withDetail("cause", String.valueOf(trouble.getMessage()));
            if (trouble.cure() != null) {
                health.withDetail("cure", trouble.cure());
            }
        }
        return health.withDetail("since", state.snapshot().since().toString()).build();
    }

    private @Nullable Failure trouble(AlertRules rules) {
        if (!rules.isEmpty()) {
            return state.snapshot().trouble();
        }
        return rules.problems().isEmpty()
                ? null
                : Failure.systemic(
                        "There is no rule without a mistake.", "./fieldgate alerts test shows what is wrong.", null);
    }
}
