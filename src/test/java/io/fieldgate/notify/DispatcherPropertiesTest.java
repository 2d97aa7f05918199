package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever happens in whatever order, once it is quiet receivers know what is, and nothing else is remembered. */
class DispatcherPropertiesTest {
    private static final int STORIES = 150;
    private static final int EVENTS = 80;
    private static final String YAML = """
            route:
              receivers: [one, two]
              group_by: [alertname]
              group_wait: 3s
              group_interval: 20s
              repeat_interval: 90s
            receivers:
              - { name: one, log: {} }
              - { name: two, log: {}, group_by: [], resolved_at_once: true }
            """;

    /** Where an alert that escalates comes to be told in other company. */
    private static final String ROUTED = YAML.replace("receivers:\n  - {", """
              routes:
                - matchers: [severity="critical"]
                  group_by: [device]
                  group_wait: 1s
                  group_interval: 7s
            receivers:
              - {""");

    @Test
    void receiversKnowWhatFiresAndWhatHasEnded() {
        for (int seed = 0; seed < STORIES; seed++) {
            play(YAML, seed);
        }
    }

    @Test
    void soTheyDoWhenEscalationsLeadElsewhere() {
        for (int seed = 0; seed < STORIES; seed++) {
            play(ROUTED, seed);
        }
    }

    private static void play(String yaml, int seed) {
        Random random = new Random(seed);
        Story story = new Story(yaml);
        Set<String> firing = new HashSet<>();
        int second = 0;
        for (int event = 0; event < EVENTS; event++) {
            second += random.nextInt(12);
            story.at(second + "s");
            String rule = random.nextBoolean() ? "hot" : "silent";
            String device = "d" + random.nextInt(4);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    if (firing.add(rule + "/" + device)) {
                        story.fires(rule, device);
                    } else {
                        story.fires(rule, device, "critical");
                    }
                }
                case 3, 4 -> {
                    if (firing.remove(rule + "/" + device)) {
                        story.resolves(rule, device);
                    }
                }
                case 5 -> story.down(random.nextBoolean() ? "one" : "two");
                case 6 -> story.up("one").up("two");
                default -> story.killed();
            }
            // An occurrence is named by the millisecond in which it began.
            second++;
        }
        story.up("one").up("two").at(second + 60 + "s");

        assertThat(story.firing()).as("seed %d", seed).hasSameSizeAs(firing);
        for (String receiver : List.of("one", "two")) {
            assertThat(story.believed(receiver))
                    .as("seed %d, %s: %s", seed, receiver, story.told())
                    .isEqualTo(story.firing());
        }
        assertThat(story.log()).as("seed %d", seed).hasSize(2 * firing.size());
    }
}
