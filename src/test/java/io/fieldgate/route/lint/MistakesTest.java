package io.fieldgate.route.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mistaken files of src/test/resources/lint: one mistake each, named for it, with what the linter says in a text file
 * beside it. A folder is a case of several files, or a project of its own when it has routes.
 */
class MistakesTest {
    private static final Path FOLDER = Path.of("src/test/resources/lint");

    @ParameterizedTest
    @MethodSource("cases")
    void isFound(String name) throws IOException {
        Path mistaken = FOLDER.resolve(name);
        Path project = Files.isDirectory(mistaken.resolve("routes")) ? mistaken : Path.of("");

        List<Finding> found = new Linter(
                        project, file -> FOLDER.relativize(file).toString())
                .lint(List.of(mistaken))
                .findings();

        assertThat(found).map(Finding::toString).containsExactlyElementsOf(expected(name));
    }

    @Test
    void thereIsACaseForEveryCode() throws IOException {
        Set<Code> missing = EnumSet.allOf(Code.class);

        cases().forEach(name -> missing.remove(Code.valueOf(name.substring(0, "FG000".length()))));

        assertThat(missing).isEmpty();
        assertThat(cases().count()).isGreaterThanOrEqualTo(60);
    }

    @Test
    void everyCodeIsExplained() throws IOException {
        String page = Files.readString(Path.of("docs/lint.md"));

        assertThat(Code.values())
                .allSatisfy(code -> assertThat(page).contains("### " + code + ": " + code.title() + "\n"));
    }

    private static Stream<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.endsWith(".txt"))
                    .sorted()
                    .collect(Collectors.toList())
                    .stream();
        }
    }

    /** Each names the code that the file is called after, at least once. */
    private static List<String> expected(String name) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(name + ".txt"));
        assertThat(lines).anyMatch(line -> line.contains(" " + name.substring(0, "FG000".length()) + " "));
        return lines;
    }
}
