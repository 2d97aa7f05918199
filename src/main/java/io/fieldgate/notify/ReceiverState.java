package io.fieldgate.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a receiver takes what it is told. Logs changes, never repetitions. From any thread. */
final class ReceiverState {
    private static final Logger log = LoggerFactory.getLogger(ReceiverState.class);

    private final String receiver;
    private final Counter delivered;
    private final Counter retried;
    private final Counter refused;
    private @Nullable Trouble trouble;

    /**
     * Why a receiver cannot be told.
     *
     * @param refused whether it wants to hear no more of the same
     */
    record Trouble(String why, Instant since, boolean refused) {}

    ReceiverState(String receiver, MeterRegistry meters) {
        this.receiver = receiver;
        this.delivered = counter(meters, "delivered");
        this.retried = counter(meters, "failed");
        this.refused = counter(meters, "refused");
        Gauge.builder("fieldgate.receiver.failing", this, state -> state.trouble() == null ? 0 : 1)
                .description("1 while the receiver could not be told the last time")
                .tag("receiver", receiver)
                .register(meters);
    }

    private Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("fieldgate.notifications")
                .description("Attempts to tell a receiver of alerts")
                .tag("receiver", receiver)
                .tag("outcome", outcome)
                .register(meters);
    }

    synchronized void delivered() {
        delivered.increment();
        if (trouble != null) {
            log.info("The receiver '{}' is told again, it could not be since {}.", receiver, trouble.since);
            trouble = null;
        }
    }

    synchronized void failed(String why, Instant now) {
        retried.increment();
        if (trouble == null) {
            log.warn("The receiver '{}' cannot be told: {} It is tried again, nothing is lost.", receiver, why);
        }
        trouble = new Trouble(why, trouble == null ? now : trouble.since, false);
    }

    synchronized void refused(String why, Instant now) {
        refused.increment();
        if (trouble == null || !trouble.refused) {
            log.error(
                    "The receiver '{}' refuses what it is told: {} It is in the topic alerts.dlq. Correct the receiver, or"
                            + " what it is sent.",
                    receiver,
                    why);
        }
        trouble = new Trouble(why, trouble == null ? now : trouble.since, true);
    }

    /** Nobody tells it any more. */
    synchronized void gone() {
        trouble = null;
    }

    synchronized @Nullable Trouble trouble() {
        return trouble;
    }
}
