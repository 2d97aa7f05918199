package io.fieldgate.topic;

import io.fieldgate.topic.ReplayJob.Skip;
import io.fieldgate.topic.ReplayJob.State;
import io.fieldgate.topic.ReplayJob.Stretch;
import java.util.ArrayList;
import java.util.List;

/** How far a replay has come. One thread. */
final class ReplayTally {
    private final ReplayJob begun;
    private final List<Stretch> stretches;
    private final List<Skip> skipped;
    private long replayed;
    private long failed;
    private long passed;

    /** @param begun where it goes on */
    ReplayTally(ReplayJob begun) {
        this.begun = begun;
        this.stretches = new ArrayList<>(begun.stretches());
        this.skipped = new ArrayList<>(begun.skipped());
        this.replayed = begun.replayed();
        this.failed = begun.failed();
        this.passed = begun.passed();
    }

    /** How many stretches there are. */
    int size() {
        return stretches.size();
    }

    Stretch stretch(int index) {
        return stretches.get(index);
    }

    /** Everything of a stretch before this offset was looked at. */
    void lookedUpTo(int index, long offset) {
        stretches.set(index, stretches.get(index).at(offset));
    }

    /** One is not meant. */
    void passed() {
        passed++;
    }

    /** One went back, and on from there. */
    void replayed() {
        replayed++;
    }

    /** One failed again, and is a new dead letter. */
    void failed() {
        failed++;
    }

    /**
     * One is meant, and cannot go back.
     *
     * @return how many these are
     */
    int skipped(RecordPlace place, String reason) {
        skipped.add(new Skip(place, reason));
        return skipped.size();
    }

    /** The replay as it stands now. */
    ReplayJob job() {
        return new ReplayJob(
                begun.id(),
                begun.order(),
                begun.began(),
                begun.owner(),
                State.RUNNING,
                null,
                null,
                stretches,
                replayed,
                failed,
                passed,
                skipped,
                null);
    }
}
