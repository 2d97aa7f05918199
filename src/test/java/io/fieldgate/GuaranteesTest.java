package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/guarantees.md names a test for each promise, and docs/security.md for each threat, and each of them exists. */
class GuaranteesTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:IT|Test|Contract))\\.(\\w+)`");
    /** In which a semicolon ends nothing. */
    private static final Pattern TEXT = Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*+\"");

    @ParameterizedTest
    @ValueSource(strings = {"guarantees.md", "security.md"})
    void everyPromiseIsHeldByATestThatExists(String page) throws IOException {
        Map<String, Path> sources = sources();
        List<String> rows = Files.readAllLines(Path.of("docs", page)).stream()
                .filter(line -> line.startsWith("|") && !line.contains("what shows it"))
                .filter(line -> !line.startsWith("|---"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(10);
        for (String row : rows) {
            List<MatchResult> tests = TEST.matcher(row).results().toList();
            assertThat(tests).as(row).isNotEmpty();
            for (MatchResult test : tests) {
                assertThat(sources).as(test.group()).containsKey(test.group(1));
                assertThat(TEXT.matcher(Files.readString(sources.get(test.group(1))))
                                .replaceAll(""))
                        .as(test.group())
                        .containsPattern("(@Test|@ParameterizedTest)\\b[^;]*\\bvoid " + test.group(2) + "\\(");
            }
        }
    }

    private static Map<String, Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            file -> String.valueOf(file.getFileName()).replace(".java", ""),
                            Function.identity(),
                            (one, other) -> one));
        }
    }
}
