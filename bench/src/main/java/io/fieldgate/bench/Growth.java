package io.fieldgate.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** How a topic grows while a process fills it. */
final class Growth {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Slower than this is nobody. */
    private static final int LEAST_RATE = 5_000;

    private static final int SAMPLE_EVERY = 10;

    private final Admin admin;
    private final String topic;
    private final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    private final Consumption consumption;

    Growth(Admin admin, String topic, int partitions, Consumption consumption) {
        this.admin = admin;
        this.topic = topic;
        this.consumption = consumption;
        for (int i = 0; i < partitions; i++) {
            ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
    }

    /** Until it holds so many; returns how many it holds then. */
    long await(long records) throws InterruptedException, ExecutionException {
        long deadline =
                System.nanoTime() + PATIENCE.plusSeconds(records / LEAST_RATE).toNanos();
        for (int look = 0; System.nanoTime() < deadline; look++) {
            long stored = stored();
            if (stored >= records) {
                return stored;
            }
            if (look % SAMPLE_EVERY == 0) {
                consumption.look();
            }
            Thread.sleep(5);
        }
        throw new IllegalStateException(
                topic + " did not reach " + records + " records; its process printed:\n" + consumption.lastWords());
    }

    private long stored() throws InterruptedException, ExecutionException {
        try {
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                // Made a moment ago.
                return 0;
            }
            throw failure;
        }
    }
}
