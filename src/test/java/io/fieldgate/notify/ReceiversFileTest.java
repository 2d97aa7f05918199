package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.yaml.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code config/receivers.yaml}, and every mistake that can be made in it. */
class ReceiversFileTest {
    @Test
    void readsTheShippedFile() throws Exception {
        Receivers shipped = ReceiversFile.begin(Path.of("config/receivers.yaml"), name -> null)
                .receivers();

        assertThat(shipped.problems()).isEmpty();
        assertThat(shipped.byName()).containsOnlyKeys("log");
        assertThat(shipped.route().receivers()).containsExactly("log");
    }

    @Test
    void writesEverythingIntoTheLogWithoutAFile() throws Exception {
        Receivers none =
                ReceiversFile.begin(Path.of("config/none.yaml"), name -> null).receivers();

        assertThat(none.byName().get("log").target()).isEqualTo(new Target.Log());
        assertThat(none.route().receivers()).containsExactly("log");
    }

    @Test
    void takesSecretsFromTheEnvironmentAndNeverShowsThem() {
        Receivers receivers = ReceiversFile.read(
                        "receivers.yaml", """
                receivers:
                  - name: team
                    webhook: { url: "https://alerts.example/${PATH_TOKEN}", secret: "${SECRET}" }
                """, Map.of("PATH_TOKEN", "t0ken", "SECRET", "geheim")::get)
                .receivers();

        Target.Webhook webhook = (Target.Webhook) receivers.byName().get("team").target();
        assertThat(webhook.url()).hasToString("https://alerts.example/t0ken");
        assertThat(webhook.secret()).isEqualTo("geheim");
        assertThat(receivers.toString()).doesNotContain("t0ken", "geheim");
    }

    @Test
    void showsNoSecretInTheLineOfAMistake() {
        Receivers receivers =
                ReceiversFile.read("receivers.yaml", """
                receivers:
                  - name: team
                    webhook: { secret: geheim, urll: https://alerts.example/t0ken }
                """, name -> null).receivers();

        assertThat(receivers.problems()).isNotEmpty();
        assertThat(receivers.problems().toString()).doesNotContain("geheim", "t0ken");
    }

