package io.fieldgate.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Pace pace = new Pace();
    private long now = 1_000 * MILLI;

    @Test
    void isDenseFromFourThousandMessagesASecond() {
        assertThat(after(100, 4)).isTrue();
    }

    @Test
    void isNotDenseBelow() {
        assertThat(after(100, 3)).isFalse();
    }

    @Test
    void forgetsWhatWasDenseBeforeAPause() {
        after(100, 10);

        now += 50 * MILLI;

        assertThat(pace.isDense(10, now)).isFalse();
    }

    /** So many milliseconds, with so many messages in each. */
    private boolean after(int millis, int messages) {
        boolean dense = false;
        for (int i = 0; i < millis; i++) {
            now += MILLI;
            dense = pace.isDense(messages, now);
        }
        return dense;
    }
}
