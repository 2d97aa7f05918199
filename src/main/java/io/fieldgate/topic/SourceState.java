package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.message.LogFields;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps a source from going on, if anything. Logs when that begins and ends, never each repetition. */
final class SourceState {
    private static final Logger log = LoggerFactory.getLogger(SourceState.class);

    private final String route;
    private final String source;
    private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();

    /**
     * @param since milliseconds since 1970
     * @param partition whose record waits; null when the consumer itself does
     * @param place the record that waits, for example {@code telemetry-3@1234}, or {@code its consumer}
     */
    record Trouble(Failure failure, long since, @Nullable TopicPartition partition, String place) {}

    /** @param source how messages call it, for example {@code Route 'store' (topic:telemetry)} */
    SourceState(String route, String source) {
        this.route = route;
        this.source = source;
    }

    /** A record waits to be tried again. */
    void trouble(Failure failure, TopicPartition partition, ConsumerRecord<byte[], byte[]> waiting) {
        set(failure, partition, RecordExchange.place(waiting));
    }

    /** A partition waits until it is known where to begin. */
    void trouble(Failure failure, TopicPartition partition) {
        set(failure, partition, partition.toString());
    }

    /** The consumer waits to be made again. */
    void trouble(Failure failure) {
        set(failure, null, "its consumer");
    }

    private void set(Failure failure, @Nullable TopicPartition partition, String place) {
        Trouble before = trouble.getAndUpdate(
                now -> new Trouble(failure, now == null ? System.currentTimeMillis() : now.since(), partition, place));
        if (before == null || before.failure().kind() != failure.kind()) {
            log.atWarn()
                    .addKeyValue(LogFields.ROUTE, route)
                    .log(
                            "{} waits at {}: {} It tries again, nothing is lost.{}",
                            source,
                            place,
                            failure.getMessage(),
                            failure.cure() == null ? "" : " " + failure.cure());
        }
    }

    /** @param partition of which a record has succeeded; null when the consumer works */
    void wellAgain(@Nullable TopicPartition partition) {
        Trouble now = trouble.get();
        if (now != null && Objects.equals(now.partition(), partition) && trouble.compareAndSet(now, null)) {
            log.atInfo().addKeyValue(LogFields.ROUTE, route).log("{} goes on.", source);
        }
    }

    @Nullable
    Trouble current() {
        return trouble.get();
    }
}
