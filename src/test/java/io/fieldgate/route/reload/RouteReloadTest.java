package io.fieldgate.route.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fieldgate.route.ShippedTemplates;
import io.fieldgate.route.lint.Linter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

/** What files do to a context whose routes are supervised, as the gateway's are. */
class RouteReloadTest {
    private static final String SECOND = """
            - route: { id: second, from: { uri: "direct:second", steps: [{ setBody: { constant: "second" } }] } }
            """;
    private static final String FIRST = """
            - route:
                id: first
                from:
                  uri: "direct:first"
                  steps:
                    - setBody: { constant: "one" }
            """;

    @TempDir
    private Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Boolean> moving = new ArrayList<>();
    private RouteReload reload;

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void aBadFileAtTheStartDisablesItsOwnRoutesOnly() throws Exception {
        write("bad.camel.yaml", FIRST.replace("setBody", "setBodyy"));
        write("good.camel.yaml", SECOND);

        start();

        assertThat(ask("second")).isEqualTo("second");
        assertThat(camel.getRoute("first")).isNull();
        FileState bad = reload.files().get(0);
        assertThat(bad.isDisabled()).isTrue();
        assertThat(bad.verdict()).isEqualTo("is not loaded: " + bad.problems().get(0));
        assertThat(new RouteFilesHealth(reload).health().getDetails())
                .containsEntry("cause", bad.file() + " " + bad.verdict());
        assertThat(bad.problems())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("bad.camel.yaml") + ":6:11: error FG101 no step is called 'setBodyy'");
        assertThat(meters.get("fieldgate.config.last.reload.successful").gauge().value())
                .isZero();

        write("bad.camel.yaml", FIRST);
        assertThat(reload.reload().added()).containsExactly("first");

