package io.fieldgate.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OverflowTest {
    @Test
    void whatDoesNotFitIsDroppedAndCountedOnceAndTheRestKeepsItsOrder() throws Exception {
        Overflow<Integer> overflow = new Overflow<>(3, 100, one -> 1);
        for (int i = 0; i < 5; i++) {
            overflow.put(i);
        }

        assertThat(overflow.dropped()).isEqualTo(2);
        assertThat(overflow.dropped()).isZero();
        assertThat(overflow.take(2, Duration.ZERO)).containsExactly(0, 1);
        assertThat(overflow.take(2, Duration.ZERO)).containsExactly(2);
        assertThat(overflow.take(2, Duration.ZERO)).isEmpty();
    }

    @Test
    void whatIsTooLargeTogetherIsDroppedAndOneAloneIsNot() throws Exception {
        Overflow<String> overflow = new Overflow<>(10, 4, String::length);

        overflow.put("large alone");
        overflow.put("b");
        assertThat(overflow.take(10, Duration.ZERO)).containsExactly("large alone");
        overflow.put("cc");
        overflow.put("ddd");
        overflow.put("ee");

        assertThat(overflow.take(10, Duration.ZERO)).containsExactly("cc", "ee");
        assertThat(overflow.dropped()).isEqualTo(2);
    }

    @Test
    void whatWaitsWhenItIsClosedAndWhatComesAfterwardsIsDroppedAndCounted() throws Exception {
        Overflow<Integer> overflow = new Overflow<>(3, 100, one -> 1);
        overflow.put(0);
        overflow.put(1);

        overflow.close();
        overflow.put(2);

        assertThat(overflow.dropped()).isEqualTo(3);
        assertThat(overflow.take(2, Duration.ZERO)).isEmpty();
    }
}
