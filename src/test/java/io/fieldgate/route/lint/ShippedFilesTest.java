package io.fieldgate.route.lint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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

    /** Cut off anywhere, with a line left out, or with a letter that is another: it must not end in an exception. */
    @Test
    void whateverSomebodyIsStillWritingGivesFindingsOnly(@TempDir Path folder) throws IOException {
        String whole = Files.readString(Path.of("src/test/resources/lint-clean/steps.camel.yaml"));
        Random random = new Random(7);
        Path file = folder.resolve("half.camel.yaml");
        for (int i = 0; i < 40; i++) {
            int at = random.nextInt(whole.length());
            int line = whole.indexOf('\n', at) + 1;
            String half = switch (i % 3) {
                case 0 -> whole.substring(0, at);
                case 1 -> whole.substring(0, at) + whole.substring(line);
                default -> whole.substring(0, at) + "[{:-\"?".charAt(random.nextInt(6)) + whole.substring(at + 1);
            };
            Files.writeString(file, half);

            List<Finding> found =
                    new Linter(Path.of(""), Path::toString).lint(List.of(file)).findings();

            assertThat(found)
                    .as(half)
                    .allSatisfy(finding -> assertThat(finding.line())
                            .isBetween(1, (int) half.lines().count() + 2));
        }
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
