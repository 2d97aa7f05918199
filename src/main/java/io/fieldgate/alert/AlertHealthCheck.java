package io.fieldgate.alert;

import io.fieldgate.message.Failure;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * UP while the rules that have no mistake are evaluated; those that have one are named. Asks nobody, so it never waits.
 */
final class AlertHealthCheck extends AbstractHealthCheck {
    private static final int MOST_PROBLEMS = 10;

    private final AlertRules rules;
    private final boolean enabled;
    private final EngineState state;

    AlertHealthCheck(AlertRules rules, boolean enabled, EngineState state) {
        super("fieldgate", "alerts");
        this.rules = rules;
        this.enabled = enabled;
        this.state = state;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("rules", enabled ? String.join(", ", rules.names()) : "fieldgate.alerts.enabled is false");
        if (!rules.disabled().isEmpty()) {
            builder.detail("disabled", String.join(", ", rules.disabled()));
        }
        List<Problem> problems = rules.problems();
        for (int i = 0; i < Math.min(problems.size(), MOST_PROBLEMS); i++) {
            builder.detail("problem." + (i + 1), problems.get(i).place());
        }
        if (!enabled || (rules.isEmpty() && problems.isEmpty())) {
            builder.up();
            return;
        }
        EngineState.Snapshot now = state.snapshot();
        Failure trouble = rules.isEmpty()
                ? Failure.systemic(
                        "There is no rule without a mistake.", "./fieldgate alerts test shows what is wrong.", null)
                : now.trouble();
        builder.detail("since", now.since().toString());
        if (trouble == null) {
            builder.up();
            return;
        }
        // Actuator shows details, not messages.
        builder.message(trouble.getMessage()).detail("cause", trouble.getMessage());
        if (trouble.cure() != null) {
            builder.detail("cure", trouble.cure());
        }
        builder.down();
    }
}
