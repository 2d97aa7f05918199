package io.fieldgate.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The offsets of one consumer that may be committed. Only the thread that owns the consumer touches it. */
final class OffsetCommits {
    private static final Logger log = LoggerFactory.getLogger(OffsetCommits.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String route;
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private long last = System.nanoTime();

    OffsetCommits(String route) {
        this.route = route;
    }

    /** Takes what a run has done. */
    void collect(PartitionRun run) {
        OffsetAndMetadata offset = run.release();
        if (offset != null) {
            uncommitted.put(run.partition(), offset);
        }
    }

    boolean areDue() {
        return System.nanoTime() - last > EVERY.toNanos();
    }

    /**
     * Commits without waiting. What fails is committed with the next.
     *
     * @param ours whether a partition still belongs to the consumer when its commit has failed
     */
    void commitLater(Consumer<byte[], byte[]> kafka, Predicate<TopicPartition> ours) {
        last = System.nanoTime();
        if (uncommitted.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(uncommitted);
        uncommitted.clear();
        kafka.commitAsync(offsets, (tried, thrown) -> {
            if (thrown != null) {
                log.debug("Offsets of route '{}' are committed later", route, thrown);
                tried.forEach((partition, offset) -> {
                    if (ours.test(partition)) {
                        uncommitted.putIfAbsent(partition, offset);
                    }
                });
            }
        });
    }

    /** Commits and waits for it. */
    void commitNow(Consumer<byte[], byte[]> kafka) {
        if (uncommitted.isEmpty()) {
            return;
        }
        try {
            kafka.commitSync(Map.copyOf(uncommitted), TIMEOUT);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.info(
                    "Route '{}' could not commit where it stands ({}); some records will be read again.",
                    route,
                    e.getMessage());
        }
        uncommitted.clear();
    }

    /** Somebody else has these partitions. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(uncommitted::remove);
    }

    void forgetAll() {
        uncommitted.clear();
    }
}
