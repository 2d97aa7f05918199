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
import org.junit.jupiter.params.provider.CsvSource;
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
                "topic-to-topic --set topic=telemetry --set to=copies",
                "rabbitmq-to-topic --set queue=readings --set topic=telemetry",
                "rabbitmq-to-topic --set queue=readings --set topic=telemetry --set routingKey=plant.{site}.*.{device}",
                "topic-to-rabbitmq --set topic=telemetry --set exchange=alarms",
                "topic-to-rabbitmq --set topic=telemetry --set exchange=amq.default --set routingKey=alarms.{line}",
                "redis-to-topic --set source=stream:readings --set topic=telemetry",
                "redis-to-topic --set source=list:readings --set topic=telemetry --set key=/sensor/id --set timestamp=/ts",
                "topic-to-redis --set topic=telemetry --set to=stream:readings:{device} --set maxLength=10000",
                "topic-to-redis --set topic=telemetry --set to=channel:readings",
                "broker-to-topic --set source=queue:plant.readings --set topic=telemetry --set key=${header[broker.group-id]}",
                "broker-to-topic --set source=topic:plant.{line}.{device} --set subscription=telemetry --set topic=telemetry",
                "topic-to-broker --set topic=telemetry --set to=queue:alarms.{line} --set messages=text",
                "jafka-to-topic --set source=readings --set topic=telemetry",
                "jafka-to-topic --set source=readings --set topic=telemetry --set broker=127.0.0.1:9092 --set key=/device"
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
                "topic-to-topic --set topic=telemetry.dlq --set to=telemetry",
                "rabbitmq-to-topic --set queue=readings --set topic=telemetry --set routingKey=plant.{site}.{device}",
                "topic-to-rabbitmq --set topic=telemetry --set exchange=alarms --set mandatory=false",
                "redis-to-topic --set source=stream:readings --set topic=telemetry --set key=/device",
                "topic-to-redis --set topic=telemetry --set to=stream:readings:{device}",
                "broker-to-topic --set source=queue:plant.{line}.{device} --set topic=telemetry",
                "broker-to-topic --set source=topic:plant --set subscription=plant --set topic=telemetry --set key=/device",
                "topic-to-broker --set topic=telemetry --set to=topic:alarms.{line}",
                "jafka-to-topic --set source=readings --set topic=telemetry"
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zeromq-to-topic --set source=pull:meters --set topic=telemetry --set key=/device",
                "zeromq-to-topic --set source=sub:meters --set topic=telemetry --set topicFrame=plant.{line}.{device}",
                "topic-to-zeromq --set topic=telemetry --set to=push:meters",
                "topic-to-zeromq --set topic=telemetry --set to=pub:meters --set topicFrame=alarm.{line}.{device}"
            })
    void aRouteOfASocketOfTheConfigurationComesWithATestThatPasses(String arguments) {
        System.setProperty("fieldgate.zeromq.sockets.meters.address", "tcp://127.0.0.1:5557");
        try {
            assertThat(execute(nobody(), false, ("new --name made --routes " + folder + " " + arguments).split(" ")))
                    .as(output.toString())
                    .isZero();
            assertThat(execute(nobody(), false, "lint", "--deny-warnings", folder.toString()))
                    .as(output.toString())
                    .isZero();
            assertThat(execute(nobody(), false, "test", folder.toString()))
                    .as(output.toString())
                    .isZero();
        } finally {
            System.clearProperty("fieldgate.zeromq.sockets.meters.address");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            rabbitmq-to-topic --set queue=q --set topic=telemetry --set routingKey=plant.x{site} | 'plant.x{site}': a name in braces is a whole word
            topic-to-rabbitmq --set topic=telemetry --set exchange=e --set mandatory=perhaps | mandatory is 'perhaps', which it does not take; docs/reference/components.md says
            redis-to-topic --set source=readings --set topic=telemetry | redis:readings: 'readings' is none of stream, list and channel
            topic-to-redis --set topic=telemetry --set to=stream:s --set maxLength=many | maxLength is 'many', which it does not take; docs/reference/components.md says
            broker-to-topic --set source=topic:plant --set topic=telemetry | broker:topic:plant: a source that takes from a topic needs the option subscription
            topic-to-broker --set topic=telemetry --set to=queue:q --set messages=json | broker:queue:q: messages is json, allowed is bytes or text
            zeromq-to-topic --set source=pull:metres --set topic=telemetry | zeromq:pull:metres: there is no socket of that name, set fieldgate.zeromq.sockets.metres.address in config/application.yaml
            topic-to-zeromq --set topic=telemetry --set to=sub:meters | zeromq:sub:meters: sub is for sources, allowed are push and pub
            jafka-to-topic --set source=readings --set topic=telemetry --set broker=jafka-2 | jafka:readings: broker is 'jafka-2', allowed is host:port
            """)
    void whatANeighbourWouldRefuseIsSaidAndNotWritten(String arguments, String words) {
        assertThat(execute(nobody(), false, ("new --name made --routes " + folder + " " + arguments).split(" ")))
                .isEqualTo(2);

        assertThat(output.toString()).startsWith(" x " + words);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            --set topic=telemetry | Its records have no key, so those of a device are in no order; --set key=/device
            --set topic=telemetry --set key=device | All its records have the key 'device'; --set key=/device
            """)
    void aKeyThatGivesNoOrderIsPointedOut(String arguments, String words) {
        assertThat(execute(
                        nobody(),
                        false,
                        ("new jafka-to-topic --name made --set source=readings --routes " + folder + " " + arguments)
                                .split(" ")))
                .isZero();

        assertThat(output.toString()).contains("   " + words);
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
                        "topic-to-webhook",
                        "rabbitmq-to-topic",
                        "topic-to-rabbitmq",
                        "redis-to-topic",
                        "topic-to-redis",
                        "broker-to-topic",
                        "topic-to-broker",
                        "zeromq-to-topic",
                        "topic-to-zeromq",
                        "jafka-to-topic");
    }

    @Test
    void asksWhatTheKeyIsWhereNoNameInBracesSaysIt() {
        InputStream answers = answering("entries\nstream:readings\ntelemetry\n/device\n");

        assertThat(execute(answers, true, "new", "redis-to-topic", "--routes", folder.toString()))
                .as(output.toString())
                .isZero();

        assertThat(output.toString())
                .contains("source - What to take from: stream:KEY, list:KEY, or channel:NAME")
                .contains("key - Record key, which keeps the messages of a device in order")
                .contains(" [none]: ");
        assertThat(folder.resolve("entries.camel.yaml")).content().contains("""
                      - { name: source, value: "stream:readings" }
                      - { name: topic, value: telemetry }
                      - { name: key, value: "/device" }
                """);
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
