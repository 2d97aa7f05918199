package io.fieldgate.lane;

import io.fieldgate.message.Batch;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way; runs through the route as often as it takes: by itself, or with others in a {@link Convoy}. Used
 * by the lane's thread, unless a method says otherwise.
 */
public abstract class Passage implements AsyncCallback, Batch.Entry {
    /** Where the message is. */
    enum State {
        /** In the route, or on the way to the dead letters. */
        INSIDE,
        STORED,
        BURIED,
        FAILED
    }

    private final long at;
    private @Nullable Lane lane;
    private @Nullable Exchange exchange;
    private int attempts;
    private int burials;
    private boolean alone;
    private @Nullable Throwable failure;
    /** Written last by whoever ends a passage, so that the lane's thread sees what was written before. */
    private volatile State state = State.INSIDE;

    /** @param at when the message was received, in milliseconds since 1970 */
    protected Passage(long at) {
        this.at = at;
    }

    /** Its bytes as they came, for the dead letters; those of the body, unless they had another form. */
    protected abstract byte[] raw();

    /** Where exactly it came from, as dead letters and logs say it. Any thread. */
    protected abstract String place();

    /** Why it can never succeed; null for one that may enter the route. */
    protected abstract @Nullable Failure problem();

    /** It is stored or dead-lettered, and so are all before it. */
    protected abstract void settle();

    /** When the message was received, in milliseconds since 1970. */
    protected final long at() {
        return at;
    }

    /** Whether it has become a dead letter. */
    protected final boolean isBuried() {
        return state == State.BURIED;
    }

    /** Sets off on a lane, which it does not change any more. */
    void take(Lane way) {
        lane = way;
    }

    private Lane lane() {
        return Objects.requireNonNull(lane);
    }

    /**
     * Goes into the route in an exchange of its own.
     *
     * @param byItself whether the lane waits for this one and needs no other word of its failure
     */
    void enter(boolean byItself) {
        alone = byItself;
        begin();
        Exchange entering = lane().route().newExchange();
        exchange = entering;
        Message message = entering.getIn();
        message.setBody(body());
        message.setHeaders(ownHeaders());
        lane().route().processor().process(entering, this);
    }

    /** Is on its way into the route. */
    void begin() {
        attempts++;
        failure = null;
        state = State.INSIDE;
    }

    /** Any thread. */
    @Override
    public final void done(boolean doneSync) {
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
    public final void stored() {
        lane().passed();
        state = State.STORED;
    }

    /** Any thread. */
    @Override
    public final void failed(Throwable cause) {
        if (FailureKind.of(cause) != FailureKind.RECORD) {
            lane().waits(this, cause);
        }
        fail(cause);
    }

    /** Goes to the dead letters. */
    void bury(Throwable cause) {
        burials++;
        alone = false;
        state = State.INSIDE;
        try {
            var unused = lane().deadLetters().put(letter(cause)).whenComplete((stored, unstored) -> {
                if (unstored == null) {
                    lane().passed();
                    state = State.BURIED;
                } else {
                    // The message waits, and the lane with it.
                    lane().waits(this, unstored);
                    fail(cause);
                }
            });
        } catch (RuntimeException unstored) {
            lane().waits(this, unstored);
            fail(cause);
        }
    }

    private void fail(Throwable cause) {
        failure = cause;
        if (!alone) {
            lane().stumble();
        }
        state = State.FAILED;
    }

    private DeadLetter letter(Throwable cause) {
        return DeadLetter.received(
                lane().route().id(),
                raw(),
                headers(),
                at,
                lane().route().transport() + ":" + place(),
                cause,
                Math.max(attempts, 1));
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

    int size() {
        return raw().length;
    }
}
