package io.fieldgate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    private int route(String yaml, String... labels) throws IOException {
        Path file = Files.writeString(folder.resolve("receivers.yaml"), yaml);
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
