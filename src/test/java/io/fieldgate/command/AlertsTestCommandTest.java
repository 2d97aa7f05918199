package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AlertsTestCommandTest {
    private static final String RULES = """
            rules:
              - name: hot
                topic: telemetry
                when: payload.temperature > 80
                for: 10s
                value: payload.temperature
                annotations: { summary: "{{ key }} is hot" }
            """;

    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void theShippedRulesPassTheirTests() {
        assertThat(execute("alerts", "test")).as(output.toString()).isZero();

        assertThat(output.toString())
                .contains(" √ a device that stays hot raises one alert, which ends when it has cooled down")
                .contains("2 rules, 5 tests, 0 failed");
    }

    @Test
    void showsWhatARuleWouldSayAboutPayloads() throws IOException {
        Path rules = write("alerts.yaml", RULES);
        Path sample = write("sample.ndjson", """
                {"device":"oven-01","ts":"2026-06-01T10:00:00Z","temperature":85}
                {"device":"oven-02","ts":"2026-06-01T10:00:05Z","temperature":20}

                {"device":"oven-01","ts":"2026-06-01T10:00:20Z","temperature":20}
                """);

        assertThat(execute("alerts", "test", "hot", "--in", sample.toString(), "--rules", rules.toString()))
                .isZero();

        assertThat(output.toString().lines())
                .containsExactly(
                        "2026-06-01T10:00:00Z      pending    oven-01  warning  85  summary: oven-01 is hot",
                        "2026-06-01T10:00:10Z      firing     oven-01  warning  85  summary: oven-01 is hot",
                        "2026-06-01T10:00:20Z      resolved   oven-01  warning  20  summary: oven-01 is hot",
                        "3 readings, 1 alert");
    }

    @Test
    void aRuleWithAKeyIsTriedAndTestedOverAllItsDevices() throws IOException {
        Path rules = write("alerts.yaml", """
                rules:
                  - name: line-silent
                    topic: telemetry
                    key: payload.line
                    absent: 1m
                    annotations: { summary: "nothing heard of line {{ key }}" }
                """);
        write("alerts.test.yaml", """
                tests:
                  - name: a line is silent when the last of its devices is
                    rule: line-silent
                    given:
                      - { at: 0s, key: oven-01, payload: { line: 3 } }
                      - { at: 30s, key: oven-02, payload: { line: 3 } }
                      - { at: 50s, key: oven-03, payload: { line: 4 } }
                      - { at: 55s, key: oven-04, payload: { v: 1 } }
                    until: 100s
                    expect:
                      - { at: 90s, event: firing, key: "3", annotations: { summary: nothing heard of line 3 } }
                """);
        Path sample = write("sample.ndjson", """
                {"device":"oven-01","ts":"2026-06-01T10:00:00Z","line":"A"}
                {"device":"oven-02","ts":"2026-06-01T10:00:30Z","line":"A"}
                {"device":"oven-03","ts":"2026-06-01T10:00:40Z"}
                """);

        assertThat(execute("alerts", "test", "--rules", rules.toString()))
                .as(output.toString())
                .isZero();
        assertThat(execute(
                        "alerts",
                        "test",
                        "line-silent",
                        "--in",
                        sample.toString(),
                        "--rules",
                        rules.toString(),
                        "--longer",
                        "1m"))
                .isZero();

        assertThat(output.toString())
                .contains(
                        "1 rules, 1 tests, 0 failed",
                        "2026-06-01T10:01:30Z      firing     A  warning  60  summary: nothing heard of line A",
                        "3 readings, 1 alert",
                        "could not be evaluated: 'payload.line' gives no key: the message does not have what it asks for");
    }

    @Test
    void readsWhatKcatPrints() throws IOException {
        Path rules = write("alerts.yaml", RULES);
        Path sample = write(
                "sample.ndjson",
                "{\"topic\":\"telemetry\",\"partition\":3,\"offset\":0,\"tstype\":\"create\",\"ts\":1780308000000,\"broker\":1,"
                        + "\"headers\":[\"fg.site\",\"north\"],\"key\":\"oven-01\",\"payload\":\"{\\\"temperature\\\":85}\"}\n");

        assertThat(execute(
                        "alerts",
                        "test",
                        "hot",
                        "--in",
                        sample.toString(),
                        "--rules",
                        rules.toString(),
                        "--longer",
                        "1m"))
                .isZero();

        assertThat(output.toString()).contains("2026-06-01T10:00:10Z      firing     oven-01  warning  85");
    }

    @Test
    void aTestThatFailsShowsWhatWasExpectedAndWhatCame() throws IOException {
        Path rules = write("alerts.yaml", RULES);
        write("alerts.test.yaml", """
                tests:
                  - name: it fires at once
                    rule: hot
                    given:
                      - { at: 0s, key: oven-01, payload: { temperature: 85 } }
                    expect:
                      - { at: 0s, event: firing }
                """);

        assertThat(execute("alerts", "test", "--rules", rules.toString())).isEqualTo(1);

        assertThat(output.toString())
                .contains(
                        "alerts.test.yaml:2: it fires at once",
                        "expected:",
                        "event=firing",
                        "but was:",
                        "event=pending")
                .contains("1 rules, 1 tests, 1 failed");
    }

    @Test
    void aRuleWithAMistakeEndsWithTwo() throws IOException {
        Path rules = write("alerts.yaml", RULES.replace("for: 10s", "for: soon"));
        write("alerts.test.yaml", "tests: []\n");

        assertThat(execute("alerts", "test", "--rules", rules.toString())).isEqualTo(2);

        assertThat(output.toString()).contains("alerts.yaml:5:10: 'for' is 'soon', allowed is a time like");
    }

    @Test
    void aTestOfARuleThatDoesNotExistEndsWithTwo() throws IOException {
        Path rules = write("alerts.yaml", RULES);
        write("alerts.test.yaml", "tests:\n  - { name: x, rule: hut, given: [], expect: [] }\n");

        assertThat(execute("alerts", "test", "--rules", rules.toString())).isEqualTo(2);

        assertThat(output.toString()).contains("there is no rule 'hut', did you mean 'hot'?");
    }

    @Test
    void aLineThatCannotBeReadIsNamed() throws IOException {
        Path rules = write("alerts.yaml", RULES);
        Path sample = write("sample.ndjson", "{\"device\":\"a\",\"ts\":1780308000}\n{\"device\":\"a\"}\n");

        assertThat(execute("alerts", "test", "hot", "--in", sample.toString(), "--rules", rules.toString()))
                .isEqualTo(2);

        assertThat(output.toString()).contains("sample.ndjson:2: lacks a time at /ts");
    }

    @Test
    void aMistypedRuleAndAMissingSampleAreErrors() throws IOException {
        Path rules = write("alerts.yaml", RULES);
        Path sample = write("sample.ndjson", "");

        assertThat(execute("alerts", "test", "hut", "--in", sample.toString(), "--rules", rules.toString()))
                .isEqualTo(2);
        assertThat(output.toString()).contains("there is no rule 'hut', did you mean 'hot'?");
        assertThat(execute("alerts", "test", "hot", "--rules", rules.toString()))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("A rule is tried on readings: --in FILE.");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int execute(String... arguments) {
        CommandLine commandLine = new CommandLine(new FieldgateCommand()).addSubcommand(new AlertsCommand());
        commandLine.setOut(new PrintWriter(output, true));
        commandLine.setErr(new PrintWriter(errors, true));
        return FieldgateCommand.execute(commandLine, arguments);
    }
}
