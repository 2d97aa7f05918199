package io.fieldgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.command.FieldgateCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is said to a wrong option, before anything is started. */
class DemoCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--devices   | 1       | --devices is 1, allowed is 2 to 10000, or --no-devices",
                "--devices   | 10001   | --devices is 10001, allowed is 2 to 10000, or --no-devices",
                "--rate      | 0/s     | --rate is '0/s', allowed is 1/s to 100000/s",
                "--rate      | 100001  | --rate is '100001', allowed is 1/s to 100000/s",
                "--rate      | fast    | --rate is 'fast', allowed is 1/s to 100000/s",
                "--rate      | 5/min   | --rate is '5/min', allowed is 1/s to 100000/s",
                "--for       | soon    | --for is 'soon', allowed is a time like 30s, 5m or 1h",
                "--for       | 30      | --for is '30', allowed is a time like 30s, 5m or 1h",
                "--for       | 0s      | --for is '0s', allowed is a time like 30s, 5m or 1h",
                "--for       | -5s     | --for is '-5s', allowed is a time like 30s, 5m or 1h",
                "--ports     | manual  | --ports is 'manual', allowed is auto",
                "--http-port | 65536   | --http-port is 65536, allowed is 1 to 65535, or 0 for a free one",
                "--kafka-port| -1      | --kafka-port is -1, allowed is 1 to 65535, or 0 for a free one",
                "--mqtt-port | 8080    | --http-port and --mqtt-port are both 8080, each needs its own"
            })
    void saysInOneLineWhatIsAllowed(String option, String value, String message) {
        StringWriter errors = new StringWriter();

        int code = execute(errors, option + "=" + value);

        assertThat(code).isEqualTo(78);
        assertThat(errors).hasToString(" x " + message + System.lineSeparator());
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--devices=many    | Invalid value for option '--devices': 'many' is not an int",
                "--http-port=www   | Invalid value for option '--http-port': 'www' is not an int",
                "--device=5        | Unknown option: '--device=5'",
                "--ports           | Missing required parameter for option '--ports' (auto)",
            })
    void saysWhatCannotBeRead(String argument, String message) {
        StringWriter errors = new StringWriter();

        int code = execute(errors, argument);

        assertThat(code).isEqualTo(2);
        assertThat(errors.toString().lines()).first().isEqualTo(message);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private int execute(StringWriter errors, String argument) {
        CommandLine commandLine =
                new CommandLine(new FieldgateCommand()).addSubcommand(new DemoCommand(DemoCommandTest.class));
        commandLine.setErr(new PrintWriter(errors, true));
        return FieldgateCommand.execute(
                commandLine, "demo", "--data", folder.resolve("data").toString(), argument);
    }
}
