package io.fieldgate.lane;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.BatchSink;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.LogFields;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of messages through a route: they enter in order, a window of them is on its way at a time, and they are released
 * from its head: those that are stored, up to the first that is not. What can never succeed goes to the dead letters. What may succeed later is tried
 * again in its place, and what comes after it waits.
 *
 * <p>All methods are called by one thread, unless they say otherwise. Whoever ends a {@link Passage} only marks it; so
 * there is no lock that two threads would want for each message.
 */
public final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    /** The latency that a full window may pay for not waking a thread for each message. */
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long CLOSED_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int TIDY = 256;
    /** Bytes that messages may have which go into the route together. */
    private static final long MOST_TOGETHER = 64 * 1024;

    /** What exchanges cost hardly counts any more when they are shared by so many. */
    private static final int COMPANY = 64;

    /** What the lane needs of its consumer. */
    public interface Route {
        String id();

        /** Where its messages come from, in a word. */
        String transport();

        Exchange newExchange();

        AsyncProcessor processor();

        /** The sink that it leads straight to and that takes several messages in an exchange; null for any other route. */
        @Nullable
        BatchSink straightTo();
    }

    /** Hears what becomes of messages, on the lane's thread. */
    public interface Tally {
        /** So many more are stored or dead-lettered, and all before them. */
        void released(int messages);
    }

    private final Route route;
    private final DeadLetterQueue deadLetters;
    private final Tally tally;
    private final Runnable tidy;
    private final Track track;
    private final @Nullable BatchSink sink;
    private final Company company;

    /** Those that come once only, sent or still to be sent, and not released yet. */
    private final AtomicInteger onceOnly = new AtomicInteger();

    private volatile boolean taking;
    private volatile boolean failing;
    private volatile boolean open = true;
    private volatile @Nullable Throwable trouble;
    private long sent;

    /**
     * @param capacity messages on their way
     * @param maxBytes of them together; one message may be on its way whatever its size
     * @param tidy called every few hundred messages and while waiting, on the lane's thread
     */
    public Lane(Route route, DeadLetterQueue deadLetters, Tally tally, int capacity, long maxBytes, Runnable tidy) {
        this.route = route;
        this.deadLetters = deadLetters;
        this.tally = tally;
        this.tidy = tidy;
        this.track = new Track(capacity, maxBytes);
        this.sink = route.straightTo();
        this.company = new Company(sink == null ? 1 : Math.min(COMPANY, capacity), Math.min(MOST_TOGETHER, maxBytes));
    }

    /** Sends a message towards the route. Waits for room, for as long as it takes. */
    public void send(Passage passage) throws InterruptedException {
        passage.take(this);
        Failure problem = passage.problem();
        if (problem != null || !company.hasRoomFor(passage)) {
            depart();
        }
        if (problem != null) {
            awaitRoom(1, passage.size());
            track.add(passage);
            passage.bury(problem);
        } else {
            company.add(passage);
            if (company.isComplete()) {
                depart();
            }
        }
        if (++sent % TIDY == 0) {
            release();
            tidy.run();
        }
    }

    /** Lets those go into the route that have been waiting for company. Waits for room. */
    public void depart() throws InterruptedException {
        if (company.isEmpty()) {
            return;
        }
        awaitRoom(company.size(), company.bytes());
        List<Passage> together = company.leave();
        together.forEach(track::add);
        if (together.size() == 1) {
            together.get(0).enter(false);
        } else {
            new Convoy(together).enter(route);
        }
    }

    private void awaitRoom(int messages, long size) throws InterruptedException {
        while (failing || !works() || !track.hasRoom(messages, size)) {
            look();
        }
    }

    /** Waits until all that was sent is stored or dead-lettered. */
    public void drain() throws InterruptedException {
        depart();
        while (!track.isEmpty()) {
            look();
        }
    }

    private void look() throws InterruptedException {
        int before = track.size();
        attend();
        if (!works()) {
            nap(CLOSED_NAP_NANOS);
        } else if (track.size() == before) {
            awaitStored();
        }
        tidy.run();
    }

    /** Sleeps until some of what is on its way may be stored: nothing more comes meanwhile that its sink could wait for. */
    public void awaitStored() throws InterruptedException {
        if (sink != null && !failing) {
            sink.flush();
        }
        nap(NAP_NANOS);
    }

    /**
     * Forgets all that was sent, for it comes again: first what is in the route leaves it, so that nothing of it can overtake
     * what comes.
     */
    public void forget() throws InterruptedException {
        company.leave();
        awaitEmptyRoute();
        track.clear();
        failing = false;
    }

    /** How many more messages have room. */
    public int room() {
        return track.room();
    }

    /** How many more bytes have room. */
    public long roomBytes() {
        return track.roomBytes();
    }

    /** Whether all that was sent is stored or dead-lettered. */
    public boolean isEmpty() {
        return track.isEmpty() && company.isEmpty();
    }

    /** Takes note of what is stored, and tries again what has failed; waits for as long as that takes. */
    public void attend() throws InterruptedException {
        release();
        if (failing) {
            repeat();
        }
    }

    /** Takes note of what is stored. */
    public void release() {
        int released = track.release(Passage::settle);
        if (released > 0) {
            onceOnly.lazySet(Math.max(0, onceOnly.get() - released));
            tally.released(released);
        }
        if (failing) {
            track.countInside();
        }
    }

    /** Sleeps unless the lane is to stop. */
    public static void nap(long nanos) throws InterruptedException {
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
        awaitEmptyRoute();
        failing = false;
        for (Passage passage : track.failed()) {
            insist(passage);
        }
    }

    private void awaitEmptyRoute() throws InterruptedException {
        while (track.countInside() > 0) {
            awaitStored();
            tidy.run();
        }
    }

    private void insist(Passage passage) throws InterruptedException {
        while (FailureKind.of(passage.failure()) != FailureKind.RECORD) {
            // Those that failed with it follow at full speed once something has succeeded.
            if (trouble != null) {
                rest(RETRY.after(passage.attempts()));
            }
            passage.enter(true);
            awaitEmptyRoute();
            if (passage.state() == Passage.State.STORED) {
                return;
            }
        }
        if (passage.burials() > 0) {
            rest(RETRY.after(passage.burials()));
        }
        passage.bury(passage.failure());
    }

    private void rest(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end || !works()) {
            nap(CLOSED_NAP_NANOS);
            tidy.run();
        }
    }

    /** Something has succeeded. Any thread. */
    void passed() {
        if (trouble != null) {
            trouble = null;
        }
    }

    /** A message waits for what may help it. Any thread. */
    void waits(Passage passage, Throwable reason) {
        if (trouble == null) {
            LOG.atWarn()
                    .addKeyValue(LogFields.ROUTE, route.id())
                    .log("Route {}: {} waits, nothing is lost: {}", route.id(), passage.place(), reason.getMessage());
        }
        trouble = reason;
    }

    /** Some message will have failed in a moment, and nothing new begins until it is cared for. Any thread. */
    void stumble() {
        failing = true;
    }

    Route route() {
        return route;
    }

    DeadLetterQueue deadLetters() {
        return deadLetters;
    }

    /**
     * Whether messages may be taken from a source that does not bring again what it has given: not when the lane is closed. If they
     * may, whoever stops the route waits until {@link #took} says what has come.
     */
    public boolean takes() {
        // In this order: whoever closes it sees one of the two.
        taking = true;
        if (!open) {
            taking = false;
        }
        return taking;
    }

    /** So many have come that do not come again: they go in and are stored though the lane is closed meanwhile. */
    public void took(int messages) {
        onceOnly.lazySet(onceOnly.get() + messages);
        taking = false;
    }

    /** How many of those that do not come again are neither stored nor in the route: they are lost when it stops now. */
    public int lost() {
        return onceOnly.get() == 0
                ? 0
                : onceOnly.get() - track.size() + track.failed().size();
    }

    /** Whether what has been sent goes on. */
    private boolean works() {
        return open || onceOnly.get() > 0;
    }

    /** Begins nothing new until {@link #reopen()}. Any thread. */
    public void close() {
        open = false;
    }

    /** Any thread. */
    public void reopen() {
        open = true;
    }

    public boolean isOpen() {
        return open;
    }

    /** Messages that are inside the route, or will be before it stops. Any thread. */
    public int inside() {
        return Math.max(track.inside(), onceOnly.get());
    }

    /** What is to end before the route stops; none, once the lane is closed, means that none follows. Any thread. */
    public int pending() {
        // In this order: what has been taken is counted before it is no longer being taken.
        boolean more = taking;
        return inside() + (more ? 1 : 0);
    }

    /** What the route waits for; null while all goes well. Any thread. */
    public @Nullable Throwable trouble() {
        return trouble;
    }

    /** Since when the oldest message is on its way, in milliseconds since 1970; 0 when there is none. Any thread. */
    public long oldest() {
        return track.oldest();
    }
}
