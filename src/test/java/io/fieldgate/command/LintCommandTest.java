package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LintCommandTest {
    private static final String ERROR = "src/test/resources/lint/FG302-misspelt-parameter.camel.yaml";
    private static final String WARNING = "src/test/resources/lint/FG401-misspelt-topic.camel.yaml";

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void withoutPathsItLooksAtRoutesAndConfiguration() {
        assertThat(lint()).isZero();

        assertThat(output.toString()).matches("\\d+ files, nothing is wrong\\R");
    }

    @Test
    void anErrorHasItsPlaceAndItsCode() {
        assertThat(lint(ERROR)).isOne();

        assertThat(output.toString().lines())
                .containsExactly(
                        ERROR
                                + ":7:17: error FG302 the template 'mqtt-to-topic' has no parameter 'keyy', did you mean 'key'?",
                        "1 error and 0 warnings in 1 file");
    }

    @Test
    void aWarningIsAnErrorWhenItIsDenied() {
        assertThat(lint(WARNING)).isZero();
        assertThat(lint("--deny-warnings", WARNING)).isOne();
    }

    @Test
    void aPathThatDoesNotExistIsAMistakeOfTheCommand() {
        assertThat(lint("rotes")).isEqualTo(2);

        assertThat(errors.toString()).startsWith("rotes does not exist.");
    }

    @Test
    void anUnknownFormatIsAMistakeOfTheCommand() {
        assertThat(lint("--format", "xml")).isEqualTo(2);

        assertThat(errors.toString()).contains("--format", "text, json, github, sarif");
    }

    @Test
    void onATerminalErrorsAreRedAndWarningsYellow() {
        assertThat(LintCommand.coloured("a.yaml:1:2: error FG101 an error FG102"))
                .isEqualTo("a.yaml:1:2: \u001B[31merror FG101\u001B[0m an error FG102");
        assertThat(LintCommand.coloured("a.yaml:1:2: warning FG401 x"))
                .isEqualTo("a.yaml:1:2: \u001B[33mwarning FG401\u001B[0m x");
    }

    @Test
    void jsonIsOneObject() throws Exception {
        assertThat(lint("--format", "json", ERROR)).isOne();

        JsonNode report = new ObjectMapper().readTree(output.toString());
        assertThat(report.path("errors").asInt()).isOne();
        assertThat(report.at("/findings/0/file").asText()).isEqualTo(ERROR);
        assertThat(report.at("/findings/0/line").asInt()).isEqualTo(7);
        assertThat(report.at("/findings/0/code").asText()).isEqualTo("FG302");
    }

    @Test
    void githubGetsItsCommands() {
        assertThat(lint("--format", "github", WARNING)).isZero();

        assertThat(output.toString())
                .startsWith("::warning file=" + WARNING + ",line=6,col=31,title=FG401::the topic ");
    }

    @Test
    void sarifNamesRuleAndRegion() throws Exception {
        assertThat(lint("--format", "sarif", ERROR)).isOne();

        JsonNode report = new ObjectMapper().readTree(output.toString());
        assertThat(report.path("version").asText()).isEqualTo("2.1.0");
        JsonNode result = report.at("/runs/0/results/0");
        assertThat(result.path("ruleId").asText()).isEqualTo("FG302");
        assertThat(result.path("level").asText()).isEqualTo("error");
        assertThat(result.at("/locations/0/physicalLocation/region/startColumn").asInt())
                .isEqualTo(17);
        assertThat(report.at("/runs/0/tool/driver/rules").findValuesAsText("id"))
                .contains("FG302");
    }

    private int lint(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "lint";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandLine commandLine = new CommandLine(new FieldgateCommand()).addSubcommand(new LintCommand());
        commandLine.setOut(new PrintWriter(output, true));
        commandLine.setErr(new PrintWriter(errors, true));
        return FieldgateCommand.execute(commandLine, all);
    }
}
