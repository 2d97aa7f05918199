package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts the dead letters of a lane in order, and again after a while when that failed. No more of them wait than the lane
 * has in flight. Threads: any number.
 */
final class Burials {
    private final DeadLetterQueue deadLetters;
    private final SourceState state;
    private final String route;
    private final Backoff backOff;
    private final ScheduledThreadPoolExecutor undertaker;

    Burials(DeadLetterQueue deadLetters, SourceState state, String route, int number, Backoff backOff) {
        this.deadLetters = deadLetters;
        this.state = state;
        this.route = route;
        this.backOff = backOff;
        this.undertaker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread worker = new Thread(task, "topic-dead-letters-" + route + "-" + number);
            worker.setDaemon(true);
            return worker;
        });
        undertaker.setKeepAliveTime(10, TimeUnit.SECONDS);
        undertaker.allowCoreThreadTimeOut(true);
    }

    /** What becomes of a record: one of the two is called once. */
    interface Outcome {
        void stored();

        /** The route stops before the dead letter was stored. */
        void gaveUp(Failure failure);
    }

    /** @param attempts how often the route has tried the record */
    void bury(
            ConsumerRecord<byte[], byte[]> fetched,
            TopicPartition partition,
            Throwable cause,
            int attempts,
            Outcome outcome) {
        bury(RecordExchange.deadLetter(route, fetched, cause, attempts), fetched, partition, 1, outcome);
    }

    private void bury(
            DeadLetter letter,
            ConsumerRecord<byte[], byte[]> fetched,
            TopicPartition partition,
            int tries,
            Outcome outcome) {
        Runnable put = () -> {
            var unused = put(letter).whenComplete((stored, thrown) -> {
                if (thrown == null) {
                    outcome.stored();
                } else {
                    state.trouble(TopicLane.failure(thrown), partition, fetched);
                    bury(letter, fetched, partition, tries + 1, outcome);
                }
            });
        };
        Duration wait = tries == 1 ? Duration.ZERO : backOff.after(FailureKind.TRANSIENT, tries - 1);
        try {
            var unused = undertaker.schedule(put, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            outcome.gaveUp(Failure.temporary("The route stops before its dead letter was stored.", e));
        }
    }

    private CompletableFuture<Void> put(DeadLetter letter) {
        try {
            return deadLetters.put(letter);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void stop() {
        undertaker.shutdownNow();
    }
}
