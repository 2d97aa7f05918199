package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Kafka answers, since when, and which topics are missing. Logs changes, never repetitions. */
final class KafkaState {
    private static final Logger log = LoggerFactory.getLogger(KafkaState.class);

    private final String address;
    private @Nullable Boolean up;
    private Instant since = Instant.now();
    private @Nullable Failure failure;
    private final Map<String, Failure> troubled = new TreeMap<>();

    /**
     * @param up null before the first answer or refusal
     * @param failure why it is down; null when it is not
     * @param troubled topics that routes need and cannot use, with the reason
     */
    record Snapshot(
            @Nullable Boolean up, Instant since, @Nullable Failure failure, Map<String, Failure> troubled) {}

    KafkaState(String address) {
        this.address = address;
    }

    synchronized void up() {
        if (!Boolean.TRUE.equals(up)) {
            if (up == null) {
                log.info("Kafka at {} answers.", address);
            } else {
                log.info("Kafka at {} answers again, it had been away since {}.", address, since);
            }
            up = true;
            since = Instant.now();
            failure = null;
        }
    }

    synchronized void down(Failure reason) {
        if (!Boolean.FALSE.equals(up)) {
            log.warn(
                    "Kafka at {} cannot be used: {} Nothing is lost, messages wait; the gateway goes on trying.{}",
                    address,
                    reason.getMessage(),
                    reason.cure() == null ? "" : " " + reason.cure());
            up = false;
            since = Instant.now();
        }
        failure = reason;
    }

    /** A topic that a route needs cannot be used. */
    synchronized void troubled(String topic, Failure reason) {
        if (troubled.put(topic, reason) == null) {
            log.warn("{} Messages wait. {}", reason.getMessage(), reason.cure());
        }
    }

    synchronized void healed(String topic) {
        if (troubled.remove(topic) != null) {
            log.info("The topic '{}' can be used now.", topic);
        }
    }

    synchronized @Nullable Failure trouble(String topic) {
        return troubled.get(topic);
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(up, since, failure, Map.copyOf(troubled));
    }

    String address() {
        return address;
    }
}
