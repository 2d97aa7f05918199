package io.fieldgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/meters.md and the code, in both directions; {@link LiveIT} compares it with a scrape. */
class MetersDocumentationTest {
    private static final Pattern MADE =
            Pattern.compile("\\b(?:counter|gauge|timer|builder)\\(\\s*\"(fieldgate[a-z0-9.]+)\"");

    @Test
    void everyMeterIsDocumentedAndEveryDocumentedMeterExists() throws IOException {
        assertThat(documented()).isEqualTo(made());
    }

    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher row = Pattern.compile("^\\| `(fieldgate[a-z0-9.]+)` \\| `fieldgate[a-z0-9_]+` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/meters.md")));
        while (row.find()) {
            names.add(row.group(1));
        }
        return names;
    }

    private static Set<String> made() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher made = MADE.matcher(Files.readString(source));
                while (made.find()) {
                    names.add(made.group(1));
                }
            }
        }
        return names;
    }
}
