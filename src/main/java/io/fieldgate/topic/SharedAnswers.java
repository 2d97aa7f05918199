package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Lets all who ask the same at about the same time have one answer: many may have the console open, and an answer takes up to
 * seconds of reading. Any thread; one of those who ask finds the answer, the others wait for it.
 *
 * @param <Q> a question; equal ones have the same answer
 */
final class SharedAnswers<Q, A> {
    /** Others are refused, so that those who wait do not take all threads of the server. */
    private static final int MOST_WAITING = 32;

    private final long freshNanos;
    private final int most;
    private final LongSupplier clock;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    /** Those that were asked for last come last. */
    private final Map<Q, Answer<A>> answers = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Answer<A> {
        private final CompletableFuture<A> text = new CompletableFuture<>();
        /** When it was complete. */
        private volatile long found;
    }

    /**
     * @param fresh how old an answer may be
     * @param most so many answers are kept, those that were asked for last
     */
    SharedAnswers(Duration fresh, int most) {
        this(fresh, most, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    SharedAnswers(Duration fresh, int most, LongSupplier clock) {
        this.freshNanos = fresh.toNanos();
        this.most = most;
        this.clock = clock;
    }

    /**
     * The answer, which may be one that somebody has got shortly before.
     *
     * @param finds the answer; what it throws, all get who wait for it, and nobody who asks later
     * @throws Failure of kind TRANSIENT when too many wait for answers
     */
    A of(Q question, Function<Q, A> finds) {
        Answer<A> mine = new Answer<>();
        Answer<A> shared = shared(question, mine);
        return shared == mine ? find(question, mine, finds) : waitFor(shared);
    }

    private synchronized Answer<A> shared(Q question, Answer<A> mine) {
        Answer<A> known = answers.get(question);
        if (known != null && (!known.text.isDone() || clock.getAsLong() - known.found < freshNanos)) {
            return known;
        }
        answers.put(question, mine);
        Iterator<Q> longAgo = answers.keySet().iterator();
        while (answers.size() > most) {
            longAgo.next();
            longAgo.remove();
        }
        return mine;
    }

    private A find(Q question, Answer<A> mine, Function<Q, A> finds) {
        try {
            A found = finds.apply(question);
            mine.found = clock.getAsLong();
            mine.text.complete(found);
            return found;
        } catch (RuntimeException | Error none) {
            synchronized (this) {
                answers.remove(question, mine);
            }
            mine.text.completeExceptionally(none);
            throw none;
        }
    }

    private A waitFor(Answer<A> shared) {
        if (!waiting.tryAcquire()) {
            throw Failure.temporary("Many wait for this answer at the moment; ask again.", null);
        }
        try {
            return shared.text.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException same) {
                throw same;
            }
            throw failed;
        } finally {
            waiting.release();
        }
    }
}
