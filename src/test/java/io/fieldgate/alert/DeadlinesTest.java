package io.fieldgate.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();

    @Test
    void handsOutWhatIsDueTheEarliestFirst() {
        deadlines.set(device("b"), 20);
        deadlines.set(device("a"), 10);
        deadlines.set(device("c"), 30);

        assertThat(due(20)).containsExactly("10 a", "20 b");
        assertThat(due(30)).containsExactly("30 c");
    }

    @Test
    void aMomentThatHasMovedCountsOnlyWhereItIs() {
        deadlines.set(device("later"), 10);
        deadlines.set(device("later"), 50);
        deadlines.set(device("earlier"), 50);
        deadlines.set(device("earlier"), 10);
        deadlines.set(device("never"), 10);
        deadlines.set(device("never"), Kind.NEVER);

        assertThat(due(49)).containsExactly("10 earlier");
        assertThat(due(50)).containsExactly("50 later");
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void aDeviceThatWasFoundAtTheStartIsDueAtOnceUntilItHasBeenSeen() {
        deadlines.unseen(device("a"));
        deadlines.unseen(device("b"));
        assertThat(deadlines.isUnseen(device("a"))).isTrue();

        deadlines.set(device("a"), 10);

        assertThat(deadlines.isUnseen(device("a"))).isFalse();
        assertThat(due(Deadlines.UNSEEN)).containsExactly(Deadlines.UNSEEN + " b");
        assertThat(due(10)).containsExactly("10 a");
    }

    @Test
    void agreesWithAPlainMapWhateverIsSet() {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Long> plain = new HashMap<>();
        for (long now = 0; now < 5_000; now++) {
            String device = "d" + random.nextInt(20);
            long at = random.nextInt(5) == 0 ? Kind.NEVER : now + random.nextInt(100);
            plain.put(device, at);
            deadlines.set(device(device), at);
            if (random.nextInt(10) == 0) {
                long upTo = now;
                TreeSet<String> expected = new TreeSet<>();
                plain.forEach((name, moment) -> {
                    if (moment <= upTo) {
                        expected.add(moment + " " + name);
                    }
                });
                plain.values().removeIf(moment -> moment <= upTo);
                assertThat(new TreeSet<>(due(now))).isEqualTo(expected);
            }
        }
    }

    private List<String> due(long now) {
        List<String> due = new ArrayList<>();
        for (Deadlines.Due next = deadlines.poll(now); next != null; next = deadlines.poll(now)) {
            due.add(next.at() + " " + new String(next.device().get(), UTF_8));
        }
        return due;
    }

    private static Bytes device(String name) {
        return Bytes.wrap(name.getBytes(UTF_8));
    }
}
