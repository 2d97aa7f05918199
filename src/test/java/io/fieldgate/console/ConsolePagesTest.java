package io.fieldgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the console, as they stand there: no tool makes others of them. */
class ConsolePagesTest {
    private static final Path FILES = Path.of("src", "main", "resources", "static");
    private static final long MOST_BYTES = 300 * 1024;
    /** Ways to make markup of a text, or a program. */
    private static final Pattern SINKS = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|DOMParser|srcdoc|createContextualFragment");

    @Test
    void areSmall() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }

        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @Test
    void makeNoMarkupOfTexts() throws IOException {
        for (Path file : files()) {
            if (!file.toString().contains("vendor") && file.toString().endsWith(".js")) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(SINKS);
            }
        }
    }

    @Test
    void askNobodyElse() throws IOException {
        for (Path file : files()) {
            if (!file.toString().contains("vendor")) {
                assertThat(Files.readString(file).replace("http://www.w3.org/2000/svg", ""))
                        .as(file.toString())
                        .doesNotContainPattern("(?i)(https?:)?//[a-z0-9-]+\\.[a-z]");
            }
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(FILES)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
