package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.embedded.DemoCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FieldgateCommandTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void helpNamesTheCommandsAndShowsExamples() {
        assertThat(execute("--help")).isZero();

        assertThat(output.toString())
                .startsWith("Usage: fieldgate [-hV] COMMAND")
                .contains("run   Runs the gateway against real brokers.")
                .contains("demo  Starts everything in one process:")
                .contains("./fieldgate demo --ports auto  the same beside something that uses its ports");
        assertThat(errors).hasToString("");
    }

    @Test
    void helpOfTheDemoNamesEachOptionWithItsDefault() {
        assertThat(execute("demo", "--help")).isZero();

        assertThat(output.toString())
                .contains("--data=DIR", "(data/demo)", "--reset", "--ports=auto", "--http-port", "(8080)")
                .contains("--actuator-port", "(8081)", "--mqtt-port", "(1883)", "--kafka-port", "(9092)")
                .contains("--devices=N", "(20)", "--no-devices", "--rate=N/s", "(20/s)", "--for=TIME", "--json")
                .contains("./fieldgate demo --for 30s --json");
    }

    @Test
    void versionNamesFieldgateAndJava() {
        assertThat(execute("--version")).isZero();

        assertThat(output.toString().lines())
                .containsExactly("fieldgate " + Version.fieldgate(), "Java " + Runtime.version());
    }

    @Test
    void anUnknownCommandIsAnErrorWithASuggestion() {
        assertThat(execute("dem")).isEqualTo(2);

        assertThat(errors.toString()).contains("Unmatched argument at index 0: 'dem'", "Did you mean: fieldgate demo");
        assertThat(output).hasToString("");
    }

    @Test
    void noCommandIsAnErrorThatShowsTheCommands() {
        assertThat(execute()).isEqualTo(2);

        assertThat(errors.toString()).startsWith("Name a command.").contains("Commands:", "demo", "run");
    }

    @Test
    void aFailureBecomesOneLineAndItsExitCodeHoweverDeepItIs() {
        CommandLine commandLine = new CommandLine(new FieldgateCommand()).addSubcommand(new Failing());
        commandLine.setErr(new PrintWriter(errors, true));

        assertThat(FieldgateCommand.execute(commandLine, "failing")).isEqualTo(73);
        assertThat(errors).hasToString(" x disk full" + System.lineSeparator());
    }

    @Command(name = "failing")
    private static final class Failing implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException(new CommandFailure(CommandFailure.CANNOT_CREATE, "disk full"));
        }
    }

    private int execute(String... arguments) {
        CommandLine commandLine = new CommandLine(new FieldgateCommand())
                .addSubcommand(new RunCommand(FieldgateCommandTest.class))
                .addSubcommand(new DemoCommand(FieldgateCommandTest.class));
        commandLine.setOut(new PrintWriter(output, true));
        commandLine.setErr(new PrintWriter(errors, true));
        return FieldgateCommand.execute(commandLine, arguments);
    }
}