    @Test
    void leavesAReceiverWithAMistakeOutAndKeepsTheOthers() {
        Receivers receivers =
                ReceiversFile.read("receivers.yaml", """
                route: { receivers: [good] }
                receivers:
                  - name: bad
                    webhook: { url: "https://alerts.example/${NONE}" }
                  - name: good
                    group_wait: 1m
                    log: {}
                """, name -> null).receivers();

        assertThat(receivers.byName()).containsOnlyKeys("good");
        assertThat(receivers.byName().get("good").own().groupWait()).isEqualTo(Duration.ofMinutes(1));
        assertThat(lines(receivers))
                .containsExactly("receivers.yaml:4:21: there is no ${NONE}, set the environment variable, or write the"
                        + " file /run/secrets/NONE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "receiver: []|1:1: unknown key 'receiver' in the file, did you mean 'receivers'?",
                "receivers: [{ log: {} }]|1:13: 'name' is missing, rules name the receiver by it",
                "receivers: [{ name: a/b, log: {} }]|1:21: 'a/b' is no name of a receiver, allowed are 1 to 63 letters, digits, '-' and '_'",
                "receivers: [{ name: a }]|1:13: a receiver has exactly one of [webhook, slack, alertmanager, email, mqtt, topic, log], this one has []",
                "receivers: [{ name: a, log: {}, slack: {} }]|1:13: a receiver has exactly one of [webhook, slack, alertmanager, email, mqtt, topic, log], this one has [slack, log]",
                "receivers: [{ name: a, webhook: {} }]|1:33: 'url' is missing, it takes an address like https://alerts.example/hook",
                "receivers: [{ name: a, webhook: { url: 'ftp://x.example' } }]|1:40: 'url' is not allowed, allowed is https://HOST/PATH without a user",
                "receivers: [{ name: a, webhook: { url: 'https://u:p@x.example' } }]|1:40: 'url' is not allowed, allowed is https://HOST/PATH without a user",
                "receivers: [{ name: a, webhook: { url: 'http://x.example' } }]|1:40: 'url' has no TLS, allowed are https://, and http:// to hosts that stand under outgoing.plain_http; x.example does not",
                "receivers: [{ name: a, webhook: { url: 'https://10.1.2.3' } }]|1:40: 'url' has a private address, allowed are public ones, and those that stand under outgoing.private_addresses; 10.1.2.3 does not",
                "receivers: [{ name: a, webhook: { url: 'https://[::1]' } }]|1:40: 'url' has a private address, allowed are public ones, and those that stand under outgoing.private_addresses; [::1] does not",
                "receivers: [{ name: a, log: {}, group_wait: soon }]|1:45: 'group_wait' is 'soon', allowed is a time like 500ms, 30s, 5m, 1h30m, 7d",
                "receivers: [{ name: a, log: {}, repeat_interval: 0 }]|1:50: 'repeat_interval' is 0, it must be longer",
                "receivers: [{ name: a, log: {}, send_resolved: no }]|1:48: 'send_resolved' is 'no', allowed are [false, true]",
                "receivers: [{ name: a, log: {}, mute_time_intervals: [night] }]|1:13: there is no mute time 'night', allowed are []",
                "receivers: [{ name: a, log: {} }, { name: a, log: {} }]|1:35: the receiver 'a' stands already in line 1",
                "route: { receivers: [team] }|1:22: there is no receiver 'team', allowed are []",
                "{ route: { receiver: a, receivers: [a] }, receivers: [{ name: a, log: {} }] }|1:22: a route has either 'receiver' or 'receivers', this one has both",
                "route: { routes: [{ receiver: nobody }] }|1:31: there is no receiver 'nobody', allowed are []",
                "route: { routes: [{ matchers: [a] }] }|1:32: 'a' is no matcher, allowed are conditions such as area=\"north\", severity!=\"info\", device=~\"pump-.*\" or device!~\"test.*\"",
                "route: { routes: [{ continue: no }] }|1:31: 'continue' is 'no', allowed are [false, true]",
                "route: { routes: [{ group_interval: 0 }] }|1:37: 'group_interval' is 0, it must be longer",
                "outgoing: { private_addresses: [intranet] }|1:33: 'intranet' is no address, allowed are addresses and networks such as 10.20.0.0/16",
                "outgoing: { private_addresses: [10.0.0.0/33] }|1:33: '10.0.0.0/33' is no address, allowed are addresses and networks such as 10.20.0.0/16",
                "inhibit_rules: [{ source_matchers: ['a'], target_matchers: ['b=c'] }]|1:37: 'a' is no matcher, allowed are conditions such as area=\"north\", severity!=\"info\", device=~\"pump-.*\" or device!~\"test.*\"",
                "mute_time_intervals: [{ name: n, time_intervals: [{ weekdays: [funday] }] }]|1:64: 'funday' is no weekday, allowed are [monday, tuesday, wednesday, thursday, friday, saturday, sunday] and from one to a later one, such as monday:friday",
                "mute_time_intervals: [{ name: n, time_intervals: [{ location: Berlin }] }]|1:63: 'Berlin' is no time zone, allowed are names like Europe/Berlin",
            })
    void saysWhereTheMistakeIsAndWhatIsAllowed(String yaml, String problem) {
        assertThat(lines(
                        ReceiversFile.read("receivers.yaml", yaml, name -> null).receivers()))
                .containsExactly("receivers.yaml:" + problem);
    }

    private static List<String> lines(Receivers receivers) {
        return receivers.problems().stream()
                .map((Problem problem) ->
                        problem.file() + ":" + problem.line() + ":" + problem.column() + ": " + problem.message())
                .toList();
    }
}
