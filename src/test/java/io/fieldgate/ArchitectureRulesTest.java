package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the rules of {@link ArchitectureTest} bite: each is given classes that break it, compiled for the occasion. */
class ArchitectureRulesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("offences")
    void refuses(String rule, String complaint, List<String> sources) throws Exception {
        compile(sources);

        EvaluationResult result = rule(rule).evaluate(new ClassFileImporter().importPath(folder.resolve("classes")));

        assertThat(result.getFailureReport().getDetails())
                .singleElement()
                .asString()
                .contains(complaint);
    }

    static Stream<Arguments> offences() {
        return Stream.of(
                offence(
                        "MESSAGE_IS_PURE",
                        "<io.fieldgate.message.Reading.log> has type <org.slf4j.Logger>",
                        "io.fieldgate.message.Reading: org.slf4j.Logger log;"),
                offence(
                        "MESSAGE_IS_PURE",
                        "<io.fieldgate.message.Reading.link> has type <io.fieldgate.mqtt.Link>",
                        "io.fieldgate.message.Reading: io.fieldgate.mqtt.Link link;",
                        "io.fieldgate.mqtt.Link: "),
                offence(
                        "YAML_KNOWS_NOBODY_WHO_READS_IT",
                        "<io.fieldgate.yaml.Section.rule> has type <io.fieldgate.alert.Rule>",
                        "io.fieldgate.yaml.Section: io.fieldgate.alert.Rule rule;",
                        "io.fieldgate.alert.Rule: "),
                offence(
                        "A_LANE_KNOWS_NOBODY_WHO_USES_IT",
                        "<io.fieldgate.lane.Passage.file> has type <io.fieldgate.file.Piece>",
                        "io.fieldgate.lane.Passage: io.fieldgate.file.Piece file;",
                        "io.fieldgate.file.Piece: "),
                offence(
                        "NEIGHBOURS_DO_NOT_KNOW_EACH_OTHER",
                        "<io.fieldgate.bridge.redis.Stream.queue> has type <io.fieldgate.bridge.rabbitmq.Queue>",
                        "io.fieldgate.bridge.redis.Stream: io.fieldgate.bridge.rabbitmq.Queue queue;",
                        "io.fieldgate.bridge.rabbitmq.Queue: "),
                offence(
                        "SIBLINGS_MEET_IN_A_ROUTE",
                        "<io.fieldgate.mqtt.Source.sink> has type <io.fieldgate.topic.Sink>",
                        "io.fieldgate.mqtt.Source: io.fieldgate.topic.Sink sink;",
                        "io.fieldgate.topic.Sink: "),
                offence(
                        "SIBLINGS_MEET_IN_A_ROUTE",
                        "<io.fieldgate.database.Sink.source> has type <io.fieldgate.http.Source>",
                        "io.fieldgate.database.Sink: io.fieldgate.http.Source source;",
                        "io.fieldgate.http.Source: "),
                offence(
                        "A_LAKE_KNOWS_TABLES_AND_NO_OTHER_SIBLING",
                        "<io.fieldgate.lake.Sink.topic> has type <io.fieldgate.topic.Sink>",
                        "io.fieldgate.lake.Sink: io.fieldgate.topic.Sink topic; io.fieldgate.database.Table table;",
                        "io.fieldgate.topic.Sink: ",
                        "io.fieldgate.database.Table: "),
                offence(
                        "NOBODY_BESIDE_A_LAKE_KNOWS_IT",
                        "<io.fieldgate.database.Table.lake> has type <io.fieldgate.lake.Sink>",
                        "io.fieldgate.database.Table: io.fieldgate.lake.Sink lake;",
                        "io.fieldgate.lake.Sink: "),
                offence(
                        "SOURCES_AND_SINKS_KNOW_NOTHING_ABOVE_THEM",
                        "<io.fieldgate.database.Sink.files> has type <io.fieldgate.route.Files>",
                        "io.fieldgate.database.Sink: io.fieldgate.route.Files files;",
                        "io.fieldgate.route.Files: "),
                offence(
                        "SOURCES_AND_SINKS_KNOW_NOTHING_ABOVE_THEM",
                        "<io.fieldgate.topic.Sink.line> has type <io.fieldgate.command.Line>",
                        "io.fieldgate.topic.Sink: io.fieldgate.command.Line line;",
                        "io.fieldgate.command.Line: "),
                offence(
                        "ROUTE_AND_OBSERVE_KNOW_NOTHING_ABOVE_THEM",
                        "<io.fieldgate.route.Files.line> has type <io.fieldgate.command.Line>",
                        "io.fieldgate.route.Files: io.fieldgate.command.Line line;",
                        "io.fieldgate.command.Line: "),
                offence(
                        "NOBODY_KNOWS_THE_MAIN_CLASS",
                        "<io.fieldgate.command.Line.main> has type <io.fieldgate.Main>",
                        "io.fieldgate.command.Line: io.fieldgate.Main main;",
                        "io.fieldgate.Main: "),
                offence(
                        "EMBEDDED_IS_OPTIONAL",
                        "<io.fieldgate.command.Line.broker> has type <io.fieldgate.embedded.Broker>",
                        "io.fieldgate.command.Line: io.fieldgate.embedded.Broker broker;",
                        "io.fieldgate.embedded.Broker: "),
                offence(
                        "NO_CYCLES",
                        "Cycle detected: Slice command",
                        "io.fieldgate.command.Line: io.fieldgate.route.Files files;",
                        "io.fieldgate.route.Files: io.fieldgate.command.Line line;"),
                offence(
                        "EVERY_PACKAGE_HAS_ITS_PLACE",
                        "<io.fieldgate.gadget.Gadget> does not reside in any package",
                        "io.fieldgate.gadget.Gadget: "),
                offence(
                        "PACKAGES_ARE_DOMAIN_WORDS",
                        "<io.fieldgate.topic.util.Names> does reside in any package",
                        "io.fieldgate.topic.util.Names: "),
                offence(
                        "CLASSES_ARE_DOMAIN_WORDS",
                        "<io.fieldgate.topic.TopicManager> has name matching",
                        "io.fieldgate.topic.TopicManager: "),
                offence(
                        "CONSTRUCTORS_INJECT",
                        "<io.fieldgate.topic.Sink.clock> is annotated with @Autowired",
                        "io.fieldgate.topic.Sink: @org.springframework.beans.factory.annotation.Autowired"
                                + " java.time.Clock clock;"));
    }

    /** @param sources each a class, a colon, and what stands in it */
    private static Arguments offence(String rule, String complaint, String... sources) {
        return arguments(rule, complaint, List.of(sources));
    }

    @Test
    void everyRuleIsTried() {
        List<String> rules = Arrays.stream(ArchitectureTest.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(ArchTest.class))
                .map(field -> field.getName())
                .toList();

        assertThat(offences().map(offence -> String.valueOf(offence.get()[0])).distinct())
                .containsExactlyInAnyOrderElementsOf(rules);
    }

    @Test
    void aRuleThatFindsNothingToCheckFails() throws Exception {
        compile(List.of("io.fieldgate.mqtt.Source: "));

        JavaClasses classes = new ClassFileImporter().importPath(folder.resolve("classes"));

        assertThatThrownBy(() -> ArchitectureTest.MESSAGE_IS_PURE.evaluate(classes))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }

    private static ArchRule rule(String name) throws ReflectiveOperationException {
        return (ArchRule) ArchitectureTest.class.getDeclaredField(name).get(null);
    }

    private void compile(List<String> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : sources) {
            String name = source.substring(0, source.indexOf(':'));
            int dot = name.lastIndexOf('.');
            Path file = folder.resolve("sources").resolve(name.replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(
                    file,
                    "package %s; public class %s { %s }"
                            .formatted(
                                    name.substring(0, dot),
                                    name.substring(dot + 1),
                                    source.substring(name.length() + 1))));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            errors,
                            manager,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    Files.createDirectories(folder.resolve("classes"))
                                            .toString()),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as(errors.toString()).isTrue();
        }
    }
}
