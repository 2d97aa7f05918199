package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names under which Kafka has what is remembered. Others would forget all of it. */
class DivisionTest {
    @Test
    void theNamesInKafkaStayAsTheyAre() {
        Division devices = new Division("telemetry", false);
        Division keys = new Division("telemetry", true);

        assertThat(devices.changelog("fieldgate-alerts")).isEqualTo("fieldgate-alerts-state-telemetry-changelog");
        assertThat(devices.input("fieldgate-alerts")).isEqualTo("telemetry");
        assertThat(keys.changelog("fieldgate-alerts")).isEqualTo("fieldgate-alerts-keyed-state-telemetry-changelog");
        assertThat(keys.input("fieldgate-alerts")).isEqualTo("fieldgate-alerts-rekey-telemetry-repartition");
    }

    @Test
    void noNameOfATopicMakesTwoOfThemTheSame() {
        List<String> names = new ArrayList<>();
        for (String topic : List.of("t", "keyed-t", "state-t", "keyed-state-t", "rekey-t", "judge-t")) {
            for (boolean isKeyed : new boolean[] {true, false}) {
                Division division = new Division(topic, isKeyed);
                names.addAll(List.of(division.store(), division.node("judge"), division.node("tell")));
            }
        }

        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void theNameOfAStateKeepsRuleAndKeyApart() {
        for (StateName name : List.of(
                new StateName("hot", null), new StateName("hot", "payload.line"), new StateName("hot", "a\n+ b"))) {
            assertThat(StateName.parse(name.toString())).isEqualTo(name);
        }
    }
}
