package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
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
    private final TopicPartition partition;
    private final @Nullable Bookmark bookmark;
    private final Window<ConsumerRecord<byte[], byte[]>> window;
    private int inFlight;
    private boolean over;
    private @Nullable ConsumerRecord<byte[], byte[]> committable;
    /** The offset that follows all that are done; -1 before there is one. */
    private long done = -1;
    /** The last that was released because the sink has stored all before it. */
    private long stored = -1;

    private @Nullable ConsumerRecord<byte[], byte[]> failed;
    private FailureKind failedKind = FailureKind.TRANSIENT;
    private long failedAt;
    /** The record that this run begins with because it failed, and how often it did. */
    private final long retried;

    private final int failures;

    /** @param bookmark where the sink says that it begins; null when only Kafka keeps positions */
    PartitionRun(TopicPartition partition, int maxInFlight, @Nullable Bookmark bookmark) {
        this(partition, maxInFlight, bookmark, -1, 0);
    }

    private PartitionRun(
            TopicPartition partition, int maxInFlight, @Nullable Bookmark bookmark, long retried, int failures) {
        this.partition = partition;
        this.bookmark = bookmark;
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
        return failed != null || over;
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized void end() {
        over = true;
        notifyAll();
    }

    /** Whether nothing of it is on its way. */
    synchronized boolean isEmpty() {
        return inFlight == 0;
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
        return new PartitionRun(partition, maxInFlight, bookmark, failed.offset(), times);
    }

    long retryFrom() {
        return retried;
    }

    /** What may be committed now and could not before; null when nothing. */
    synchronized @Nullable OffsetAndMetadata release() {
        if (bookmark != null && bookmark.keeper().gathers()) {
            return releaseStored(bookmark.known().next());
        }
        ConsumerRecord<byte[], byte[]> last = committable;
        if (last == null) {
            return null;
        }
        committable = null;
        Optional<Integer> epoch = last.leaderEpoch();
        return new OffsetAndMetadata(last.offset() + 1, epoch, "");
    }

    /** What the sink gathers still may come again. */
    private @Nullable OffsetAndMetadata releaseStored(long next) {
        if (next <= stored) {
            return null;
        }
        stored = next;
        return new OffsetAndMetadata(next);
    }

    /**
     * What a record of this run has to tell the sink that keeps positions; null when only Kafka does.
     *
     * @param exchange that takes it there
     */
    @Nullable
    Progress progress(Slot<ConsumerRecord<byte[], byte[]>> slot, Object exchange) {
        return bookmark == null ? null : new Progress(this, slot, exchange);
    }

    /** Null when only Kafka keeps positions. */
    @Nullable
    Bookmark keptBookmark() {
        return bookmark;
    }

    @Override
    public Bookmark bookmark() {
        return Objects.requireNonNull(bookmark);
    }

    @Override
    public synchronized long after(Set<Object> places) {
        ConsumerRecord<byte[], byte[]> last = window.reach(places);
        return last == null ? done : last.offset() + 1;
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
