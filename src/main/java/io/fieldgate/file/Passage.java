package io.fieldgate.file;

import io.fieldgate.message.Batch;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.FailureKind;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way; runs through the route as often as it takes: by itself, or with others in a {@link Convoy}. Used by
 * the lane's thread, unless a method says otherwise.
 */
final class Passage implements AsyncCallback, Batch.Entry {
    /** Where the record is. */
    enum State {
        /** In the route, or on the way to the dead letters. */
        INSIDE,
        STORED,
        BURIED,
        FAILED
    }

    private final Lane lane;
    private final ReadFile file;
    private final Piece piece;
    private final long at;
    private @Nullable Exchange exchange;
    private int attempts;
    private int burials;
    private boolean alone;
    private @Nullable Throwable failure;
    /** Written last by whoever ends a passage, so that the lane's thread sees what was written before. */
    private volatile State state = State.INSIDE;

    /** @param at when the record was read, in milliseconds since 1970 */
    Passage(Lane lane, ReadFile file, Piece piece, long at) {
        this.lane = lane;
        this.file = file;
        this.piece = piece;
        this.at = at;
    }

    /**
     * Goes into the route in an exchange of its own.
     *
     * @param byItself whether the lane waits for this one and needs no other word of its failure
     */
    void enter(boolean byItself) {
        alone = byItself;
        begin();
        Exchange entering = lane.route().newExchange();
        exchange = entering;
        Message message = entering.getIn();
        message.setBody(piece.body());
        message.setHeaders(ownHeaders());
        lane.route().processor().process(entering, this);
    }

    /** Is on its way into the route. */
    void begin() {
        attempts++;
        failure = null;
        state = State.INSIDE;
    }

    @Override
    public Map<String, Object> headers() {
        return file.headers(at, piece.line());
    }

    @Override
    public Map<String, Object> ownHeaders() {
        return file.ownHeaders(at, piece.line());
    }

    @Override
    public byte[] body() {
        return piece.body();
    }

    /** Any thread. */
    @Override
    public void done(boolean doneSync) {
        Throwable thrown = Objects.requireNonNull(exchange).getException();
        exchange = null;
        if (thrown == null) {
            stored();
        } else {
            failed(thrown);
        }
    }

    /** Any thread. */
    @Override
    public void stored() {
        lane.passed();
        state = State.STORED;
    }

    /** Any thread. */
    @Override
    public void failed(Throwable cause) {
        if (FailureKind.of(cause) != FailureKind.RECORD) {
            lane.waits(this, cause);
        }
        fail(cause);
    }

    /** Goes to the dead letters. */
    void bury(Throwable cause) {
        burials++;
        alone = false;
        state = State.INSIDE;
        try {
            var unused = lane.deadLetters().put(letter(cause)).whenComplete((stored, unstored) -> {
                if (unstored == null) {
                    lane.passed();
                    state = State.BURIED;
                } else {
                    // The record waits, and the lane with it.
                    lane.waits(this, unstored);
                    fail(cause);
                }
            });
        } catch (RuntimeException unstored) {
            lane.waits(this, unstored);
            fail(cause);
        }
    }

    private void fail(Throwable cause) {
        failure = cause;
        if (!alone) {
            lane.stumble();
        }
        state = State.FAILED;
    }

    private DeadLetter letter(Throwable cause) {
        return DeadLetter.received(
                lane.route().id(), piece.raw(), headers(), at, "file:" + place(), cause, Math.max(attempts, 1));
    }

    /** File and line. */
    String place() {
        return file.name() + ":" + piece.line();
    }

    State state() {
        return state;
    }

    /** Whether it is stored or dead-lettered. */
    boolean hasEnded() {
        State now = state;
        return now == State.STORED || now == State.BURIED;
    }

    /** Why it failed, once its state says that it has. */
    Throwable failure() {
        return Objects.requireNonNull(failure);
    }

    int attempts() {
        return attempts;
    }

    int burials() {
        return burials;
    }

    /** When the record was read, in milliseconds since 1970. */
    long at() {
        return at;
    }

    int size() {
        return piece.raw().length;
    }

    /** Its file is stored up to here. */
    void settle() {
        file.stored(piece, state == State.BURIED);
    }
}
