package io.fieldgate.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallsTest {
    private final AtomicLong clock = new AtomicLong();
    private final Stalls stalls = new Stalls(clock::get);

    @Test
    void aRouteThatReadsNothingForAMinuteAlthoughRecordsWaitIsIllWhateverItsSourceBelieves() {
        assertThat(stalls.of("store", 7L, count(10))).isNull();
        pass(61);

        assertThat(stalls.of("store", 7L, count(10)))
                .extracting(RouteBoard.Ill::cause)
                .isEqualTo("7 records of its topic wait, and for 61 s none has entered or left the route");
        assertThat(stalls.of("store", 6L, count(11))).isNull();
    }

    @Test
    void aRouteThatHasNothingToReadOrReadsSlowlyIsWell() {
        stalls.of("idle", 0L, count(10));
        stalls.of("slow", 7L, count(10));
        stalls.of("source", null, count(10));
        pass(50);
        stalls.of("slow", 7L, count(11));
        pass(50);

        assertThat(stalls.of("idle", 0L, count(10))).isNull();
        assertThat(stalls.of("idle", 3L, count(10))).isNull();
        assertThat(stalls.of("slow", 7L, count(11))).isNull();
        assertThat(stalls.of("source", null, count(10))).isNull();
    }

    private void pass(long seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private static Pulse.Count count(long entered) {
        return new Pulse.Count(entered, entered, 0, null);
    }
}
