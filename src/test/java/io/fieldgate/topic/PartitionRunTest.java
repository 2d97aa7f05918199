package io.fieldgate.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionSink;
import io.fieldgate.message.Progress;
import io.fieldgate.message.Window.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionRunTest {
    private static final PositionSink KEEPER = () -> {
        throw new UnsupportedOperationException();
    };

    private static final Map<Integer, Bookmark> BOOKMARKS = new HashMap<>();

    private final PartitionRun run = run(3);

    @Test
    void aPositionFollowsWhatIsStoredWithIt() throws Exception {
        List<Slot<ConsumerRecord<byte[], byte[]>>> slots = begin(run, 10, 11, 12);

        assertThat(after(slots, 0, 1)).containsExactly(position(3, 12));
    }

    @Test
    void aPositionPassesOffsetsThatHoldNoRecord() throws Exception {
        List<Slot<ConsumerRecord<byte[], byte[]>>> slots = begin(run, 10, 15, 19);

        assertThat(after(slots, 0, 1)).containsExactly(position(3, 16));
        assertThat(after(slots, 0, 1, 2)).containsExactly(position(3, 20));
    }

    @Test
    void ofTwoWritersEachKnowsWhatIsCompleteWithItsOwnRows() throws Exception {
        List<Slot<ConsumerRecord<byte[], byte[]>>> slots = begin(run, 0, 1, 2, 3);

        assertThat(after(slots, 1, 3)).as("0 is with the other").containsExactly(position(3, -1));
        run.complete(slots.get(1));
        run.complete(slots.get(3));
        assertThat(after(slots, 0)).as("2 is with the other").containsExactly(position(3, 2));
        run.complete(slots.get(0));
        assertThat(after(slots, 2)).containsExactly(position(3, 4));
    }

    @Test
    void aPositionWaitsForADeadLetter() throws Exception {
        List<Slot<ConsumerRecord<byte[], byte[]>>> slots = begin(run, 0, 1, 2);
        run.complete(slots.get(0));

        assertThat(after(slots, 2)).as("1 is on its way").containsExactly(position(3, 1));
        run.complete(slots.get(1));
        assertThat(after(slots, 2)).containsExactly(position(3, 3));
    }

    @Test
    void aPositionStopsAtAFailureAndGoesOnFromThere() throws Exception {
        List<Slot<ConsumerRecord<byte[], byte[]>>> slots = begin(run, 0, 1, 2);
        run.complete(slots.get(0));
        run.complete(slots.get(2));
        run.fail(slots.get(1), Failure.temporary("away", null));
        assertThat(after(slots, 0)).containsExactly(position(3, 1));

        PartitionRun again = Objects.requireNonNull(run.next(new Backoff(Duration.ZERO, Duration.ZERO), 10));
        List<Slot<ConsumerRecord<byte[], byte[]>>> later = begin(again, 1, 2);
        assertThat(Progress.after(List.of(new Progress(again, later.get(0), "it"))))
                .containsExactly(position(3, 2));
    }

    @Test
    void rowsOfSeveralPartitionsMoveEachOfThem() throws Exception {
        PartitionRun other = run(4);
        List<Slot<ConsumerRecord<byte[], byte[]>>> mine = begin(run, 7);
        List<Slot<ConsumerRecord<byte[], byte[]>>> others = begin(other, 100, 101);

        assertThat(Progress.after(List.of(
                        new Progress(run, mine.get(0), "it"),
                        new Progress(other, others.get(0), "it"),
                        new Progress(other, others.get(1), "it"))))
                .containsOnly(position(3, 8), position(4, 102));
    }

    @Test
    void withoutASinkThatKeepsPositionsRecordsTellNothing() throws Exception {
        PartitionRun plain = new PartitionRun(new TopicPartition("events", 0), 10, null);

        assertThat(plain.progress(begin(plain, 0).get(0), "it")).isNull();
    }

    private Map<Bookmark, Long> after(List<Slot<ConsumerRecord<byte[], byte[]>>> slots, int... stored) {
        return Progress.after(IntStream.of(stored)
                .mapToObj(i -> new Progress(run, slots.get(i), "it"))
                .toList());
    }

    private static List<Slot<ConsumerRecord<byte[], byte[]>>> begin(PartitionRun run, long... offsets)
            throws InterruptedException {
        List<Slot<ConsumerRecord<byte[], byte[]>>> slots = new ArrayList<>();
        for (long offset : offsets) {
            slots.add(run.begin(new ConsumerRecord<>("events", run.partition().partition(), offset, null, null)));
        }
        return slots;
    }

    @Test
    void aRunThatEndsIsEmptyWhenNothingOfItIsOnItsWay() throws Exception {
        List<Slot<ConsumerRecord<byte[], byte[]>>> slots = begin(run, 0, 1);
        run.end();
        assertThat(run.waits()).isTrue();

        run.complete(slots.get(1));
        assertThat(run.isEmpty()).isFalse();
        run.fail(slots.get(0), Failure.temporary("away", null));
        assertThat(run.isEmpty()).isTrue();
    }

    private static PartitionRun run(int partition) {
        return new PartitionRun(new TopicPartition("events", partition), 10, bookmark(partition));
    }

    private static Map.Entry<Bookmark, Long> position(int partition, long next) {
        return Map.entry(bookmark(partition), next);
    }

    private static Bookmark bookmark(int partition) {
        return BOOKMARKS.computeIfAbsent(
                partition, added -> new Bookmark(KEEPER, new Place("rows", "events", added), Position.UNKNOWN));
    }
}
