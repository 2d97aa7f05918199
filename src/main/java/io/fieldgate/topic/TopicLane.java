package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.Progress;
import io.fieldgate.message.Window.Slot;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the route, one record after the other, in a thread of its own. Steps that complete later keep up to
 * {@code maxInFlight} records in flight. A record that fails on this thread because of its surroundings is tried again in
 * place; one that fails later makes its partition go back to it; one that can never succeed becomes a dead letter.
 */
final class TopicLane {
    private static final Logger log = LoggerFactory.getLogger(TopicLane.class);

    private final TopicConsumer consumer;
    private final String route;
    private final Backoff backOff;
    private final Runnable roomMade;
    private final int maxInFlight;
    private final ArrayBlockingQueue<Fetched> waiting;
    private final int enough;
    private final Semaphore free;
    private final Thread thread;
    private final Burials burials;

    private final Object change = new Object();
    private boolean taking = true;
    private volatile boolean stopped;

    /** A record with the run of its partition that it was fetched in. */
    record Fetched(ConsumerRecord<byte[], byte[]> message, PartitionRun run) {}

    /** @param roomMade called when a poll's worth of records fits again */
    TopicLane(
            TopicEndpoint endpoint,
            TopicConsumer consumer,
            DeadLetterQueue deadLetters,
            String route,
            int number,
            Backoff backOff,
            Runnable roomMade) {
        this.consumer = consumer;
        this.route = route;
        this.backOff = backOff;
        this.roomMade = roomMade;
        this.maxInFlight = endpoint.getMaxInFlight();
        this.enough = endpoint.getMaxPollRecords();
        this.waiting = new ArrayBlockingQueue<>(2 * endpoint.getMaxPollRecords());
        this.free = new Semaphore(maxInFlight);
        this.thread = new Thread(this::run, "topic-lane-" + route + "-" + number);
        this.thread.setDaemon(true);
        this.burials = new Burials(deadLetters, consumer.state(), route, number, backOff);
    }

    void start() {
        thread.start();
    }

    /** Whether a poll's worth of records fits. */
    boolean hasRoom() {
        return waiting.remainingCapacity() >= enough;
    }

    /** Hands a record over; never blocks, since the reader only fetches while there is room. */
    void add(Fetched fetched) {
        waiting.add(fetched);
    }

    /** Whether new records may enter the route. */
    void take(boolean wanted) {
        synchronized (change) {
            taking = wanted;
            change.notifyAll();
        }
    }

    boolean takes() {
        synchronized (change) {
            return taking;
        }
    }

    /** Records that have been fetched and are not in the route yet. */
    int waiting() {
        return waiting.size();
    }

    /** Records in the route or on their way to the dead-letter topic. */
    int pending() {
        return maxInFlight - free.availablePermits();
    }

    /** A run has ended or the lane stops: waits for a record of it end. */
    void wake() {
        synchronized (change) {
            change.notifyAll();
        }
    }

    void stop() {
        stopped = true;
        wake();
        thread.interrupt();
        burials.stop();
    }

    void join(Duration patience) throws InterruptedException {
        thread.join(patience.toMillis());
    }

    private void run() {
        try {
            while (!stopped) {
                Fetched next = waiting.poll(1, TimeUnit.SECONDS);
                if (next == null) {
                    continue;
                }
                if (waiting.remainingCapacity() == enough) {
                    roomMade.run();
                }
                if (!enter()) {
                    return;
                }
                Slot<ConsumerRecord<byte[], byte[]>> slot = next.run().begin(next.message());
                if (slot == null) {
                    free.release();
                } else {
                    process(next.run(), slot);
                }
            }
        } catch (InterruptedException e) {
            log.debug("The lane of route '{}' stops", route);
        }
    }

    /** Waits until a record may enter the route; false when the lane stops. */
    private boolean enter() throws InterruptedException {
        while (true) {
            synchronized (change) {
                while (!taking && !stopped) {
                    change.wait();
                }
            }
            if (stopped) {
                return false;
            }
            free.acquire();
            // While it waited for its turn the route may have been suspended, and then nothing may seem pending.
            if (takes() && !stopped) {
                return true;
            }
            free.release();
        }
    }

