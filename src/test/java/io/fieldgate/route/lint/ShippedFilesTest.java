package io.fieldgate.route.lint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we ship is free of mistakes, documentation too. */
class ShippedFilesTest {
    @Test
    void routesConfigurationAndDocumentationAreClean() {
        List<Path> shipped = Stream.of(
                        "routes",
                        "config",
                        "README.md",
                        "CHANGELOG.md",
                        "docs",
                        "bench/README.md",
                        "src/main/resources")
                .map(Path::of)
                .toList();

        Linter.Result result = new Linter(Path.of(""), Path::toString).lint(shipped);

        assertThat(result.findings()).isEmpty();
        assertThat(result.files()).isGreaterThan(15);
    }

    @Test
    void examplesAreCleanOnceTheirTopicsAreListed(@TempDir Path project) throws IOException {
        Files.createDirectory(project.resolve("config"));
        Files.writeString(
                project.resolve("config/topics.yaml"),
                "fieldgate.topics: [{name: telemetry}, {name: telemetry-hot}, {name: commands}, {name: answers}, {name: clicks}]");

        List<Finding> found = new Linter(project, Path::toString)
                .lint(List.of(Path.of("examples")))
                .findings();

        assertThat(found).isEmpty();
    }

    @Test
    void examplesLackNothingButTheirTopics() {
        List<Finding> found = new Linter(Path.of(""), Path::toString)
                .lint(List.of(Path.of("examples")))
                .findings();

        assertThat(found).extracting(Finding::code).containsOnly(Code.FG401);
    }

    @Test
    void whatCamelAndSpringBootAllowIsNoMistake() {
        List<Finding> found = new Linter(Path.of(""), Path::toString)
                .lint(List.of(Path.of("src/test/resources/lint-clean")))
                .findings();

        assertThat(found).isEmpty();
    }

    /** A process of its own, whose classes tell what it has done. */
    @Test
    void lintingStartsNoSpringNoRouteAndNoConnection(@TempDir Path folder) throws Exception {
        Path classes = folder.resolve("classes.log");
        Process lint = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + classes,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.fieldgate.Fieldgate",
                        "lint")
                .redirectErrorStream(true)
                .start();

        String output = new String(lint.getInputStream().readAllBytes(), UTF_8);

        assertThat(lint.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).endsWith("nothing is wrong" + System.lineSeparator());
        assertThat(lint.exitValue()).isZero();
        Pattern started = Pattern.compile(
                ".* (org\\.springframework\\.context\\.support\\.\\w*ApplicationContext|org\\.springframework\\.boot\\.SpringApplication"
                        + "|org\\.apache\\.camel\\.impl\\.DefaultCamelContext|org\\.apache\\.kafka\\.clients\\.\\w+\\.Kafka\\w+"
                        + "|java\\.net\\.Socket|sun\\.nio\\.ch\\.SocketChannelImpl) source: .*");
        try (Stream<String> loaded = Files.lines(classes)) {
            assertThat(loaded.filter(line -> started.matcher(line).matches())).isEmpty();
        }
    }
}
