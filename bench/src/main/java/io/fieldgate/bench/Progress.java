package io.fieldgate.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group has come, by what it has committed. */
final class Progress {
    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> ends;
    private final String group;
    private final Duration patience;

    Progress(Admin admin, String topic, int partitions, String group, Duration patience) {
        this.admin = admin;
        this.ends = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        this.group = group;
        this.patience = patience;
    }

    /** Until it has committed all that is in the topic now. */
    void await(Part part) throws InterruptedException, ExecutionException {
        long all = admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
        long deadline = System.nanoTime() + patience.toNanos();
        while (committed() < all) {
            if (System.nanoTime() > deadline || !part.isAlive()) {
                throw new IllegalStateException(
                        group + " did not commit " + all + " readings; it printed:\n" + part.lastWords());
            }
            Thread.sleep(20);
        }
    }

    private long committed() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.keySet().stream()
                .map(committed::get)
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }
}
