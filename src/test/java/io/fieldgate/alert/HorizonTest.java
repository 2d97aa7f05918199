package io.fieldgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.alert.Horizon.Known;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HorizonTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final Horizon horizon = new Horizon();

    @Test
    void knowsNothingBeforeEverythingThatWasThereHasBeenRead() {
        horizon.look(PARTITION, 1_000, 100, 40);

        assertThat(horizon.of("t", 0)).isNull();
    }

    @Test
    void knowsUpToTheTimeOfTheEndThatHasBeenReached() {
        horizon.look(PARTITION, 1_000, 100, 40);
        horizon.look(PARTITION, 2_000, 200, 90);
        horizon.look(PARTITION, 3_000, 300, 150);

        assertThat(horizon.of("t", 0)).isEqualTo(new Known(1_000, 1_000));
    }

    @Test
    void followsATopicThatIsAlwaysWrittenTo() {
        horizon.look(PARTITION, 1_000, 100, 90);
        horizon.look(PARTITION, 2_000, 200, 190);
        horizon.look(PARTITION, 3_000, 300, 290);

        assertThat(horizon.of("t", 0)).isEqualTo(new Known(1_000, 2_000));
    }

    @Test
    void knowsUpToNowWhenNothingIsLeft() {
        horizon.look(PARTITION, 1_000, 100, 100);
        horizon.look(PARTITION, 2_000, 100, 100);

        assertThat(horizon.of("t", 0)).isEqualTo(new Known(1_000, 2_000));
    }

    @Test
    void beginsAnewAfterATimeInWhichNobodyKnew() {
        horizon.look(PARTITION, 1_000, 100, 100);
        horizon.look(PARTITION, 60_000, 100, 100);

        assertThat(horizon.of("t", 0)).isEqualTo(new Known(60_000, 60_000));
    }

    @Test
    void knowsOfSeveralPartitionsWhatItKnowsOfEach() {
        TopicPartition other = new TopicPartition("t", 1);
        horizon.look(PARTITION, 2_000, 100, 100);
        assertThat(horizon.upTo(Set.of(PARTITION, other))).isNull();

        horizon.look(other, 1_000, 5, 5);

        assertThat(horizon.upTo(Set.of(PARTITION, other))).isEqualTo(1_000);
        assertThat(horizon.upTo(Set.of())).isNull();
    }

    @Test
    void aPartitionThatWasEmptyIsKnownAtOnce() {
        horizon.look(PARTITION, 1_000, 0, 0);

        assertThat(horizon.of("t", 0)).isEqualTo(new Known(1_000, 1_000));
        assertThat(horizon.of("t", 1)).isNull();
    }
}
