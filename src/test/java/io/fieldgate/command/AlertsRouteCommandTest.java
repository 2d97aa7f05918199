package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AlertsRouteCommandTest {
    private static final String RECEIVERS = """
            route:
              receiver: team
              routes:
                - matchers: [severity="critical"]
                  receivers: [pager, team]
                  group_wait: 0s
                - matchers: [area="lab"]
                  receivers: []
            receivers:
              - { name: team, log: {} }
              - { name: pager, webhook: { url: "${PAGER}", secret: "${PAGER_SECRET}" }, group_by: [device] }
            """;

    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();

    @Test
    void showsWhomAnAlertWouldReachByWhichRouteAndWhen() throws IOException {
        assertThat(route(RECEIVERS, "alertname=hot", "severity=critical")).isZero();

        assertThat(output.toString()).isEqualTo("""
                pager by route/{severity="critical"}: group_by [device], group_wait 0s, group_interval 5m, repeat_interval 4h
                team by route/{severity="critical"}: group_by [alertname], group_wait 0s, group_interval 5m, repeat_interval 4h
                """);
    }

    @Test
    void saysWhenNobodyWouldBeTold() throws IOException {
        assertThat(route(RECEIVERS, "area=lab")).isEqualTo(1);

        assertThat(output.toString()).isEqualTo("Nobody would be told.\n");
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        assertThat(route(RECEIVERS.replace("matchers: [area", "matcher: [area")))
                .isEqualTo(2);

        assertThat(output.toString())
                .contains("receivers.yaml:7:7: unknown key 'matcher' in a route, did you mean 'matchers'?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${PAGER}",
                "https://${PAGER_HOST}/hook",
                "https://pager.${DOMAIN}:${PAGER_PORT}/hook?key=${PAGER_KEY}",
                "http://${PAGER_HOST}:8080/hook",
                "${SCHEME}://pager.example",
                "https://[${PAGER_HOST}]/hook"
            })
    void needsNoneOfTheValuesThatAnAddressNames(String url) throws IOException {
        assertThat(route(RECEIVERS.replace("${PAGER}", url), "severity=critical"))
                .isZero();

        assertThat(output.toString()).contains("pager by route/{severity=\"critical\"}", "team by route");
    }

    @Test
    void saysWhatIsWrongWithAnAddressThatNamesNoValue() throws IOException {
        assertThat(route(RECEIVERS.replace("${PAGER}", "http://pager.example"))).isEqualTo(2);

        assertThat(output.toString()).contains("receivers.yaml:11:36: 'url' has no TLS");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path missing = folder.resolve("recievers.yaml");

        assertThat(route(missing, "severity=critical")).isEqualTo(2);

        assertThat(output.toString()).isEqualTo(" x " + missing + " does not exist\n");
    }

    private int route(String yaml, String... labels) throws IOException {
        return route(Files.writeString(folder.resolve("receivers.yaml"), yaml), labels);
    }

    private int route(Path file, String... labels) {
        CommandLine commands = new CommandLine(new AlertsCommand());
        commands.setOut(new PrintWriter(output));
        String[] line = new String[labels.length + 3];
        line[0] = "route";
        System.arraycopy(labels, 0, line, 1, labels.length);
        line[labels.length + 1] = "--receivers";
        line[labels.length + 2] = file.toString();
        return commands.execute(line);
    }
}
