package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.route.trial.RouteTemplates;
import io.fieldgate.route.trial.RouteTemplates.RouteTemplate;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NewCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt-to-topic --set filter=plant/{site}/{device}/telemetry --set topic=telemetry",
                "mqtt-to-topic --set filter=plant/+/{device}/# --set topic=events",
                "http-to-topic --set path=/v1/telemetry/{device} --set topic=telemetry",
                "http-to-topic --set path=/v1/rows --set topic=telemetry --set format=csv --set key=/device",
                "file-to-topic --set path=telemetry --set topic=telemetry --set key=/device --set timestamp=/ts",
                "file-to-topic --set path=drop/{site}/{device}.csv --set topic=telemetry --set format=csv",
                "topic-to-database --set topic=telemetry --set table=telemetry",
                "topic-to-lake --set topic=telemetry --set table=telemetry",
                "topic-to-mqtt --set topic=commands --set to=plant/{site}/{device}/command",
                "topic-to-topic --set topic=telemetry --set to=copies"
            })
    void aRouteOfATemplateComesWithASampleAndATestThatPasses(String arguments) throws Exception {
        assertThat(execute(nobody(), false, ("new --name made --routes " + folder + " " + arguments).split(" ")))
                .as(output.toString())
                .isZero();

        assertThat(folder.resolve("made.camel.yaml")).content().contains("routeId: made");
        assertThat(folder.resolve("made.test.yaml")).content().contains("file: made.sample.");
        assertThat(execute(nobody(), false, "test", folder.toString()))
                .as(output.toString())
                .isZero();
        assertThat(output.toString()).contains("1 files, 1 tests, 0 failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt-to-topic --set filter=ovens/{site}/{device} --set topic=telemetry",
                "http-to-topic --set path=/v1/ovens/{device} --set topic=telemetry",
                "http-to-topic --set path=/v1/rows --set topic=telemetry --set format=csv --set key=/device",
                "file-to-topic --set path=ovens --set topic=telemetry --set key=/device --set timestamp=/ts",
                "topic-to-database --set topic=telemetry --set table=telemetry",
                "topic-to-mqtt --set topic=telemetry --set to=plant/{site}/{device}/command",
                "topic-to-topic --set topic=telemetry.dlq --set to=telemetry"
            })
    void whatIsMadeOfATemplateIsFreeOfMistakes(String arguments) {
        assertThat(execute(nobody(), false, ("new --name made --routes " + folder + " " + arguments).split(" ")))
                .as(output.toString())
                .isZero();

        assertThat(execute(nobody(), false, "lint", "--deny-warnings", folder.toString()))
                .as(output.toString())
                .isZero();
    }

    @Test
    void aRouteToAWebhookOfTheConfigurationComesWithATestThatPasses() throws Exception {
        System.setProperty("fieldgate.webhooks.shop.url", "https://shop.example/hook");
        try {
            assertThat(execute(
                            nobody(),
                            false,
                            ("new topic-to-webhook --name made --set topic=telemetry --set webhook=shop --routes "
                                            + folder)
                                    .split(" ")))
                    .as(output.toString())
                    .isZero();
            assertThat(folder.resolve("made.test.yaml")).content().contains("to: \"webhook:shop\"");
            assertThat(execute(nobody(), false, "lint", "--deny-warnings", folder.toString()))
                    .as(output.toString())
                    .isZero();
            assertThat(execute(nobody(), false, "test", folder.toString()))
                    .as(output.toString())
                    .isZero();
        } finally {
            System.clearProperty("fieldgate.webhooks.shop.url");
        }
    }

    @Test
    void aRouteToAWebhookThatNobodyHasConfiguredIsNotWritten() {
        assertThat(execute(
                        nobody(),
                        false,
                        ("new topic-to-webhook --name made --set topic=telemetry --set webhook=shop --routes " + folder)
                                .split(" ")))
                .isEqualTo(2);

        assertThat(output.toString())
                .contains(
                        "there is no webhook of that name, set fieldgate.webhooks.NAME.url in config/application.yaml");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void everyTemplateIsTried() {
        assertThat(RouteTemplates.all())
                .extracting(RouteTemplate::id)
                .containsExactlyInAnyOrder(
                        "mqtt-to-topic",
                        "http-to-topic",
                        "file-to-topic",
                        "topic-to-database",
                        "topic-to-lake",
                        "topic-to-mqtt",
                        "topic-to-topic",
                        "topic-to-webhook");
    }

    @Test
    void asksForWhatIsMissingOnATerminal() {
        InputStream answers = answering("ovens\n\novens/{device}\ntelemetry\n");

        assertThat(execute(answers, true, "new", "mqtt-to-topic", "--routes", folder.toString()))
                .as(output.toString())
                .isZero();

        assertThat(output.toString())
                .contains("Id of the route, and name of its files [mqtt-to-topic]: ")
                .contains("filter - MQTT topic filter; a level in braces is captured")
                .contains("topic - Kafka topic");
        assertThat(folder.resolve("ovens.camel.yaml")).hasContent("""
                # Every message of an MQTT topic filter becomes one Kafka record, keyed by its device.
                - templatedRoute:
                    routeTemplateRef: mqtt-to-topic
                    routeId: ovens
                    parameters:
                      - { name: filter, value: "ovens/{device}" }
                      - { name: topic, value: telemetry }
                """);
    }

    @Test
    void asksNobodyWhereThereIsNobody() {
        assertThat(execute(nobody(), false, "new", "mqtt-to-topic", "--name", "ovens", "--set", "topic=telemetry"))
                .isEqualTo(2);

        assertThat(output.toString())
                .contains(" x the parameter 'filter' of mqtt-to-topic is missing: MQTT topic filter");
    }

    @Test
    void overwritesNothing() throws Exception {
        Path there = Files.writeString(folder.resolve("ovens.test.yaml"), "mine");

        assertThat(execute(
                        nobody(),
                        false,
                        "new",
                        "mqtt-to-topic",
                        "--name=ovens",
                        "--set=filter=ovens/{device}",
                        "--set=topic=telemetry",
                        "--routes=" + folder))
                .isEqualTo(2);

        assertThat(output.toString()).contains(" x " + there + " is there already");
        assertThat(there).hasContent("mine");
        assertThat(folder).isDirectoryNotContaining("glob:**.camel.yaml");
    }

    @Test
    void aMisspeltTemplateOrParameterAndATableThatIsNotThereAreMistakes() {
        assertThat(execute(nobody(), false, "new", "mqt-to-topic")).isEqualTo(2);
        assertThat(output.toString()).contains(" x there is no template 'mqt-to-topic', did you mean 'mqtt-to-topic'?");

        assertThat(execute(nobody(), false, "new", "mqtt-to-topic", "--name=ovens", "--set=topik=telemetry"))
                .isEqualTo(2);
        assertThat(output.toString()).contains(" x mqtt-to-topic has no parameter 'topik', did you mean 'topic'?");

        assertThat(execute(
                        nobody(),
                        false,
                        "new",
                        "topic-to-database",
                        "--name=rows",
                        "--set=topic=telemetry",
                        "--set=table=readings"))
                .isEqualTo(2);
        assertThat(output.toString())
                .contains(" x there is no table 'readings' in config/tables.yaml, allowed are [telemetry]");
    }

    @Test
    void theTemplatesAreListedWithTheirParameters() {
        assertThat(execute(nobody(), false, "templates")).isZero();

        assertThat(output.toString())
                .contains("mqtt-to-topic      Every message of an MQTT topic filter becomes one Kafka record")
                .contains("  * filter         MQTT topic filter; a level in braces is captured")
                .contains("    key            Record key; records of one key stay in order (${header.device})")
                .contains(
                        "http-to-topic",
                        "file-to-topic",
                        "topic-to-database",
                        "topic-to-mqtt",
                        "topic-to-topic",
                        "topic-to-webhook");
    }

    private static InputStream nobody() {
        return answering("");
    }

    private static InputStream answering(String lines) {
        return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    }

    private int execute(InputStream answers, boolean terminal, String... arguments) {
        CommandLine commandLine = new CommandLine(new FieldgateCommand())
                .addSubcommand(new NewCommand(answers, terminal))
                .addSubcommand(new TemplatesCommand())
                .addSubcommand(new LintCommand())
                .addSubcommand(new TestCommand());
        commandLine.setOut(new PrintWriter(output, true));
        commandLine.setErr(new PrintWriter(errors, true));
        return FieldgateCommand.execute(commandLine, arguments);
    }
}
