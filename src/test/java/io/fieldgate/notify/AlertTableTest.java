package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown first of all alerts. */
class AlertTableTest {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final AlertTable table = new AlertTable();

    @Test
    void whatFiresComesBeforeWhatHasEndedHoweverMuchOfThatIsNewer() {
        put("firing", "long-ago", 0);
        put("pending", "waits", 1);
        for (int device = 0; device < 600; device++) {
            put("resolved", "d" + device, 10 + device);
        }
        put("firing", "now", 700);

        assertThat(table.all().stream().map(Alert::device).limit(4))
                .containsExactly("now", "long-ago", "waits", "d599");
        assertThat(table.all()).hasSize(603);
    }

    private void put(String event, String device, int second) {
        Instant since = BEGINNING.plusSeconds(second);
        table.put(Alert.parse(AlertRecords.json(event, "hot", device, "warning", since, since, List.of())));
    }
}
