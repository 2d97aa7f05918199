package io.fieldgate.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.yaml.LiveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** How the gateway starts when something is wrong with the file of the receivers. */
class NotifyConfigurationTest {
    @TempDir
    private Path folder;

    private Path file;
    private ApplicationContextRunner gateway;

    @BeforeEach
    void configure() {
        file = folder.resolve("receivers.yaml");
        gateway = new ApplicationContextRunner()
                .withUserConfiguration(NotifyConfiguration.class)
                .withBean(
                        NotifyKafka.class,
                        () -> new NotifyKafka(
                                client -> new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1")),
                                "test",
                                NotifyKafka.ALERTS))
                .withPropertyValues("fieldgate.notify.file=" + file);
    }

    @Test
    void aFileThatCannotBeReadStopsNoStartAndHealthNamesIt() throws IOException {
        Files.createDirectory(file);

        startsWithTheLogAndSays("receivers.yaml cannot be read (");
    }

    @Test
    void aFileInAnotherEncodingStopsNoStartAndHealthSaysSo() throws IOException {
        Files.writeString(file, "# f\u00fcr alle\nreceivers: []\n", ISO_8859_1);

        startsWithTheLogAndSays("receivers.yaml is no text in UTF-8");
    }

    @Test
    void aFileWithACharacterThatYamlForbidsStopsNoStartAndHealthSaysSo() throws IOException {
        Files.writeString(file, "receivers: [\u0007]\n");

        startsWithTheLogAndSays("receivers.yaml:1:");
    }

    private void startsWithTheLogAndSays(String problem) {
        gateway.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Board.class).receivers().byName()).containsOnlyKeys("log");
            assertThat(context.getBean(NotifyHealth.class).health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(context.getBean(NotifyHealth.class).health().getDetails().get("problems"))
                    .asString()
                    .contains("receivers.yaml:1:1: ", problem);
            assertThat(context.getBean(LiveFile.class).last().problems()).hasSize(1);
        });
    }

    @Test
    void aReceiverWithAMistakeIsLeftOutAndTheOthersAreTold() throws IOException {
        Files.writeString(file, """
                receivers:
                  - { name: good, log: {} }
                  - { name: bad, webhook: { urll: https://alerts.example } }
                """);

        gateway.run(context -> {
            assertThat(context.getBean(Board.class).receivers().byName()).containsOnlyKeys("good");
            assertThat(context.getBean(NotifyHealth.class).health().getDetails().get("problems"))
                    .asString()
                    .contains("receivers.yaml:3:", "did you mean 'url'?");
        });
    }
}
