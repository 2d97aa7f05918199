package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Failure;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks what may take long or fail, in a thread of its own, as often as it takes. Threads: any number. */
final class PositionQuestions {
    private static final Logger log = LoggerFactory.getLogger(PositionQuestions.class);

    private final Backoff backOff;
    private final ScheduledThreadPoolExecutor worker;

    /** One question; the worker answers it. */
    static final class Question<T> {
        private final Supplier<T> asked;
        private volatile @Nullable T answer;
        private volatile @Nullable Failure failure;
        private volatile boolean withdrawn;

        private Question(Supplier<T> asked) {
            this.asked = asked;
        }

        /** Null before there is one. */
        @Nullable
        T answer() {
            return answer;
        }

        /** Why there is none yet; null when nobody knows. */
        @Nullable
        Failure failure() {
            return failure;
        }

        /** Nobody wants to know any more. */
        void withdraw() {
            withdrawn = true;
        }
    }

    /** @param name of the consumer, for the worker's thread */
    PositionQuestions(Backoff backOff, String name) {
        this.backOff = backOff;
        this.worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "topic-positions-" + name);
            thread.setDaemon(true);
            return thread;
        });
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    <T> Question<T> ask(Supplier<T> asked) {
        Question<T> question = new Question<>(asked);
        schedule(question, 1);
        return question;
    }

    private void schedule(Question<?> question, int attempt) {
        Failure failure = question.failure;
        long wait =
                failure == null ? 0 : backOff.after(failure.kind(), attempt - 1).toMillis();
        try {
            var unused = worker.schedule(() -> attempt(question, attempt), wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The route stops before it is known where to begin", e);
        }
    }

    private <T> void attempt(Question<T> question, int attempt) {
        if (question.withdrawn) {
            return;
        }
        try {
            question.answer = question.asked.get();
        } catch (RuntimeException e) {
            question.failure = TopicLane.failure(e);
            schedule(question, attempt + 1);
        }
    }

    /** Runs something once. */
    Future<?> submit(Runnable task) {
        return worker.submit(task);
    }

    /** Lets what runs end: to interrupt it would close the file of an embedded database. */
    void close() {
        worker.shutdown();
    }
}
