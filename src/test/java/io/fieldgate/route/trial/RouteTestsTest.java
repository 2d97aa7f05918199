package io.fieldgate.route.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.route.trial.RouteTests.Tested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What routes with steps of their own do in a test. */
class RouteTestsTest {
    @TempDir
    private Path folder;

    @Test
    void aStockEndpointIsReplacedAndWhatIsSentToItCompared() throws IOException {
        write("copy.camel.yaml", """
                - route:
                    id: copy
                    from:
                      uri: topic:telemetry
                      steps:
                        - setHeader: { name: unit, constant: C }
                        - to: { uri: "kafka:copies", parameters: { brokers: "nowhere:1" } }
                        - to: "log:silent"
                """);

        assertPasses("copy.test.yaml", """
                tests:
                  - name: a record is copied
                    given: [{ key: a, body: { t: 1 } }]
                    expect: [{ to: "kafka:copies", headers: { unit: C }, body: { t: 1.0 } }]
                """);
    }

    @Test
    void routesOfOtherFilesThatAreMentionedAndWhatHoldsForAllAreThere() throws IOException {
        write("main.camel.yaml", """
                - route: { id: main, from: { uri: "topic:telemetry", steps: [{ to: "direct:next" }] } }
                """);
        write("next.camel.yaml", """
                - route: { id: next, from: { uri: "direct:next", steps: [{ to: "seda:later" }] } }
                """);
        write("later.camel.yaml", """
                - route: { id: later, from: { uri: "seda:later", steps: [{ to: "topic:copies" }, { throwException: { exceptionType: java.lang.IllegalStateException, message: late } }] } }
                """);
        write("all.camel.yaml", """
                - routeConfiguration:
                    onException:
                      - onException:
                          exception: [java.lang.IllegalStateException]
                          handled: { constant: "true" }
                          steps: [{ to: "topic:failed" }]
                """);

        assertPasses("main.test.yaml", """
                tests:
                  - name: it goes all the way
                    given: [{ key: a, body: one }]
                    expect: [{ topic: copies, key: a, body: one }, { topic: failed, body: one }]
                """);
    }

    @Test
    void eachTestBeginsWithRoutesThatRememberNothing() throws IOException {
        write("once.camel.yaml", """
                - beans:
                    - name: seen
                      type: "org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository"
                - route:
                    id: once
                    from:
                      uri: topic:telemetry
                      steps:
                        - idempotentConsumer:
                            simple: "${body}"
                            idempotentRepository: seen
                            steps: [{ to: "topic:copies" }]
                """);

        assertPasses("once.test.yaml", """
                tests:
                  - name: the first of two passes
                    given: [{ key: a, body: one, times: 2 }]
                    expect: [{ topic: copies }]
                  - name: and again in the next test
                    given: [{ key: a, body: one }]
                    expect: [{ topic: copies }]
                """);
    }

    @Test
    void aFailureThatMayHealMakesTheMessageWait() throws IOException {
        write("flaky.camel.yaml", """
                - route:
                    id: flaky
                    from:
                      uri: mqtt:flaky/{device}
                      steps: [{ throwException: { exceptionType: java.io.IOException, message: away } }]
                """);

        assertPasses("flaky.test.yaml", """
                tests:
                  - name: it waits
                    given: [{ topic: flaky/a, body: one }]
                    expect: [{ waits: TEMPORARY, message: away }]
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "given: [], expect: []|'name' is missing, it takes a sentence",
                "name: a, expect: []|'given' is missing, it takes a list of what comes to the route",
                "name: a, given: []|'expect' is missing, it takes a list of what comes out, [] for nothing",
                "name: a, given: [], expct: []|unknown key 'expct' in a test, did you mean 'expect'?",
                "name: a, given: [{at: soon}], expect: []|'at' is 'soon', allowed is a time like 500ms, 30s, 5m, 1h30m, 7d after the beginning",
                "name: a, given: [{times: many}], expect: []|'times' is 'many', allowed is 1 to 10000",
                "name: a, given: [{file: nowhere.json}], expect: []|the file 'nowhere.json' cannot be read",
                "name: a, given: [{file: a.json, body: b}], expect: []|'file' and 'body' stand together, one of them is allowed",
                "name: a, given: [{headers: b}], expect: []|'headers' is no mapping of names to texts",
                "name: a, given: [], expect: [{body: b}]|an expectation does not say what comes out, it takes exactly one of [topic, dead-letter, row,",
                "name: a, given: [], expect: [{topic: a, row: b}]|an expectation names two ends, it takes exactly one of [topic,",
                "name: a, given: [], expect: [{row: a, key: b}]|unknown key 'key' in 'row'",
                "name: a, given: [], expect: [{topic: a, headers: b}]|'headers' is no mapping of names to texts",
                "name: a, given: [], expect: [{topic: a, timestamp: soon}]|'timestamp' is 'soon', allowed is a time like",
                "name: a, given: [], expect: [{topic: a, headers: {a: [1]}}]|'headers' takes names and texts"
            })
    void aMistakeInATestFileIsNamed(String test, String message) throws IOException {
        write("any.camel.yaml", "- route: { id: any, from: { uri: 'topic:a', steps: [{ to: 'topic:b' }] } }\n");
        Path file = write("any.test.yaml", "tests:\n  - {" + test + "}\n");

        Tested tested = run(file);

        assertThat(tested.results()).isEmpty();
        assertThat(tested.mistakes())
                .anySatisfy(
                        mistake -> assertThat(mistake).startsWith(file + ":2:").contains(message));
    }

    @Test
    void aTestWithoutAFileToTestIsAMistake() throws IOException {
        Path file = write("alone.test.yaml", "tests: []\n");

        assertThat(run(file).mistakes())
                .containsExactly(file + ": there is neither alone.camel.yaml nor alone.yaml beside it to be tested");
    }

    @Test
    void aTestMustSayWhichOfSeveralRoutesItMeans() throws IOException {
        write("two.camel.yaml", """
                - route: { id: one, from: { uri: "topic:a", steps: [{ to: "topic:b" }] } }
                - route: { id: other, from: { uri: "topic:b", steps: [{ to: "topic:c" }] } }
                """);
        Path file = write("two.test.yaml", """
                tests:
                  - { name: a, given: [{ body: a }], expect: [] }
                  - { name: b, route: another, given: [{ body: a }], expect: [] }
                """);

        assertThat(run(file).mistakes())
                .containsExactly(
                        file + ":2: 'route' is missing, allowed are [one, other]",
                        file + ":3: there is no route 'another', allowed are [one, other]");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Tested run(Path file) throws IOException {
        return new RouteTests(Path.of("config", "alerts.yaml"), null).run(file);
    }

    private void assertPasses(String name, String tests) throws IOException {
        Tested tested = run(write(name, tests));

        assertThat(tested.mistakes()).isEmpty();
        assertThat(tested.results())
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.differences()).isEmpty());
    }
}
