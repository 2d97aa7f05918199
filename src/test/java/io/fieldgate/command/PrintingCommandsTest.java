package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Commands that print something about the project. */
class PrintingCommandsTest {
    private final StringWriter output = new StringWriter();

    @Test
    void graphDrawsTheShippedRoutes() {
        assertThat(execute("graph")).isZero();

        assertThat(output.toString())
                .startsWith("flowchart LR\n")
                .contains("[\"mqtt plant/{site}/{device}/telemetry\"]", "-->|\"telemetry-to-database\"|");
    }

    @Test
    void templatesAreListedWithTheirParameters() {
        assertThat(execute("templates")).isZero();

        assertThat(output.toString().lines())
                .contains(
                        "mqtt-to-topic",
                        "    topic (needed)  Kafka topic, listed in config/topics.yaml",
                        "    key (default ${header.device})  Record key; records of one key stay in order");
    }

    @Test
    void completionIsAScriptForTheShell() {
        assertThat(execute("completion", "bash")).isZero();

        assertThat(output.toString()).startsWith("#!/").contains("_complete_fieldgate", "--deny-warnings");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = new CommandLine(new FieldgateCommand())
                .addSubcommand(new LintCommand())
                .addSubcommand(new GraphCommand())
                .addSubcommand(new TemplatesCommand())
                .addSubcommand(new CompletionCommand());
        commandLine.setOut(new PrintWriter(output, true));
        return FieldgateCommand.execute(commandLine, arguments);
    }
}
