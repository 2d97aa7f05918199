package io.fieldgate.topic;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay has come. It stands in the topic {@code fieldgate.replays}, for good: it is also the entry that says who
 * has replayed what.
 *
 * @param owner the gateway that does it
 * @param endedBy who stopped it, or why it ended early; null otherwise
 * @param stretches what is looked through, in this order
 * @param replayed how many went back, and on from there
 * @param failed how many failed again on the way into a topic, and are new dead letters
 * @param passed how many are not meant
 * @param skipped those that are meant, and cannot go back as they are
 * @param waitsFor what it waits for at the moment; null when it goes on
 */
public record ReplayJob(
        String id,
        ReplayOrder order,
        Instant began,
        String owner,
        State state,
        @Nullable Instant ended,
        @Nullable String endedBy,
        List<Stretch> stretches,
        long replayed,
        long failed,
        long passed,
        List<Skip> skipped,
        @Nullable String waitsFor) {
    /** How far the clocks of gateways may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    /** Whether it goes on. */
    public enum State {
        RUNNING,
        STOPPED,
        DONE
    }

    /**
     * Letters of one partition.
     *
     * @param next everything before it is done
     */
    public record Stretch(String topic, int partition, long from, long end, long next) {
        Stretch at(long offset) {
            return new Stretch(topic, partition, from, end, offset);
        }

        boolean hasDone(RecordPlace place) {
            return place.partition() == partition
                    && place.offset() >= from
                    && place.offset() < next
                    && place.topic().equals(topic);
        }
    }

    /** A letter that stays where it is. */
    public record Skip(RecordPlace place, String reason) {}

    public ReplayJob {
        stretches = List.copyOf(stretches);
        skipped = List.copyOf(skipped);
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    /** How many letters were looked at. */
    public long looked() {
        return stretches.stream()
                .mapToLong(stretch -> stretch.next() - stretch.from())
                .sum();
    }

    /** How many letters are looked at in all. */
    public long toLook() {
        return stretches.stream()
                .mapToLong(stretch -> stretch.end() - stretch.from())
                .sum();
    }

    /** Whether it has sent this letter back. One that is younger lies in a topic that was deleted and made anew. */
    boolean hasReplayed(Letter letter) {
        return letter.failedAt().isBefore(began.plus(CLOCKS))
                && stretches.stream().anyMatch(stretch -> stretch.hasDone(letter.place()))
                && order.filter().matches(letter)
                && skipped.stream().noneMatch(skip -> skip.place().equals(letter.place()));
    }

    ReplayJob waitingFor(String what) {
        return new ReplayJob(
                id, order, began, owner, state, ended, endedBy, stretches, replayed, failed, passed, skipped, what);
    }

    ReplayJob ended(State how, @Nullable String by, Instant at) {
        ReplayOrder kept = how == State.DONE ? order.withoutValue() : order;
        return new ReplayJob(id, kept, began, owner, how, at, by, stretches, replayed, failed, passed, skipped, null);
    }

    ReplayJob begunAgain(String by) {
        return new ReplayJob(
                id, order, began, by, State.RUNNING, null, null, stretches, replayed, failed, passed, skipped, null);
    }
}
