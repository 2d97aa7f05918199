package io.fieldgate.http;

import io.fieldgate.message.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of one request on their way. All of them come to the point where their sink would store them before the first
 * is let on; if one is refused before, none is stored.
 */
final class Batch {
    /** Told once, on any thread, when no record is on its way any more. */
    interface Listener {
        void ended(Batch batch);
    }

    private enum State {
        /** Some have not come to the point yet. */
        GATHERING,
        LET_ON,
        CALLED_BACK
    }

    private final IngestConsumer consumer;
    private final Map<String, Object> headers;
    private final boolean receipts;
    private final Listener listener;
    private final Passage[] passages;
    private State state = State.GATHERING;
    private int gathering;
    private int unfinished;
    private boolean failed;
    /** What those fail with that are called back. */
    private @Nullable Failure calledBack;
    /** Whoever waited for it has gone before the first was let on. */
    private volatile boolean abandoned;

    /** @param receipts whether to note where each record is stored */
    Batch(
            IngestConsumer consumer,
            List<byte[]> records,
            Map<String, Object> headers,
            boolean receipts,
            Listener listener) {
        this.consumer = consumer;
        this.headers = headers;
        this.receipts = receipts;
        this.listener = listener;
        this.passages = new Passage[records.size()];
        for (int i = 0; i < passages.length; i++) {
            passages[i] = new Passage(this, records.get(i));
        }
        this.gathering = passages.length;
        this.unfinished = passages.length;
    }

    /** Runs every record through the route, in order. May wait for room, for as long as it takes. */
    void run() {
        if (abandoned) {
            listener.ended(this);
            return;
        }
        boolean watched = passages.length > 1 || receipts;
        for (Passage passage : passages) {
            passage.enter(consumer, headers, watched);
        }
    }

    /**
     * Nobody waits any more. Once the first record was let on all are stored, however late: of a part nobody could tell what to
     * repeat.
     */
    void abandon() {
        abandoned = true;
        List<Passage.Held> held;
        synchronized (this) {
            if (state != State.GATHERING) {
                return;
            }
            state = State.CALLED_BACK;
            held = held();
        }
        held.forEach(this::callBack);
    }

    /** The record is where its sink would store it. */
    void ready(Passage passage, Passage.Held step) {
        State now;
        boolean decides = false;
        synchronized (this) {
            if (state == State.GATHERING) {
                passage.hold(step);
                decides = gathered(passage);
            }
            now = state;
        }
        if (decides) {
            decide();
        } else if (now == State.LET_ON) {
            step.store().run();
        } else if (now == State.CALLED_BACK) {
            callBack(step);
        }
    }

    /** The record has come to the end of its route. */
    void finished(Passage passage) {
        boolean decides;
        boolean ends;
        synchronized (this) {
            failed |= passage.failure() != null;
            decides = state == State.GATHERING && gathered(passage);
            ends = --unfinished == 0;
        }
        if (decides) {
            decide();
        }
        if (ends) {
            listener.ended(this);
        }
    }

    private boolean gathered(Passage passage) {
        return passage.gather() && --gathering == 0;
    }

    private void decide() {
        boolean together;
        List<Passage.Held> held;
        synchronized (this) {
            together = !failed && state == State.GATHERING;
            state = together ? State.LET_ON : State.CALLED_BACK;
            held = held();
        }
        for (Passage.Held each : held) {
            if (together) {
                each.store().run();
            } else {
                callBack(each);
            }
        }
    }

    private void callBack(Passage.Held step) {
        Failure failure;
        synchronized (this) {
            if (calledBack == null) {
                calledBack = Failure.temporary("Another record of the request was refused, or it took too long.", null);
            }
            failure = calledBack;
        }
        step.callBack().accept(failure);
    }

    private List<Passage.Held> held() {
        List<Passage.Held> all = new ArrayList<>();
        for (Passage passage : passages) {
            passage.release(all);
        }
        return all;
    }

    IngestConsumer consumer() {
        return consumer;
    }

    Map<String, Object> headers() {
        return headers;
    }

    List<Passage> passages() {
        return List.of(passages);
    }

    int size() {
        return passages.length;
    }

    /** Whether all of them have succeeded. */
    synchronized boolean isStored() {
        return !failed && unfinished == 0;
    }

    /** Whether none can be stored, because it was called back in time or never could. */
    synchronized boolean isNothingStored() {
        return state == State.CALLED_BACK || (passages.length == 1 && failed);
    }

    /** Records that failed by themselves, not for the sake of another. */
    synchronized List<Passage> failures() {
        List<Passage> found = new ArrayList<>();
        for (Passage passage : passages) {
            Throwable failure = passage.failure();
            if (failure != null && (calledBack == null || Failure.in(failure) != calledBack)) {
                found.add(passage);
            }
        }
        return found;
    }

    int indexOf(@Nullable Passage wanted) {
        for (int i = 0; i < passages.length; i++) {
            if (passages[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
