package io.fieldgate.alert;

import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.TopologyException;
import org.jspecify.annotations.Nullable;

/** What keeps Kafka Streams from its work. Thread-safe. */
final class StreamsHealth {
    /** A failure that has not come back for so long is over. */
    private static final long OVER_NANOS = Duration.ofSeconds(30).toNanos();

    /** Gateways that come and go make the others pause for moments; a longer pause is worth a word. */
    private static final long LONG_PAUSE_NANOS = Duration.ofSeconds(60).toNanos();

    private boolean ran;
    private long ranLast;
    private @Nullable Throwable failure;
    private long failedAt;
    private int failures;

    /** @param again whether it worked just before, and pauses only because the rules judge other topics now */
    synchronized void begins(boolean again) {
        ran &= again;
        failure = null;
    }

    /** Returns how many failures there were in a row, this one included. */
    synchronized int fails(Throwable thrown) {
        failure = thrown;
        failedAt = System.nanoTime();
        return ++failures;
    }

    /** Null when it is at work. */
    synchronized @Nullable Failure trouble(KafkaStreams.State state) {
        long now = System.nanoTime();
        if (state == KafkaStreams.State.RUNNING) {
            ran = true;
            ranLast = now;
        }
        Throwable last = failure;
        if (last != null && (state != KafkaStreams.State.RUNNING || now - failedAt < OVER_NANOS)) {
            return failed(last);
        }
        failure = null;
        failures = 0;
        if (!ran) {
            return Failure.temporary("The state of the devices is being read.", null);
        }
        return now - ranLast < LONG_PAUSE_NANOS
                ? null
                : Failure.temporary("The work has been being shared out anew for a minute.", null);
    }

    /** It has not worked yet, and nothing has gone wrong. */
    synchronized boolean isStarting() {
        return !ran && failure == null;
    }

    /** What is to be said when it has come to an end. */
    synchronized Failure end() {
        Throwable last = failure;
        return last == null ? Failure.temporary("Evaluating has ended; it begins again.", null) : failed(last);
    }

    private static Failure failed(Throwable last) {
        if (Causes.of(last).stream().anyMatch(TopologyException.class::isInstance)) {
            return Failure.systemic(
                    "Another gateway of the group evaluates rules on other topics than this one.",
                    "Give all gateways the same config/alerts.yaml; they agree within a minute.",
                    last);
        }
        Failure known = Failure.in(last);
        if (known != null) {
            return known;
        }
        Throwable cause = last.getCause() == null ? last : last.getCause();
        return Failure.temporary("Evaluating has failed (" + cause + "); it is tried again.", last);
    }
}
