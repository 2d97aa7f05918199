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
    void completionIsAScriptForTheShell() {
        assertThat(execute("completion", "bash")).isZero();

        assertThat(output.toString()).startsWith("#!/").contains("_complete_fieldgate", "--deny-warnings");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = new CommandLine(new FieldgateCommand())
                .addSubcommand(new LintCommand())
                .addSubcommand(new GraphCommand())
                .addSubcommand(new CompletionCommand());
        commandLine.setOut(new PrintWriter(output, true));
        return FieldgateCommand.execute(commandLine, arguments);
    }
}