    private void process(PartitionRun run, Slot<ConsumerRecord<byte[], byte[]>> slot) {
        int attempt = run.failuresOf(slot.message()) + 1;
        while (true) {
            Attempt tried = new Attempt(run, slot, attempt);
            if (!tried.runInPlace()) {
                return;
            }
            Throwable thrown = tried.thrown;
            if (thrown == null) {
                succeeded(run, slot);
                return;
            }
            if (FailureKind.of(thrown) == FailureKind.RECORD) {
                bury(run, slot, thrown, attempt);
                return;
            }
            Failure failure = failure(thrown);
            if (!waitInPlace(run, slot, failure, attempt)) {
                run.fail(slot, failure);
                free.release();
                return;
            }
            attempt++;
        }
    }

    /** @return false when the wait was ended by a stop or because the partition was taken away */
    private boolean waitInPlace(
            PartitionRun run, Slot<ConsumerRecord<byte[], byte[]>> slot, Failure failure, int attempt) {
        if (stopped) {
            return false;
        }
        consumer.state().trouble(failure, run.partition(), slot.message());
        long deadline =
                System.nanoTime() + backOff.after(failure.kind(), attempt).toNanos();
        synchronized (change) {
            while (true) {
                if (stopped || !taking || run.isOver()) {
                    return false;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return true;
                }
                try {
                    change.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
    }

    private void succeeded(PartitionRun run, Slot<ConsumerRecord<byte[], byte[]>> slot) {
        run.complete(slot);
        free.release();
        consumer.state().wellAgain(run.partition());
    }

    /** Told on a thread that the lane does not own: must not block. */
    private void endedLater(
            PartitionRun run, Slot<ConsumerRecord<byte[], byte[]>> slot, @Nullable Throwable thrown, int attempt) {
        if (thrown == null) {
            succeeded(run, slot);
        } else if (FailureKind.of(thrown) == FailureKind.RECORD) {
            bury(run, slot, thrown, attempt);
        } else {
            Failure failure = failure(thrown);
            if (!stopped) {
                consumer.state().trouble(failure, run.partition(), slot.message());
            }
            run.fail(slot, failure);
            free.release();
        }
    }

    /** Only a stored dead letter completes the record; until then it stays in flight. */
    private void bury(PartitionRun run, Slot<ConsumerRecord<byte[], byte[]>> slot, Throwable cause, int attempts) {
        burials.bury(slot.message(), run.partition(), cause, attempts, new Burials.Outcome() {
            @Override
            public void stored() {
                succeeded(run, slot);
            }

            @Override
            public void gaveUp(Failure failure) {
                run.fail(slot, failure);
                free.release();
            }
        });
    }

    /** What a source does about an exception, as a failure. */
    static Failure failure(@Nullable Throwable thrown) {
        if (thrown == null) {
            return Failure.temporary("It failed for an unknown reason.", null);
        }
        Failure failure = Failure.in(thrown);
        return failure != null ? failure : Failure.temporary(String.valueOf(thrown.getMessage()), thrown);
    }

    /** One pass of a record through the route. */
    private final class Attempt implements AsyncCallback {
        private final PartitionRun run;
        private final Slot<ConsumerRecord<byte[], byte[]>> slot;
        private final int number;
        private final Exchange exchange;
        private @Nullable Throwable thrown;

        Attempt(PartitionRun run, Slot<ConsumerRecord<byte[], byte[]>> slot, int number) {
            this.run = run;
            this.slot = slot;
            this.number = number;
            this.exchange = consumer.createExchange(false);
            RecordExchange.fill(slot.message(), exchange);
            Progress progress = run.progress(slot, exchange);
            if (progress != null) {
                exchange.setProperty(Progress.PROPERTY, progress);
            }
        }

        /** @return true when the pass has ended already, with or without {@code thrown} */
        boolean runInPlace() {
            try {
                return consumer.getAsyncProcessor().process(exchange, this);
            } catch (RuntimeException | Error e) {
                thrown = e;
                return true;
            }
        }

        @Override
        public void done(boolean inPlace) {
            Throwable result = exchange.getException();
            if (result == null && exchange.isFailed()) {
                result = Failure.rejected("ROLLED_BACK", "The route rolled the message back.", null);
            }
            consumer.releaseExchange(exchange, false);
            if (inPlace) {
                thrown = result;
            } else {
                endedLater(run, slot, result, number);
            }
        }
    }
}
