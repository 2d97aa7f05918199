package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two gateways with different rules. */
class PeerVersionsTest {
    private static final long MINUTE = 60_000;
    private static final AlertRules RULES = AlertRules.parse("alerts.yaml", """
            rules:
              - { name: hot, topic: t, when: payload.v > 80 }
              - { name: wrong, topic: t, when: payload.v > }
            """);

    private final PeerVersions versions = new PeerVersions();

    @Test
    void anotherVersionIsToldOnceAndShownUntilTheOtherGatewayHasTheSame() {
        versions.evaluates(RULES, 0);
        String own = String.valueOf(RULES.versions().get("hot"));

        assertThat(versions.heard("hot", "abc", MINUTE))
                .isEqualTo("another gateway evaluates the rule 'hot' in version abc, this one in version " + own);
        assertThat(versions.heard("hot", "abc", MINUTE + 1)).isNull();
        assertThat(versions.differences(2 * MINUTE)).hasSize(1);

        assertThat(versions.heard("hot", own, 3 * MINUTE)).isNull();
        assertThat(versions.differences(3 * MINUTE)).isEmpty();
    }

    @Test
    void aRuleThatThisGatewayLacksIsTold() {
        versions.evaluates(RULES, 0);

        assertThat(versions.heard("other", "abc", MINUTE))
                .isEqualTo("another gateway evaluates the rule 'other' in version abc, this one has no such rule");
        assertThat(versions.heard("wrong", "abc", MINUTE)).endsWith("this one has a mistake in it");
    }

    @Test
    void aChangeHasTimeToComeToAllGateways() {
        versions.evaluates(RULES, MINUTE);

        assertThat(versions.heard("hot", "abc", MINUTE + 20_000)).isNull();
        assertThat(versions.heard("hot", "abc", MINUTE + 40_000)).isNotNull();
        versions.evaluates(AlertRules.none(), 2 * MINUTE);
        assertThat(versions.differences(2 * MINUTE)).isEmpty();
    }

    @Test
    void whatHasNotBeenHeardForAnHourIsForgotten() {
        versions.evaluates(RULES, 0);
        var unused = versions.heard("hot", "abc", MINUTE);

        assertThat(versions.differences(62 * MINUTE)).isEmpty();
    }
}
