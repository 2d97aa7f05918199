package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told about a mistake in config/alerts.yaml. */
class AlertRulesTest {
    @Test
    void aMistakeIsShownWithItsPlaceAndACaret() {
        AlertRules rules = AlertRules.parse("config/alerts.yaml", """
                rules:
                  - name: hot
                    topic: telemetry
                    when: payload.temperature > 80
                    fro: 10s
                """);

        assertThat(rules.problems()).singleElement().hasToString("""
                config/alerts.yaml:5:5: unknown key 'fro' in a rule, did you mean 'for'?
                  |     fro: 10s
                  |     ^""");
    }

    @Test
    void aMistakeInAnExpressionIsShownWhereItIs() {
        AlertRules rules = AlertRules.parse("config/alerts.yaml", """
                rules:
                  - name: hot
                    topic: telemetry
                    when: payload.temperature > temprature
                """);

        assertThat(rules.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "config/alerts.yaml:4:33: 'temprature' is not known; "
                                + "a field of the message is payload.temprature. Known are [payload, headers, captures, device, key, rule]");
    }

    @Test
    void oneBadRuleDisablesOnlyItself() {
        AlertRules rules = AlertRules.parse("config/alerts.yaml", """
                rules:
                  - { name: first, topic: t, when: payload.v > 1 }
                  - { name: second, topic: t, when: payload.v > }
                  - { name: third, topic: t, when: payload.v > 3 }
                """);

        assertThat(rules.names()).containsExactly("first", "third");
        assertThat(rules.disabled()).containsExactly("second");
        assertThat(rules.problems()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            when: payload.v > 1, for: soon           | 'for' is 'soon', allowed is a time like 500ms, 30s, 5m, 1h30m, 7d
            when: payload.v > 1, keep-firing-for: 1m | unknown key 'keep-firing-for' in a rule, did you mean 'keep_firing_for'?
            when: key.size()                         | gives a int, it must be a condition, true or false
            when: key                                | 'key' gives a string, it must be a condition, true or false
            when: headers.x > 1                      | found no matching overload
            when: value > 1                          | 'value' is not known; 'value: EXPRESSION' in the rule makes it known
            for: 10s                                 | 'when' is missing, it takes the condition for the alert
            absent: 0s                               | 'absent' is 0, it must be longer
            absent: 1m, when: payload.v > 1          | 'when' has no meaning with 'absent'; 'where' says which records count
            absent: 1m, rate: { of: payload.v, over: 1m } | a rule judges one thing, this one has rate and absent
            rate: { over: 1m }, when: value > 1      | 'of' is missing, it takes the number whose change counts
            rate: { of: payload.v, over: 1m }, when: payload.v > 1 | 'payload' is not known here: this rule judges more than one message
            aggregate: { function: avgg, of: payload.v, over: 1m }, when: value > 1 | 'function' is 'avgg', did you mean 'avg'?
            aggregate: { function: avg, over: 1m }, when: value > 1 | 'of' is missing, it takes what is aggregated
            when: payload.v > 1, repeated: { times: 1 } | 'times' is '1', allowed is 2 to 100
            when: payload.v > 1, escalate: [{ after: 5m, severity: a }, { after: 5m, severity: b }] | must come after the one before it
            when: payload.v > 1, annotations: { a: "{{ key" } | '{{' is not closed
            when: payload.v > 1, labels: { a: "{{ kee }}" } | 'kee' is not known, did you mean 'key'?
            when: payload.v > 1, labels: none        | 'labels' is no mapping of names to texts
            when: payload.v > 1, key: /line          | 'key' is '/line', it takes an expression as conditions have it, such as payload.line
            when: payload.v > 1, key: "[payload.a]"  | gives a list, it must be a text, a number, true or false
            when: payload.v > 1, key: line           | a field of the message is payload.line
            when: payload.v > 1, key: rule           | 'rule' is not known
            when: payload.v > 1, kee: payload.line   | unknown key 'kee' in a rule, did you mean 'key'?
            rate: { of: payload.v, over: 1m }, when: device == 'a' | 'device' is not known here: this rule judges more than one message
            when: payload.v > 1, when: payload.v > 2 | 'when' stands twice in a rule, once is allowed
            """)
    void refuses(String rule, String complaint) {
        AlertRules rules = AlertRules.parse("alerts.yaml", "rules:\n  - { name: r, topic: t, " + rule + " }\n");

        assertThat(rules.isEmpty()).isTrue();
        assertThat(rules.problems().toString()).contains(complaint);
    }

    @Test
    void namesTheLineOfARuleThatStandsTwice() {
        AlertRules rules = AlertRules.parse("alerts.yaml", """
                rules:
                  - { name: hot, topic: t, when: payload.v > 1 }
                  - { name: hot, topic: t, when: payload.v > 2 }
                """);

        assertThat(rules.problems().toString()).contains("alerts.yaml:3:5: the rule 'hot' stands already in line 2");
    }

    @Test
    void saysWhereAFileIsNoYaml() {
        AlertRules rules = AlertRules.parse("alerts.yaml", "rules:\n  - name: [\n");

        assertThat(rules.problems()).singleElement().asString().startsWith("alerts.yaml:3:1: ");
    }

    @Test
    void aFileThatDoesNotExistHasNoRules(@TempDir Path folder) throws IOException {
        assertThat(AlertRules.read(folder.resolve("alerts.yaml")).isEmpty()).isTrue();
    }

    @Test
    void theVersionOfARuleChangesWithItsMeaningAndNotWithItsLooks() {
        String version = version("{ name: r, topic: t, when: payload.v > 1 }");

        assertThat(version("{ topic: 't', name: r, when: \"payload.v > 1\" } # better"))
                .isEqualTo(version);
        assertThat(version("{ name: r, topic: t, when: payload.v > 2 }")).isNotEqualTo(version);
    }

    private static String version(String rule) {
        return AlertRules.parse("alerts.yaml", "rules:\n  - " + rule + "\n")
                .rule("r")
                .version();
    }
}
