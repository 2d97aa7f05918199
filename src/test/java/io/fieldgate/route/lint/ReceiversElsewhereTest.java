package io.fieldgate.route.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receivers that alerts name may stand in another file than config/receivers.yaml. */
class ReceiversElsewhereTest {
    @TempDir
    private Path project;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(project.resolve("config"));
        Files.writeString(
                project.resolve("config/application.yaml"), "fieldgate:\n  notify.file: people/on-call.yaml\n");
        Files.writeString(project.resolve("config/alerts.yaml"), """
                rules:
                  - name: too-hot
                    topic: telemetry
                    when: value.temperature > 80
                    notify: [night-shift]
                """);
    }

    @Test
    void thoseOfTheOtherFileCount() throws IOException {
        Files.createDirectories(project.resolve("people"));
        Files.writeString(project.resolve("people/on-call.yaml"), "receivers: [{ name: night-shift, log: {} }]\n");
        assertThat(codes()).doesNotContain(Code.FG404);

        Files.writeString(project.resolve("people/on-call.yaml"), "receivers: [{ name: day-shift, log: {} }]\n");
        assertThat(codes()).contains(Code.FG404);
    }

    @Test
    void nobodyKnowsThemWhileThatFileIsNotHere() {
        assertThat(codes()).doesNotContain(Code.FG404);
    }

    private List<Code> codes() {
        return new Linter(project, Path::toString)
                .lint(List.of(project.resolve("config"))).findings().stream()
                        .map(Finding::code)
                        .toList();
    }
}
