package io.fieldgate.topic;

import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends letters back, in order. Those for a topic may be on their way together; those for a route go one by one, since one
 * that waits must not be overtaken. One thread.
 */
final class ReplaySender {
    private static final long GLANCE_MS = 200;
    private static final int TOGETHER = 100;
    private static final long MOST_BYTES = 8 << 20;

    private final TopicComponent component;
    private final CamelContext camel;
    private final DeadLetterQueue deadLetters;
    private final ReplayDoor door;
    private final Waiting waiting;
    private final List<Sent> onTheirWay = new ArrayList<>();
    private long bytes;

    /** How whoever sends is told to wait, and that it shall stop. */
    interface Waiting {
        /** Whether it shall go on. */
        boolean goesOn();

        /**
         * Waits before another attempt.
         *
         * @throws Stopped when it shall not
         */
        void before(int attempt, Throwable failure) throws InterruptedException;
    }

    /** It was told to stop; what was not done is as it was. */
    static final class Stopped extends RuntimeException {
        Stopped() {
            super(null, null, false, false);
        }
    }

    /** What became of a letter. */
    interface Fate {
        void replayed(Letter letter);

        /** It is a new dead letter. */
        void failedAgain(Letter letter);

        void refused(Letter letter, String reason);
    }

    private record Sent(OpenLetter opened, ReplayMessage message, CompletableFuture<Void> stored) {}

    ReplaySender(
            TopicComponent component,
            CamelContext camel,
            DeadLetterQueue deadLetters,
            ReplayDoor door,
            Waiting waiting) {
        this.component = component;
        this.camel = camel;
        this.deadLetters = deadLetters;
        this.door = door;
        this.waiting = waiting;
    }

    /** Whether so many are on their way that their fate should be known first. */
    boolean isFull() {
        return onTheirWay.size() >= TOGETHER || bytes >= MOST_BYTES;
    }

    void send(OpenLetter opened, ReplayMessage message, Fate fate) throws InterruptedException {
        if (opened.letter().atIntake()) {
            settle(fate);
            enter(opened, message, fate);
        } else {
            bytes += opened.letter().bytes();
            onTheirWay.add(new Sent(opened, message, store(message)));
        }
    }

    private CompletableFuture<Void> store(ReplayMessage message) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        component.producer().send(message.record(), waiting::goesOn, (at, failure) -> {
            if (failure == null) {
                stored.complete(null);
            } else {
                stored.completeExceptionally(failure);
            }
        });
        return stored;
    }

    /** Returns when the fate of all that are on their way is known. */
    void settle(Fate fate) throws InterruptedException {
        int attempts = 1;
        while (!onTheirWay.isEmpty()) {
            Sent first = onTheirWay.get(0);
            Throwable failure = failure(first.stored);
            if (failure == null) {
                fate.replayed(first.opened.letter());
                onTheirWay.remove(0);
                attempts = 1;
            } else if (FailureKind.of(failure) == FailureKind.RECORD) {
                fate.refused(first.opened.letter(), String.valueOf(failure.getMessage()));
                onTheirWay.remove(0);
            } else {
                for (Sent sent : onTheirWay) {
                    failure(sent.stored);
                }
                waiting.before(attempts++, failure);
                // What came after it goes again too, so that the last word of each key is the right one.
                onTheirWay.replaceAll(sent -> new Sent(sent.opened, sent.message, store(sent.message)));
            }
        }
        bytes = 0;
    }

    private void enter(OpenLetter opened, ReplayMessage message, Fate fate) throws InterruptedException {
        Letter letter = opened.letter();
        for (int attempt = 1; ; attempt++) {
            Throwable failure = run(letter, message);
            if (failure == null) {
                fate.replayed(letter);
                return;
            }
            if (FailureKind.of(failure) == FailureKind.RECORD) {
                bury(message, failure);
                fate.failedAgain(letter);
                return;
            }
            waiting.before(attempt, failure);
        }
    }

    /** Through its route; why it did not come out as it should, or null. */
    private @Nullable Throwable run(Letter letter, ReplayMessage message) throws InterruptedException {
        DefaultConsumer consumer = door.entrance(letter);
        ServiceStatus status = camel.getRouteController().getRouteStatus(letter.route());
        // The consumer of a route that is drained rests while the route itself still runs.
        if (consumer == null || status == null || !status.isStarted() || !consumer.isStarted()) {
            return Failure.temporary("The route '" + letter.route() + "' does not run at the moment.", null);
        }
        Exchange exchange = consumer.createExchange(false);
        message.fill(exchange);
        CompletableFuture<Void> end = new CompletableFuture<>();
        consumer.getAsyncProcessor().process(exchange, done -> end.complete(null));
        failure(end);
        return exchange.getException();
    }

    private void bury(ReplayMessage message, Throwable cause) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Throwable failure = failure(deadLetters.put(message.deadLetter(cause)));
            if (failure == null) {
                return;
            }
            waiting.before(attempt, failure);
        }
    }

    /**
     * Waits for the end.
     *
     * @throws Stopped when it takes longer than there is to be waited
     */
    private @Nullable Throwable failure(CompletableFuture<Void> end) throws InterruptedException {
        while (true) {
            try {
                end.get(GLANCE_MS, TimeUnit.MILLISECONDS);
                return null;
            } catch (ExecutionException failed) {
                return failed.getCause() == null ? failed : failed.getCause();
            } catch (TimeoutException patience) {
                if (!waiting.goesOn()) {
                    throw new Stopped();
                }
            }
        }
    }
}
