package io.fieldgate.file;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of records through a route: they enter in order, a window of them is on its way at a time, and a file counts as
 * stored up to the first that is not. What can never succeed goes to the dead letters. What may succeed later is tried
 * again in its place, and what comes after it waits.
 *
 * <p>All methods are called by one thread, unless they say otherwise.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    /** The latency that a full window may pay for not waking a thread for each record. */
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long CLOSED_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int TIDY = 256;

    /** What the lane needs of its consumer. */
    interface Route {
        String id();

        Exchange newExchange();

        AsyncProcessor processor();
    }

    private final Route route;
    private final DeadLetterQueue deadLetters;
    private final IntakeMeters meters;
    private final Runnable tidy;
    private final int capacity;
    private final long maxBytes;
    private final Window<Passage> window;
    /** In the route at the moment, or on the way to the dead letters. */
    private final AtomicInteger inside = new AtomicInteger();

    private final ConcurrentLinkedQueue<Passage> failed = new ConcurrentLinkedQueue<>();
    private volatile boolean failing;
    private volatile boolean open = true;
    private volatile @Nullable Throwable trouble;
    private int used;
    private long bytes;
    private long sequence;

    /**
     * @param capacity records on their way
     * @param maxBytes of them together; one record may be on its way whatever its size
     * @param tidy called every few hundred records and while waiting, on the lane's thread
     */
    Lane(Route route, DeadLetterQueue deadLetters, IntakeMeters meters, int capacity, long maxBytes, Runnable tidy) {
        this.route = route;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.capacity = capacity;
        this.maxBytes = maxBytes;
        this.tidy = tidy;
        this.window = new Window<>(capacity);
    }

    /** Sends a record into the route. Waits for room, for as long as it takes. */
    void send(ReadFile file, Piece piece) throws InterruptedException {
        awaitRoom(piece.raw().length);
        long now = System.currentTimeMillis();
        Passage passage = new Passage(file, piece, sequence++, now);
        passage.slot = window.add(passage, now);
        used++;
        bytes += piece.raw().length;
        if (piece.problem() != null) {
            bury(passage, piece.problem());
        } else {
            passage.enter();
        }
        if (sequence % TIDY == 0) {
            release();
            tidy.run();
        }
    }

    private void awaitRoom(int more) throws InterruptedException {
        while (failing || !open || used >= capacity || (used > 0 && bytes + more > maxBytes)) {
            look();
        }
    }

    /** Waits until all that was sent is stored or dead-lettered. */
    void drain() throws InterruptedException {
        while (used > 0) {
            look();
        }
    }

    private void look() throws InterruptedException {
        int before = used;
        release();
        if (failing) {
            repeat();
        } else if (!open) {
            nap(CLOSED_NAP_NANOS);
        } else if (used == before) {
            nap(NAP_NANOS);
        }
        tidy.run();
    }

    /** Takes note of what is stored. */
    void release() {
        List<Passage> run = window.release();
        for (Passage passage : run) {
            passage.file.stored(passage.piece, passage.buried);
            bytes -= passage.piece.raw().length;
            if (passage.buried) {
                meters.bad();
            }
        }
        used -= run.size();
        meters.stored(run.size());
    }

    /** Sleeps unless the lane is to stop. */
    static void nap(long nanos) throws InterruptedException {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /**
     * What has failed goes again, in its order. First everybody else leaves the route, so that nothing that came later
     * can overtake.
     */
    private void repeat() throws InterruptedException {
        while (inside.get() > 0) {
            nap(NAP_NANOS);
        }
        failing = false;
        List<Passage> again = new ArrayList<>();
        for (Passage passage = failed.poll(); passage != null; passage = failed.poll()) {
            again.add(passage);
        }
        again.sort(Comparator.comparingLong(passage -> passage.number));
        for (Passage passage : again) {
            insist(passage);
        }
    }

    private void insist(Passage passage) throws InterruptedException {
        Throwable failure = Objects.requireNonNull(passage.failure);
        while (FailureKind.of(failure) != FailureKind.RECORD) {
            // Those that failed with it follow at full speed once something has succeeded.
            if (trouble != null) {
                rest(RETRY.after(passage.attempts));
            }
            passage.alone = true;
            passage.enter();
            while (inside.get() > 0) {
                nap(NAP_NANOS);
            }
            Throwable again = passage.failure;
            if (again == null) {
                return;
            }
            failure = again;
        }
        passage.alone = false;
        if (passage.burials > 0) {
            rest(RETRY.after(passage.burials));
        }
        bury(passage, failure);
    }

    private void rest(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end || !open) {
            nap(CLOSED_NAP_NANOS);
            tidy.run();
        }
    }

    private void bury(Passage passage, Throwable cause) {
        passage.burials++;
        inside.incrementAndGet();
        try {
            var unused = deadLetters.put(passage.letter(cause)).whenComplete((stored, failure) -> {
                if (failure == null) {
                    passage.buried = true;
                    trouble = null;
                    window.complete(Objects.requireNonNull(passage.slot));
                } else {
                    passage.keep(cause, failure);
                }
                inside.decrementAndGet();
            });
        } catch (RuntimeException failure) {
            passage.keep(cause, failure);
            inside.decrementAndGet();
        }
    }

    private void report(Passage passage, Throwable failure) {
        if (trouble == null) {
            LOG.warn(
                    "Route {}: line {} of {} waits, nothing is lost: {}",
                    route.id(),
                    passage.piece.line(),
                    passage.file.name(),
                    failure.getMessage());
        }
        trouble = failure;
    }

    /** Begins nothing new until {@link #reopen()}. Any thread. */
    void close() {
        open = false;
    }

    /** Any thread. */
    void reopen() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    /** Records that are inside the route. Any thread. */
    int inside() {
        return inside.get();
    }

    /** What the route waits for; null while all goes well. Any thread. */
    @Nullable
    Throwable trouble() {
        return trouble;
    }

    /** Since when the oldest record is on its way, in milliseconds since 1970; 0 when there is none. Any thread. */
    long oldest() {
        return window.oldest();
    }

    /** One record on its way; runs through the route as often as it takes. */
    private final class Passage implements AsyncCallback {
        private final ReadFile file;
        private final Piece piece;
        private final long number;
        private final long at;
        private Window.@Nullable Slot<Passage> slot;
        private @Nullable Exchange exchange;
        private int attempts;
        private int burials;
        private boolean alone;
        private volatile boolean buried;
        private volatile @Nullable Throwable failure;

        Passage(ReadFile file, Piece piece, long number, long at) {
            this.file = file;
            this.piece = piece;
            this.number = number;
            this.at = at;
        }

        void enter() {
            attempts++;
            failure = null;
            inside.incrementAndGet();
            Exchange entering = route.newExchange();
            exchange = entering;
            entering.getIn().setBody(piece.body());
            file.headers(entering.getIn().getHeaders(), at, piece.line());
            route.processor().process(entering, this);
        }

        @Override
        public void done(boolean doneSync) {
            Throwable thrown = Objects.requireNonNull(exchange).getException();
            exchange = null;
            if (thrown == null) {
                if (trouble != null) {
                    trouble = null;
                }
                window.complete(Objects.requireNonNull(slot));
            } else {
                failure = thrown;
                if (FailureKind.of(thrown) != FailureKind.RECORD) {
                    report(this, thrown);
                }
                if (!alone) {
                    failed.add(this);
                    failing = true;
                }
            }
            inside.decrementAndGet();
        }

        /** Its dead letter could not be stored, so the record waits, and the lane with it. */
        void keep(Throwable cause, Throwable unstored) {
            report(this, unstored);
            failure = cause;
            failed.add(this);
            failing = true;
        }

        DeadLetter letter(Throwable cause) {
            Map<String, Object> headers = new LinkedHashMap<>();
            file.headers(headers, at, piece.line());
            return DeadLetter.received(
                    route.id(),
                    piece.raw(),
                    headers,
                    at,
                    "file:" + file.name() + ":" + piece.line(),
                    cause,
                    Math.max(attempts, 1));
        }
    }
}
