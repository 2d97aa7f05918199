package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private long now = -5;
    private final RateLimit limit = new RateLimit(10, 20, 3, () -> now);

    @Test
    void letsABurstPassAndThenSaysWhenToComeAgain() {
        for (int i = 0; i < 20; i++) {
            assertThat(limit.tryTake("a", 1)).isZero();
        }

        assertThat(limit.tryTake("a", 1)).isEqualTo(100);
        assertThat(limit.tryTake("a", 5)).isEqualTo(500);
    }

    @Test
    void tellsWhoOnlyLooksTheSameAndCountsNothing() {
        limit.tryTake("a", 19);

        assertThat(limit.look("a", 1)).isZero();
        assertThat(limit.look("a", 1)).isZero();
        assertThat(limit.look("a", 2)).isEqualTo(100);
        assertThat(limit.tryTake("a", 1)).isZero();
        assertThat(limit.look("a", 1)).isEqualTo(100);
    }

    @Test
    void letsPassWhoComesWhenTold() {
        limit.tryTake("a", 20);
        later(limit.tryTake("a", 3));

        assertThat(limit.tryTake("a", 3)).isZero();
        assertThat(limit.tryTake("a", 1)).isEqualTo(100);
    }

    @Test
    void countsNothingForWhoWasRefused() {
        limit.tryTake("a", 20);
        for (int i = 0; i < 100; i++) {
            limit.tryTake("a", 1);
        }
        later(100);

        assertThat(limit.tryTake("a", 1)).isZero();
    }

    @Test
    void savesNoMoreThanABurstDuringASilence() {
        later(3_600_000);

        assertThat(limit.tryTake("a", 20)).isZero();
        assertThat(limit.tryTake("a", 1)).isPositive();
    }

    @Test
    void letsABatchLargerThanTheBurstPassAndIsPaidBackLater() {
        assertThat(limit.tryTake("a", 50)).isZero();

        assertThat(limit.tryTake("a", 1)).isEqualTo(3_100);
        later(3_100);
        assertThat(limit.tryTake("a", 1)).isZero();
    }

    @Test
    void countsEachCallerForItself() {
        limit.tryTake("a", 20);

        assertThat(limit.tryTake("b", 20)).isZero();
    }

    @Test
    void forgetsWhoHasBeenSilentLongestWhenThereAreTooMany() {
        limit.tryTake("a", 20);
        limit.tryTake("b", 20);
        limit.tryTake("a", 1);
        limit.tryTake("c", 20);
        limit.tryTake("d", 20);

        assertThat(limit.tryTake("a", 1)).as("remembered").isPositive();
        assertThat(limit.tryTake("b", 20)).as("forgotten").isZero();
    }

    @Test
    void isNoLimitWithoutARate() {
        assertThatThrownBy(() -> new RateLimit(0, 20, 3))
                .hasMessage(
                        "a rate of 0.0 records/s with a burst of 20 for 3 callers is none, each must be greater than 0");
    }

    private void later(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
