package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import picocli.CommandLine;

class TestCommandTest {
    private static final String ROUTE = """
            - templatedRoute:
                routeTemplateRef: mqtt-to-topic
                routeId: ovens
                parameters:
                  - { name: filter, value: "ovens/{device}" }
                  - { name: topic, value: telemetry }
            """;

    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void aFailureShowsWhatWasExpectedAndWhatCameWithTheLine() throws Exception {
        write("ovens.camel.yaml", ROUTE);
        Path tests = write("ovens.test.yaml", """
                tests:
                  - name: a reading is stored
                    given:
                      - { topic: ovens/07, body: { temperature: 21.5, humidity: 40 } }
                    expect:
                      - topic: telemetry
                        key: "08"
                        headers:
                          fg.device: "07"
                          fg.site: north
                        body: { temperature: 22 }
                """);

        assertThat(execute("test", folder.toString())).isEqualTo(1);

        assertThat(output.toString().lines())
                .startsWith(
                        " x " + tests + ":2: a reading is stored",
                        "   " + tests + ":7: expected key 08, was 07",
                        "   " + tests + ":10: expected header fg.site north, was nothing",
                        "   " + tests + ":11: expected /temperature of the body 22, was 21.5",
                        "   " + tests + ":11: expected no /humidity in the body, was 40")
                .last()
                .asString()
                .startsWith("1 files, 1 tests, 1 failed, ");
    }

    @Test
    void whatComesTooMuchAndWhatDoesNotComeIsSaid() throws Exception {
        write("ovens.camel.yaml", ROUTE);
        Path tests = write("ovens.test.yaml", """
                tests:
                  - name: nothing is stored
                    given:
                      - { topic: ovens/07, body: { temperature: 21.5 } }
                    expect: []
                  - name: two are stored
                    given:
                      - { topic: ovens/07, body: "{" }
                    expect:
                      - { topic: telemetry }
                      - { topic: telemetry }
                """);

        assertThat(execute("test", tests.toString())).isEqualTo(1);

        assertThat(output.toString())
                .contains(tests + ":2: expected nothing more, but there came a record of topic telemetry key=07"
                        + " timestamp=2026-01-01T00:00:00Z {\"temperature\":21.5}")
                .contains(tests + ":10: expected a record of topic telemetry, was a dead letter in telemetry.dlq"
                        + " code=MALFORMED_JSON")
                .contains(tests + ":11: expected a record of topic telemetry, but nothing more came");
    }

    @Test
    void aMistakeInATestFileIsShownWithItsPlaceAndWhatIsAllowed() throws Exception {
        write("ovens.camel.yaml", ROUTE);
        Path tests = write("ovens.test.yaml", """
                tests:
                  - name: a reading is stored
                    given:
                      - { topc: ovens/07, body: { temperature: 21.5 } }
                    expect:
                      - { topic: telemetry, keys: "07" }
                """);

        assertThat(execute("test", tests.toString())).isEqualTo(2);

        assertThat(output.toString())
                .contains(" x " + tests + ":4:11: unknown key 'topc' in a given message, did you mean 'topic'?")
                .contains(" x " + tests + ":6:29: unknown key 'keys' in 'topic', did you mean 'key'?")
                .contains("1 files, 0 tests, 0 failed")
                .contains("2 mistakes in files");
    }

    @Test
    void aMessageThatTheRouteDoesNotTakeIsAMistakeOfTheTest() throws Exception {
        write("ovens.camel.yaml", ROUTE);
        Path tests = write("ovens.test.yaml", """
                tests:
                  - name: a reading is stored
                    given:
                      - { topic: pumps/07, body: { temperature: 21.5 } }
                    expect:
                      - { topic: telemetry }
                """);

        assertThat(execute("test", tests.toString())).isEqualTo(2);

        assertThat(output.toString())
                .contains(" x " + tests
                        + ":4: the topic 'pumps/07' does not match the filter of the route, 'ovens/{device}'");
    }

    @Test
    void aRouteFileThatCamelRefusesIsAMistake() throws Exception {
        Path route = write("ovens.camel.yaml", ROUTE.replace("name: filter", "name: fliter"));
        Path tests = write("ovens.test.yaml", """
                tests:
                  - { name: a reading is stored, given: [{ topic: ovens/07 }], expect: [] }
                """);

        assertThat(execute("test", route.toString())).isEqualTo(2);

        assertThat(output.toString())
                .contains(" x " + route + ": Route template mqtt-to-topic")
                .contains("filter");
        assertThat(tests).exists();
    }

    @Test
    void aMistakeInOneRouteFileIsNoneOfAnother() throws Exception {
        write("ovens.camel.yaml", ROUTE);
        write("broken.camel.yaml", "- route: {id: broken, from: {uri: 'mqtt:broken/#/broken', steps: []}}\n");
        Path tests = write("ovens.test.yaml", """
                tests:
                  - name: a reading is stored
                    given: [{ topic: ovens/07, body: { temperature: 21.5 } }]
                    expect: [{ topic: telemetry }]
                """);

        assertThat(execute("test", tests.toString())).as(output.toString()).isZero();
    }

    @Test
    void theResultsAreWrittenAsBuildServersReadThem() throws Exception {
        write("ovens.camel.yaml", ROUTE);
        Path tests = write("ovens.test.yaml", """
                tests:
                  - name: a reading is stored
                    given: [{ topic: ovens/07, body: { temperature: 21.5 } }]
                    expect: [{ topic: telemetry }]
                  - name: a reading is <not> stored
                    given: [{ topic: ovens/07, body: { temperature: 21.5 } }]
                    expect: []
                """);
        Path xml = folder.resolve("results.xml");

        assertThat(execute("test", folder.toString(), "--junit", xml.toString()))
                .isEqualTo(1);

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).isEqualTo(tests.toString());
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        Element failed = (Element) document.getElementsByTagName("testcase").item(1);
        assertThat(failed.getAttribute("name")).isEqualTo("a reading is <not> stored");
        assertThat(failed.getElementsByTagName("failure").item(0).getTextContent())
                .startsWith(tests + ":5: expected nothing more");
    }

    @Test
    void theShippedRoutesAndRulesPassTheirTests() {
        assertThat(execute("test", "--filter", "alert")).as(output.toString()).isZero();

        assertThat(output.toString())
                .contains(" √ an oven that stays hot raises an alert")
                .contains(" √ a device that stays hot raises one alert, which ends when it has cooled down");
    }

    @Test
    void aPathThatDoesNotExistAndAFilterThatFitsNothingAreMistakes() {
        assertThat(execute("test", "routs")).isEqualTo(2);
        assertThat(output.toString()).contains(" x there is no routs");

        assertThat(execute("test", "routes", "--filter", "no such test")).isEqualTo(2);
        assertThat(output.toString()).contains(" x no test was found with 'no such test' in its name");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int execute(String... arguments) {
        CommandLine commandLine = new CommandLine(new FieldgateCommand()).addSubcommand(new TestCommand());
        commandLine.setOut(new PrintWriter(output, true));
        commandLine.setErr(new PrintWriter(errors, true));
        return FieldgateCommand.execute(commandLine, arguments);
    }
}
