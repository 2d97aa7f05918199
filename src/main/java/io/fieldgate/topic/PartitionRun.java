package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionSink;
import io.fieldgate.message.Progress;
import io.fieldgate.message.Window;
import io.fieldgate.message.Window.Slot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition from the moment that records of it are fetched at some offset until it is taken away or a record has to
 * be fetched again. Then the run is over: records of it that wait are dropped, completions of it count no more, and a new
 * run begins. Safe for use by many threads.
 */
final class PartitionRun implements Progress.Reading {
    private final Position start;
    private final @Nullable PositionSink keeper;
    private final TopicPartition partition;
    private final Window<ConsumerRecord<byte[], byte[]>> window;
    private int inFlight;
    private boolean over;
    private @Nullable ConsumerRecord<byte[], byte[]> committable;
    /** The offset that follows all that are done; -1 before there is one. */
    private long done = -1;

    private @Nullable ConsumerRecord<byte[], byte[]> failed;
    private FailureKind failedKind = FailureKind.TRANSIENT;
    private long failedAt;
    /** The record that this run begins with because it failed, and how often it did. */
    private final long retried;

    private final int failures;

    /** @param keeper what keeps the positions; null when only Kafka does */
    PartitionRun(String group, TopicPartition partition, int maxInFlight, @Nullable PositionSink keeper) {
        this(new Position(group, partition.topic(), partition.partition(), -1), keeper, partition, maxInFlight, -1, 0);
    }

    private PartitionRun(
            Position start,
            @Nullable PositionSink keeper,
            TopicPartition partition,
            int maxInFlight,
            long retried,
            int failures) {
        this.start = start;
        this.keeper = keeper;
        this.partition = partition;
        this.window = new Window<>(maxInFlight);
        this.retried = retried;
        this.failures = failures;
    }

    TopicPartition partition() {
        return partition;
    }

    /**
     * Puts a record in flight. Waits while the window is full, that is while too many records have ended behind one that
     * has not.
     *
     * @return null when the run is over or goes back to a failed record: then this one will be fetched again
     */
    synchronized @Nullable Slot<ConsumerRecord<byte[], byte[]>> begin(ConsumerRecord<byte[], byte[]> fetched)
            throws InterruptedException {
        while (!over && failed == null) {
            Slot<ConsumerRecord<byte[], byte[]>> slot = window.add(fetched, System.currentTimeMillis());
            if (slot != null) {
                inFlight++;
                return slot;
            }
            wait();
        }
        return null;
    }

    /** The record is done: its effect is stored, or its dead letter is. */
    synchronized void complete(Slot<ConsumerRecord<byte[], byte[]>> slot) {
        inFlight--;
        if (window.complete(slot)) {
            List<ConsumerRecord<byte[], byte[]>> run = window.release();
            committable = run.get(run.size() - 1);
            done = committable.offset() + 1;
        }
        notifyAll();
    }

    /** The record has to be fetched again, and all that follow it. */
    synchronized void fail(Slot<ConsumerRecord<byte[], byte[]>> slot, Failure failure) {
        inFlight--;
        if (failed == null || slot.message().offset() < failed.offset()) {
            failed = slot.message();
            failedKind = failure.kind();
        }
        failedAt = System.currentTimeMillis();
        notifyAll();
    }

    /** How often this record has failed in earlier runs. */
    int failuresOf(ConsumerRecord<byte[], byte[]> fetched) {
        return fetched.offset() == retried ? failures : 0;
    }

    /** Whether new records of the partition should not be fetched at the moment. */
    synchronized boolean waits() {
        return failed != null;
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized void end() {
        over = true;
        notifyAll();
    }

    /**
     * Ends a run with a failed record once nothing of it is in flight and the back-off is over.
     *
     * @return the next run, which begins at {@link #retryFrom}; null when it is not time yet
     */
    synchronized @Nullable PartitionRun next(Backoff backOff, int maxInFlight) {
        if (failed == null || inFlight > 0 || over) {
            return null;
        }
        int times = failuresOf(failed) + 1;
        if (System.currentTimeMillis()
                < failedAt + backOff.after(failedKind, times).toMillis()) {
            return null;
        }
        over = true;
        return new PartitionRun(start, keeper, partition, maxInFlight, failed.offset(), times);
    }

    long retryFrom() {
        return retried;
    }

    /** What may be committed now and could not before; null when nothing. */
    synchronized @Nullable OffsetAndMetadata release() {
        ConsumerRecord<byte[], byte[]> last = committable;
        if (last == null) {
            return null;
        }
        committable = null;
        Optional<Integer> epoch = last.leaderEpoch();
        return new OffsetAndMetadata(last.offset() + 1, epoch, "");
    }

    /** What a record of this run has to tell the sink that keeps positions; null when only Kafka does. */
    @Nullable
    Progress progress(Slot<ConsumerRecord<byte[], byte[]>> slot) {
        return keeper == null ? null : new Progress(this, slot);
    }

    @Override
    public PositionSink keeper() {
        return Objects.requireNonNull(keeper);
    }

    @Override
    public synchronized @Nullable Position after(Set<Object> places) {
        ConsumerRecord<byte[], byte[]> last = window.reach(places);
        long next = last == null ? done : last.offset() + 1;
        return next < 0 ? null : start.at(next);
    }

    /** Waits until nothing is in flight, at most so many milliseconds. */
    synchronized void drain(long milliseconds) throws InterruptedException {
        long deadline = System.currentTimeMillis() + milliseconds;
        while (inFlight > 0) {
            long left = deadline - System.currentTimeMillis();
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /** When the oldest record in flight was taken, in milliseconds since 1970; 0 when there is none. */
    long oldest() {
        return window.oldest();
    }
}
