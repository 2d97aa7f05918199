package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class AlertHealthTest {
    private static final String GOOD = "  - { name: good, topic: t, absent: 20s }\n";
    private static final String BAD = "  - { name: bad, topic: t, when: payload.v > }\n";

    private final EngineState state = new EngineState();

    @Test
    void isDownWithCauseAndCureWhileRulesAreNotEvaluated() {
        state.troubled(Failure.systemic("Kafka has no topic.", "Create it.", null));

        Health health = health("rules:\n" + GOOD);

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails())
                .containsEntry("cause", "Kafka has no topic.")
                .containsEntry("cure", "Create it.");
    }

    @Test
    void isUpAndNamesTheRulesWithAMistakeWhileTheOthersWork() {
        state.works("good");

        Health health = health("rules:\n" + GOOD + BAD);

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsEntry("rules", "good").containsEntry("disabled", "bad");
        assertThat((List<?>) health.getDetails().get("problems"))
                .singleElement()
                .asString()
                .startsWith("alerts.yaml:3:");
    }

    @Test
    void namesTheRulesThatOtherGatewaysHaveInAnotherVersion() {
        state.works("good");
        state.differs(List.of("another gateway evaluates the rule 'good' in version abc"));

        assertThat(health("rules:\n" + GOOD).getDetails())
                .containsEntry("otherGateways", List.of("another gateway evaluates the rule 'good' in version abc"));
    }

    @Test
    void isDownWhenNoRuleIsWithoutAMistake() {
        assertThat(health("rules:\n" + BAD).getStatus()).isEqualTo(Status.DOWN);
        assertThat(health("rules: [").getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void isUpWithoutRules() {
        assertThat(health("rules: []").getStatus()).isEqualTo(Status.UP);
        assertThat(new AlertHealth(new RuleBook(AlertRules.none()), false, state)
                        .health()
                        .getStatus())
                .isEqualTo(Status.UP);
    }

    private Health health(String rules) {
        return new AlertHealth(new RuleBook(AlertRules.parse("alerts.yaml", rules)), true, state).health();
    }
}