        assertThat(ask("first")).isEqualTo("one");
        assertThat(meters.get("fieldgate.config.last.reload.successful").gauge().value())
                .isEqualTo(1);
        assertThat(meters.get("fieldgate.config.last.reload.success.timestamp.seconds")
                        .gauge()
                        .value())
                .isGreaterThan(1e9);
    }

    @Test
    void aFileThatCamelRefusesAtTheStartDisablesItsOwnRoutesOnly() throws Exception {
        write(
                "bad.camel.yaml",
                FIRST
                        + "- route: { id: third, from: { uri: \"direct:third\", steps: [{ bean: { ref: nobody } }] } }\n");
        write("good.camel.yaml", SECOND);

        start();

        assertThat(ask("second")).isEqualTo("second");
        assertThat(camel.getRoutes()).hasSize(1);
        assertThat(reload.files().get(0).problems())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("bad.camel.yaml") + ":7: route 'third': ");
    }

    @Test
    void onlyWhatChangedMovesAndTheReceiptSaysWhat() throws Exception {
        write("routes.camel.yaml", FIRST + SECOND);
        start();
        Route second = camel.getRoute("second");

        write("routes.camel.yaml", FIRST.replace("one", "another") + SECOND);
        Receipt receipt = reload.reload();

        assertThat(receipt.changed()).containsExactly("first");
        assertThat(receipt.added()).isEmpty();
        assertThat(receipt.removed()).isEmpty();
        assertThat(receipt.running()).containsExactly("first", "second");
        assertThat(receipt.successful()).isTrue();
        assertThat(ask("first")).isEqualTo("another");
        assertThat(camel.getRoute("second")).isSameAs(second);
        assertThat(moving).endsWith(true, false);
        assertThat(reload.receipts()).hasSize(2).startsWith(receipt);
    }

    @Test
    void aMistakeLeavesTheRunningVersionUntilItIsCorrected() throws Exception {
        write("routes.camel.yaml", FIRST);
        start();
        Route first = camel.getRoute("first");

        write("routes.camel.yaml", FIRST.replace("constant", "konstant"));
        Receipt receipt = reload.reload();

        assertThat(receipt.successful()).isFalse();
        assertThat(receipt.changed()).isEmpty();
        assertThat(camel.getRoute("first")).isSameAs(first);
        assertThat(reload.files().get(0).isDisabled()).isFalse();
        assertThat(reload.files().get(0).problems().get(0)).contains("routes.camel.yaml:6:22: error FG");

        write("routes.camel.yaml", "");
        assertThat(reload.reload().problems()).singleElement().asString().contains("is empty");
        assertThat(ask("first")).isEqualTo("one");
    }

    @Test
    void whatCamelRefusesIsTakenBackAndTheOtherFilesChange() throws Exception {
        write("a.camel.yaml", FIRST);
        write("b.camel.yaml", SECOND);
        start();

        write("a.camel.yaml", FIRST.replace("constant: \"one\"", "simple: \"${bean:nobody?method=x}\"") + """
                - route: { id: fourth, from: { uri: "direct:fourth", steps: [{ bean: { ref: nobody } }] } }
                """);
        write("b.camel.yaml", SECOND.replace("constant: \"second\"", "constant: \"2\""));
        Receipt receipt = reload.reload();

        assertThat(receipt.changed()).containsExactly("second");
        assertThat(receipt.problems()).singleElement().asString().contains("a.camel.yaml:");
        assertThat(ask("first")).isEqualTo("one");
        assertThat(ask("second")).isEqualTo("2");
        assertThat(camel.getRoute("fourth")).isNull();
        assertThat(camel.getRouteDefinitions()).hasSize(2);
    }

    @Test
    void routesThatOthersSendToStopWhenThoseAreEmpty() throws Exception {
        String sender = """
                - route:
                    id: sender
                    from:
                      uri: "timer:once"
                      parameters: { delay: "0", repeatCount: "1" }
                      steps:
                        - delay: { constant: "500" }
                        - to: "direct:second"
                """;
        write("a.camel.yaml", sender);
        write("b.camel.yaml", SECOND);
        start();
        await().until(() -> camel.getInflightRepository().size("sender") > 0);
        write("a.camel.yaml", sender.replace("500", "400"));
        write("b.camel.yaml", SECOND.replace("constant: \"second\"", "constant: \"2\""));
        long begun = System.nanoTime();

        Receipt receipt = reload.reload();

        assertThat(receipt.changed()).containsExactlyInAnyOrder("sender", "second");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("far less than the time that is given to what does not end")
                .isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void nothingIsTakenThatWouldBreakWhatStaysAsItIs() throws Exception {
        write("a.camel.yaml", FIRST.replace("setBody: { constant: \"one\" }", "to: \"direct:second\""));
        write("b.camel.yaml", SECOND);
        start();

        Files.delete(folder.resolve("b.camel.yaml"));
        Receipt receipt = reload.reload();

        assertThat(receipt.successful()).isFalse();
        assertThat(receipt.removed()).isEmpty();
        assertThat(receipt.problems()).hasSize(2).first().asString().contains("a.camel.yaml:6:23: error FG314");
        assertThat(ask("first")).isEqualTo("second");
    }

    @Test
    void filesComeAndGo() throws Exception {
        write("a.camel.yaml", FIRST);
        start();

        write("b.camel.yaml", SECOND);
        assertThat(reload.reload().added()).containsExactly("second");
        assertThat(ask("second")).isEqualTo("second");

        Files.delete(folder.resolve("a.camel.yaml"));
        assertThat(reload.reload().removed()).containsExactly("first");
        assertThat(camel.getRoutes()).hasSize(1);
        assertThat(camel.getRouteDefinitions()).hasSize(1);
        assertThat(reload.files()).hasSize(1);
    }

    @Test
    void whatRunsStaysWhenAllFilesAreSuddenlyGone() throws Exception {
        write("a.camel.yaml", FIRST);
        write("b.camel.yaml", SECOND);
        start();

        Files.delete(folder.resolve("a.camel.yaml"));
        Files.delete(folder.resolve("b.camel.yaml"));
        lookTwice();

        assertThat(ask("first")).isEqualTo("one");
        assertThat(ask("second")).isEqualTo("second");
        assertThat(reload.files()).extracting(FileState::state).containsOnly(FileState.State.EARLIER);
        assertThat(reload.receipts().get(0).problems())
                .contains(folder.resolve("a.camel.yaml") + ":1: is gone, as all route files are, and its routes run on;"
                        + " POST /api/v1/config/reload takes them away if that is meant");
        Health health = new RouteFilesHealth(reload).health();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("cure", "Bring the files back; POST /api/v1/config/reload takes their routes away.");

        write("a.camel.yaml", FIRST);
        lookTwice();

        assertThat(reload.files()).extracting(FileState::state).containsExactly(FileState.State.RUNNING);
        assertThat(camel.getRoutes()).as("the other file has really gone").hasSize(1);
    }

    @Test
    void whoReloadsAnEmptyFolderTakesAllRoutesAway() throws Exception {
        write("a.camel.yaml", FIRST);
        start();

        Files.delete(folder.resolve("a.camel.yaml"));
        Receipt receipt = reload.reload();

        assertThat(receipt.removed()).containsExactly("first");
        assertThat(camel.getRoutes()).isEmpty();
        assertThat(reload.files()).isEmpty();
    }

    /** A change is taken when two looks see the same. */
    private void lookTwice() {
        reload.look();
        reload.look();
    }

    @Test
    void twoRoutesMayExchangeTheirPlaces() throws Exception {
        write("routes.camel.yaml", FIRST + SECOND);
        start();

        write(
                "routes.camel.yaml",
                FIRST.replace("direct:first", "direct:second") + SECOND.replace("direct:second", "direct:first"));
        Receipt receipt = reload.reload();

        assertThat(receipt.changed()).containsExactly("first", "second");
        assertThat(ask("first")).isEqualTo("second");
        assertThat(ask("second")).isEqualTo("one");
    }

    @Test
    void templatesAndBeansOfTheProjectComeIntoEffectToo() throws Exception {
        write("template.camel.yaml", template("hello"));
        write("made.camel.yaml", """
                - templatedRoute: { routeTemplateRef: greeting, routeId: made, parameters: [{ name: in, value: made }] }
                """);
        start();
        assertThat(ask("made")).isEqualTo("hello from 3 letters");

        write("template.camel.yaml", template("good bye"));
        Receipt receipt = reload.reload();

        assertThat(receipt.problems()).isEmpty();
        assertThat(receipt.changed()).containsExactly("made");
        assertThat(ask("made")).isEqualTo("good bye from 3 letters");
        assertThat(camel.getRouteTemplateDefinitions())
                .hasSize(1 + ShippedTemplates.all().size());

        write("template.camel.yaml", template("good bye").replace("3", "4"));
        Receipt another = reload.reload();

        assertThat(another.problems()).isEmpty();
        assertThat(another.changed()).containsExactly("made");
        assertThat(ask("made")).isEqualTo("good bye from 4 letters");
    }

    private static String template(String text) {
        return """
                - beans:
                    - { name: letters, type: java.util.concurrent.atomic.AtomicInteger, constructors: { "0": "3" } }
                - routeTemplate:
                    id: greeting
                    parameters: [{ name: in }]
                    route:
                      from:
                        uri: "direct:{{in}}"
                        steps:
                          - setBody: { simple: "TEXT from ${bean:letters?method=get} letters" }
                """.replace("TEXT", text);
    }

    @Test
    void aChangeIsTakenWhenTwoLooksSeeTheSame() throws Exception {
        write("routes.camel.yaml", FIRST);
        start();
        write("routes.camel.yaml", FIRST.substring(0, FIRST.indexOf("setBody")));
        reload.look();
        write("routes.camel.yaml", FIRST.replace("one", "two"));

        reload.look();
        assertThat(ask("first")).isEqualTo("one");
        reload.look();
        assertThat(ask("first")).isEqualTo("two");
        reload.look();

        assertThat(reload.receipts()).hasSize(2);
    }

    @Test
    void aRouteThatIsNotToStartByItselfDoesNot() throws Exception {
        write("routes.camel.yaml", FIRST);
        start();

        write("more.camel.yaml", SECOND.replace("id: second", "id: second, autoStartup: \"false\""));
        assertThat(reload.reload().problems()).isEmpty();

        assertThat(camel.getRouteController().getRouteStatus("second").isStopped())
                .isTrue();
    }

    private void start() throws Exception {
        reload = new RouteReload(
                files -> new Linter(folder, Path::toString).lint(files),
                moving::add,
                new ReloadJournal(new ReloadMeters(meters)));
        camel.getRouteController().supervising();
        for (ShippedTemplates.Template template : ShippedTemplates.all()) {
            camel.addRoutes(EntryLoader.load(camel, new RouteFile(template.file(), template.text()), Set.of(0)));
        }
        reload.watch(camel, this::files);
        camel.addStartupListener(new FirstReading(reload));
        camel.start();
    }

    private Collection<Resource> files() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> ResourceHelper.resolveResource(camel, "file:" + file))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String ask(String route) {
        return camel.createProducerTemplate().requestBodyAndHeaders("direct:" + route, "", Map.of(), String.class);
    }
}
