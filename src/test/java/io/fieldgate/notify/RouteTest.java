package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** To whom the routes lead, as they would in Alertmanager. */
class RouteTest {
    private static final String YAML = """
            route:
              receiver: default
              group_wait: 30s
              routes:
                - matchers: [severity="critical"]
                  receiver: pager
                  continue: true
                - matchers: [alertname="hot"]
                  receivers: [ovens, log]
                  repeat_interval: 1h
                  routes:
                    - matchers: [device=~"press-.*"]
                      receiver: presses
                    - matchers: [device="oven-1"]
                      group_wait: 1s
                - matchers: [alertname="hot"]
                  receiver: never
            receivers:
              - { name: default, log: {} }
              - { name: pager, log: {} }
              - { name: ovens, log: {}, group_wait: 5s }
              - { name: log, log: {} }
              - { name: presses, log: {} }
              - { name: never, log: {} }
            """;

    private final Receivers receivers =
            ReceiversFile.read("receivers.yaml", YAML, name -> null).receivers();

    private final Addressees addressees = new Addressees(receivers);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "matchers: [severity:critical], receiver: pager",
                "matcher: ['severity=\"critical\"'], receiver: pager",
                "matchers: ['severity=\"critical\"'], receiver: pagr",
                "matchers: ['severity=\"critical\"'], receiver: secretive"
            })
    void theAlertsOfARouteWithAMistakeStayWithTheOneAboveIt(String branch) {
        Receivers read = ReceiversFile.read("receivers.yaml", """
                        route:
                          receiver: default
                          routes:
                            - { %s }
                            - { matchers: ['alertname="hot"'], receiver: ovens }
                        receivers:
                          - { name: default, log: {} }
                          - { name: pager, log: {} }
                          - { name: ovens, log: {} }
                          - { name: secretive, webhook: { url: "https://alerts.example/${NONE}" } }
                        """.formatted(branch), name -> null)
                .receivers();

        Addressees mistaken = new Addressees(read);
        assertThat(read.problems()).isNotEmpty();
        assertThat(mistaken.of(alert("silent", "a", "critical", List.of()))).containsExactly("default");
        assertThat(mistaken.of(alert("hot", "a", "critical", List.of()))).containsExactly("ovens");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "silent | a       | warning  | default",
                "silent | a       | critical | pager",
                "hot    | oven-2  | warning  | ovens log",
                "hot    | oven-2  | critical | pager ovens log",
                "hot    | press-1 | warning  | presses",
                "hot    | oven-1  | warning  | ovens log",
            })
    void anAlertGoesDownTheTree(String rule, String device, String severity, String told) {
        assertThat(receivers.problems()).isEmpty();

        assertThat(addressees.of(alert(rule, device, severity, List.of()))).containsExactly(told.split(" "));
    }

    @Test
    void receiversThatARuleNamesAreToldWhateverTheRoutesSay() {
        Alert alert = alert("hot", "press-1", "critical", List.of("default"));

        assertThat(addressees.of(alert)).containsExactly("default");
        assertThat(addressees.route(alert, receiver("default")).name()).isEmpty();
    }

    @Test
    void whatARouteDoesNotSayIsAsInTheOneAboveIt() {
        Alert alert = alert("hot", "oven-1", "warning", List.of());

        Timing ofLog = receiver("log").timing(addressees.route(alert, receiver("log")));
        Timing ofOvens = receiver("ovens").timing(addressees.route(alert, receiver("ovens")));

        assertThat(ofLog)
                .isEqualTo(new Timing(
                        List.of("alertname"), Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1)));
        assertThat(ofOvens.groupWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(addressees.route(alert, receiver("log")).name())
                .isEqualTo("/{alertname=\"hot\"}/{device=\"oven-1\"}");
    }

    private Receiver receiver(String name) {
        return receivers.byName().get(name);
    }

    private static Alert alert(String rule, String device, String severity, List<String> named) {
        return Alert.parse(AlertRecords.json("firing", rule, device, severity, Instant.EPOCH, Instant.EPOCH, named));
    }
}
