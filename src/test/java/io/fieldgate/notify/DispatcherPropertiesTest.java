package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    @Test
    void receiversKnowWhatFiresAndWhatHasEnded() {
        for (int seed = 0; seed < STORIES; seed++) {
            play(seed);
        }
    }

    private static void play(int seed) {
        Random random = new Random(seed);
        Story story = new Story(YAML);
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

        for (String receiver : List.of("one", "two")) {
            Map<String, List<String>> told = told(story, receiver);
            Set<String> known = new HashSet<>();
            told.forEach((alert, signs) -> {
                if (signs.get(signs.size() - 1).equals("+")) {
                    known.add(alert);
                }
            });
            assertThat(known)
                    .as("seed %d, %s: %s", seed, receiver, story.told())
                    .isEqualTo(firing);
        }
        assertThat(story.log()).as("seed %d", seed).hasSize(2 * firing.size());
    }

    /** What a receiver was told of each alert, in order. */
    private static Map<String, List<String>> told(Story story, String receiver) {
        Map<String, List<String>> told = new HashMap<>();
        for (String line : story.told()) {
            String[] words = line.split(" ");
            if (words[1].equals(receiver + ":")) {
                // Of two occurrences in one notice the end is that of the earlier.
                List<String> ends = List.of(words).subList(2, words.length);
                ends.stream().filter(word -> word.startsWith("-")).forEach(word -> add(told, word));
                ends.stream().filter(word -> word.startsWith("+")).forEach(word -> add(told, word));
            }
        }
        return told;
    }

    private static void add(Map<String, List<String>> told, String word) {
        told.computeIfAbsent(word.substring(1).replaceAll("\\(.*", ""), alert -> new ArrayList<>())
                .add(word.substring(0, 1));
    }
}
