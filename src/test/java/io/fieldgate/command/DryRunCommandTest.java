package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DryRunCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void showsWhatEachStepMakesOfTheSampleAndWhatWouldBeWritten() throws Exception {
        Path sample = Files.writeString(folder.resolve("sample.json"), "{\"temperature\":61}");

        assertThat(execute(
                        "dry-run",
                        "examples/routes/hot-readings.camel.yaml",
                        "--in=" + sample,
                        "--key=oven-07",
                        "--header=fg.site=north"))
                .as(output.toString())
                .isZero();

        assertThat(output.toString().lines())
                .startsWith("from topic:telemetry", "    body {\"temperature\":61}")
                .contains(
                        "    fg.site: north",
                        "    body LinkedHashMap {temperature=61}",
                        "would be written",
                        "    a record of topic telemetry-hot",
                        "        key: oven-07",
                        "        fg.route: hot-readings",
                        "        body {\"temperature\":61}")
                .anySatisfy(line -> assertThat(line).matches("unmarshal\\d+  unmarshal\\[JsonDataFormat]"))
                .anySatisfy(line -> assertThat(line).matches("  to\\d+  to\\[topic:telemetry-hot]"));
    }

    @Test
    void whatCannotSucceedIsShownWithItsReason() throws Exception {
        Path sample = Files.writeString(folder.resolve("sample.json"), "{\"temperature\":");

        assertThat(execute("dry-run", "plant-telemetry", "--in=" + sample, "--topic=plant/north/oven-07/telemetry"))
                .as(output.toString())
                .isZero();

        assertThat(output.toString())
                .contains("    x The payload is not acceptable JSON")
                .contains("    a dead letter in telemetry.dlq\n        code: MALFORMED_JSON");
    }

    @Test
    void aRouteThatIsNotThereAndASampleItDoesNotTakeAreMistakes() throws Exception {
        Path sample = Files.writeString(folder.resolve("sample.json"), "{}");

        assertThat(execute("dry-run", "plant", "--in=" + sample)).isEqualTo(2);
        assertThat(output.toString())
                .contains(" x there is no route 'plant' in routes, allowed are [telemetry-files, http-telemetry,");

        assertThat(execute("dry-run", "plant-telemetry", "--in=" + sample)).isEqualTo(2);
        assertThat(output.toString()).contains("'topic' is missing, it takes the topic that it is published to");

        assertThat(execute("dry-run", "plant-telemetry", "--in=nowhere.json")).isEqualTo(2);
        assertThat(output.toString()).contains(" x nowhere.json cannot be read");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = new CommandLine(new FieldgateCommand()).addSubcommand(new DryRunCommand());
        commandLine.setOut(new PrintWriter(output, true));
        commandLine.setErr(new PrintWriter(errors, true));
        return FieldgateCommand.execute(commandLine, arguments);
    }
}
