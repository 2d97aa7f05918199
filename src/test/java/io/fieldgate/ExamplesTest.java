package io.fieldgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fieldgate.fault.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of {@code examples/}, and what their programs need. {@code examples/run} runs these. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");
    /** To a file or folder: neither a place in the page nor another site. */
    private static final Pattern LINK = Pattern.compile("]\\((?![a-z]+:|#)([^)#]+)");
    /** In a line of commands. */
    private static final Pattern PROGRAM = Pattern.compile("(?m)^ {4}.*?\\b(?:node|python|-r) (\\S+\\.(?:js|py|txt))");

    static List<Path> pages() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return Stream.concat(Stream.of(EXAMPLES), folders)
                    .map(folder -> folder.resolve("README.md"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageNamesFilesThatAreThere(Path page) throws IOException {
        String text = Files.readString(page);

        List<Path> named = Stream.of(LINK, PROGRAM)
                .flatMap(pattern -> pattern.matcher(text).results())
                .map((MatchResult match) -> page.resolveSibling(match.group(1)))
                .toList();

        assertThat(named).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void theirPageLeadsToEveryFolder() throws IOException {
        String page = Files.readString(EXAMPLES.resolve("README.md"));

        try (Stream<Path> entries = Files.list(EXAMPLES)) {
            assertThat(entries.filter(Files::isDirectory))
                    .allSatisfy(folder -> assertThat(page).contains("](" + folder.getFileName()));
        }
    }

    @Test
    void theSketchFitsWhatItCalls() throws Exception {
        assumeTrue(Programs.find(List.of("g++")).isPresent(), () -> Programs.missing("g++", "g++"));

        Process run = new ProcessBuilder("examples/run", "esp32")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(run.getInputStream().readAllBytes(), UTF_8)).contains(" √ esp32: the sketch");
        assertThat(run.waitFor()).isZero();
    }

    /** Whoever runs them in a year gets what was tried; and from the registry that npm is set up for. */
    @Test
    void packagesHaveOneVersionAndComeFromAnyRegistry() throws IOException {
        ObjectMapper json = new ObjectMapper();

        assertThat(json.readTree(Files.readString(EXAMPLES.resolve("node/package.json")))
                        .get("dependencies"))
                .isNotEmpty()
                .allSatisfy(version -> assertThat(version.asText()).matches("\\d+\\.\\d+\\.\\d+"));
        assertThat(Files.readString(EXAMPLES.resolve("node/package-lock.json"))).doesNotContain("\"resolved\"");
        assertThat(Files.readAllLines(EXAMPLES.resolve("python/requirements.txt")))
                .isNotEmpty()
                .allMatch(line -> line.matches("[\\w-]+==\\d+\\.\\d+\\.\\d+"));
    }
}
