package io.fieldgate.notify;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetter;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one receiver, on a thread of its own, so that a slow receiver delays no other. */
final class Courier {
    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final int CAPACITY = 16;
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final long POLL_MS = 200;

    private final Receiver receiver;
    private final Delivery delivery;
    private final Board.Lead lead;
    private final Journal journal;
    private final @Nullable DeadLetterQueue deadLetters;
    private final ReceiverState state;
    private final Backoff backoff;
    private final Clock clock;
    private final BlockingQueue<Notice> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private Instant hold = Instant.MIN;

    Courier(
            Receiver receiver,
            Delivery delivery,
            Board.Lead lead,
            Journal journal,
            @Nullable DeadLetterQueue deadLetters,
            ReceiverState state,
            Backoff backoff,
            Clock clock) {
        this.receiver = receiver;
        this.delivery = delivery;
        this.lead = lead;
        this.journal = journal;
        this.deadLetters = deadLetters;
        this.state = state;
        this.backoff = backoff;
        this.clock = clock;
        this.thread = new Thread(this::run, "fieldgate-notify-" + receiver.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes what the receiver is to be told now, as far as there is room. Never waits. */
    void fill(Instant now) {
        queue.addAll(lead.due(receiver.name(), queue.remainingCapacity(), now));
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                Notice notice = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (notice != null && isFree()) {
                    tell(notice);
                }
            }
        } catch (InterruptedException stop) {
            log.debug("{} stops", receiver.name());
        }
    }

    /** Waits until the receiver wants to hear again; false when the gateway stops before. */
    private boolean isFree() throws InterruptedException {
        long wait = Duration.between(clock.instant(), hold.equals(Instant.MIN) ? clock.instant() : hold)
                .toMillis();
        return wait <= 0 ? stopped.getCount() > 0 : !stopped.await(wait, TimeUnit.MILLISECONDS);
    }

    private void tell(Notice notice) throws InterruptedException {
        try {
            if (lead.isOver()) {
                return;
            }
            if (!notice.quiet()) {
                journal.write(NotifyKafka.LOG, lead.intended(notice));
                delivery.deliver(notice);
                state.delivered();
            }
            noted(notice);
        } catch (NotDelivered failed) {
            failed(notice, failed);
        } catch (RuntimeException unexpected) {
            log.error(
                    "The receiver '{}' cannot be told. It is tried again, nothing is lost. Report this with the lines that"
                            + " follow.",
                    receiver.name(),
                    unexpected);
            failed(notice, NotDelivered.yet("The gateway has failed: " + unexpected, unexpected));
        }
    }

    private void noted(Notice notice) throws InterruptedException {
        journal.write(NotifyKafka.LOG, notice.entries());
        lead.delivered(notice, clock.instant());
    }

    private void failed(Notice notice, NotDelivered failure) throws InterruptedException {
        if (stopped.getCount() == 0) {
            // Others tell it now.
            return;
        }
        Instant now = clock.instant();
        if (failure.isRefused()) {
            state.refused(String.valueOf(failure.getMessage()), now);
            if (isDeadLettered(notice, failure)) {
                noted(notice);
                return;
            }
        } else {
            state.failed(String.valueOf(failure.getMessage()), now);
        }
        Duration wait = failure.waitAtLeast();
        Instant retry = now.plus(backoff.after(lead.failures(notice) + 1));
        if (wait != null) {
            hold = now.plus(wait);
            retry = hold.isAfter(retry) ? hold : retry;
        }
        lead.failed(notice, retry);
    }

    /** Nobody else will be told of it, so it must not be lost before the log says that it is done with. */
    private boolean isDeadLettered(Notice notice, NotDelivered failure) throws InterruptedException {
        if (deadLetters == null) {
            return true;
        }
        try {
            deadLetters
                    .put(new DeadLetter(
                            "notify-" + receiver.name(),
                            NotifyKafka.ALERTS,
                            notice.groupKey().getBytes(StandardCharsets.UTF_8),
                            Bodies.webhook(notice),
                            Map.of(),
                            notice.at().toEpochMilli(),
                            "notify:" + receiver.name(),
                            Failure.rejected("RECEIVER_REFUSES", String.valueOf(failure.getMessage()), failure),
                            lead.failures(notice) + 1))
                    .get();
            return true;
        } catch (ExecutionException failed) {
            log.debug("No dead letter for {}", receiver.name(), failed);
            return false;
        }
    }

    /** Lets what is on its way arrive and be noted, for a few seconds; then cuts it off. */
    static void closeAll(List<Courier> couriers) {
        couriers.forEach(Courier::stop);
        long deadline = System.nanoTime() + GRACE.toNanos();
        try {
            for (Courier courier : couriers) {
                courier.thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        couriers.forEach(Courier::cutOff);
    }

    private void stop() {
        stopped.countDown();
        queue.clear();
    }

    private void cutOff() {
        thread.interrupt();
        delivery.close();
    }
}
