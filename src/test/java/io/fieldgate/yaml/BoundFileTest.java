package io.fieldgate.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

/** A file that Spring Boot read at the start is bound again. */
class BoundFileTest {
    private static final Path USUAL = Path.of("config/things.yaml");

    @TempDir
    private Path folder;

    private final StandardEnvironment environment = new StandardEnvironment();

    record Thing(String name, @DefaultValue("5s") Duration pause) {}

    record Things(@DefaultValue List<Thing> things) {}

    @Test
    void theTextTakesThePlaceOfTheFileThatWasImported() throws IOException {
        Path file = Files.writeString(
                folder.resolve("things.yaml"), "fieldgate:\n  things: [{ name: old }, { name: older }]\n");
        new YamlPropertySourceLoader()
                .load("imported", new FileSystemResource(file))
                .forEach(environment.getPropertySources()::addLast);
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("defaults", Map.of("fieldgate.things[0].name", "default")));

        BoundFile bound = BoundFile.of(environment, "things", USUAL);

        assertThat(bound.path()).isEqualTo(file);
        assertThat(bound.bind("fieldgate:\n  things:\n    - { name: new, pause: 2m }\n", Things.class)
                        .things())
                .containsExactly(new Thing("new", Duration.ofMinutes(2)));
        assertThat(bound.bind(null, Things.class).things())
                .containsExactly(new Thing("default", Duration.ofSeconds(5)));
    }

    @Test
    void whatIsSetElsewhereGoesBeforeTheFileAndFillsItsPlaceholders() {
        environment.getPropertySources().addFirst(new MapPropertySource("environment", Map.of("PAUSE", "7s")));
        BoundFile bound = BoundFile.of(environment, "things", USUAL);

        assertThat(bound.path()).isEqualTo(USUAL);
        assertThat(bound.bind("fieldgate:\n  things: [{ name: a, pause: \"${PAUSE}\" }]\n", Things.class)
                        .things())
                .containsExactly(new Thing("a", Duration.ofSeconds(7)));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("arguments", Map.of("fieldgate.things[0].name", "b")));
        assertThat(bound.bind("fieldgate:\n  things: [{ name: a }]\n", Things.class)
                        .things())
                .extracting(Thing::name)
                .containsExactly("b");
    }

    @Test
    void aTextThatDoesNotFitIsRefused() {
        BoundFile bound = BoundFile.of(environment, "things", USUAL);

        assertThatThrownBy(() -> bound.bind("fieldgate: [", Things.class)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> bound.bind("fieldgate: { things: [{ name: a, pause: long }] }", Things.class))
                .isInstanceOf(RuntimeException.class)
                .rootCause()
                .hasMessageContaining("long");
    }
}
