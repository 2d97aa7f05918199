package io.fieldgate.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Board board =
            new Board(ReceiversFile.read("receivers.yaml", """
                    route: { receiver: team, group_wait: 0s }
                    receivers: [{ name: team, log: {} }]
                    """, name -> null).receivers());

    @Test
    void whatACourierSaysThatWasCutOffIsNotHeardByWhoTellsNext() {
        board.read(
                NotifyKafka.ALERTS,
                AlertRecords.fingerprint("hot", "a"),
                AlertRecords.json("firing", "hot", "a", "warning", NOW, NOW, List.of()),
                NOW);
        Board.Lead first = board.lead(NOW);
        Notice cutOff = first.due("team", 10, NOW).get(0);
        board.follow();
        Board.Lead next = board.lead(NOW);
        Notice again = next.due("team", 10, NOW).get(0);

        first.failed(cutOff, NOW);
        first.delivered(cutOff, NOW);

        assertThat(first.isOver()).isTrue();
        assertThat(first.due("team", 10, NOW)).isEmpty();
        assertThat(next.failures(again)).isZero();
        assertThat(next.due("team", 10, NOW)).as("it is on its way").isEmpty();
        next.failed(again, NOW);
        assertThat(next.due("team", 10, NOW)).containsExactly(again);
    }
}
