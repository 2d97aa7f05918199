package io.fieldgate.alert;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares the ends of partitions with what has been committed, which with transactions is what has been judged. Used by
 * one thread.
 */
final class HorizonWatch {
    private static final int TIMEOUT_MS = (int) Duration.ofSeconds(5).toMillis();

    private final String group;
    private final Horizon horizon;
    private final LongSupplier now;

    HorizonWatch(String group, Horizon horizon, LongSupplier now) {
        this.group = group;
        this.horizon = horizon;
        this.now = now;
    }

    /**
     * Looks once.
     *
     * @return how many records are still to be judged
     * @throws ExecutionException when Kafka does not answer; partitions that it answers for have been looked at
     */
    long look(Admin admin, Inputs inputs) throws ExecutionException, InterruptedException {
        Set<TopicPartition> partitions = inputs.partitions();
        Map<TopicPartition, Long> times = times(inputs);
        // The log's very end, not that of the last transaction: what hangs in an open one cannot be read, but it is
        // there.
        ListOffsetsResult ends = offsets(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> end = new HashMap<>();
        ExecutionException unanswered = null;
        for (TopicPartition partition : partitions) {
            try {
                end.put(partition, ends.partitionResult(partition).get().offset());
            } catch (ExecutionException e) {
                unanswered = e;
            }
        }
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(
                        group, new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MS))
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, Long> read = new HashMap<>();
        for (TopicPartition partition : end.keySet()) {
            OffsetAndMetadata offset = committed.get(partition);
            read.put(partition, offset == null ? 0 : offset.offset());
        }
        skipWhatIsGone(admin, end, read);
        long left = 0;
        for (Map.Entry<TopicPartition, Long> entry : end.entrySet()) {
            long offset = read.getOrDefault(entry.getKey(), 0L);
            Long at = times.get(entry.getKey());
            if (at != null) {
                horizon.look(entry.getKey(), at, entry.getValue(), offset);
            }
            left += Math.max(0, entry.getValue() - offset);
        }
        if (unanswered != null) {
            throw unanswered;
        }
        return left;
    }

    /**
     * For what time the ends stand that are asked for next. What goes through a topic that sorts it by keys is there in the same
     * transaction in which it is read, so its end stands for what is known of the partitions before it.
     */
    private Map<TopicPartition, Long> times(Inputs inputs) {
        long present = now.getAsLong();
        Map<TopicPartition, Long> times = new HashMap<>();
        for (TopicPartition partition : inputs.partitions()) {
            Set<TopicPartition> before = inputs.before(partition);
            Long at = before.isEmpty() ? Long.valueOf(present) : horizon.upTo(before);
            if (at != null) {
                times.put(partition, at);
            }
        }
        return times;
    }

    /** What Kafka has deleted nobody will read, and so nobody commits that it has been. */
    private static void skipWhatIsGone(Admin admin, Map<TopicPartition, Long> end, Map<TopicPartition, Long> read)
            throws ExecutionException, InterruptedException {
        Set<TopicPartition> behind = end.keySet().stream()
                .filter(partition -> read.getOrDefault(partition, 0L) < end.getOrDefault(partition, 0L))
                .collect(Collectors.toSet());
        if (behind.isEmpty()) {
            return;
        }
        ListOffsetsResult beginnings = offsets(admin, behind, OffsetSpec.earliest());
        for (TopicPartition partition : behind) {
            read.merge(partition, beginnings.partitionResult(partition).get().offset(), Math::max);
        }
    }

    private static ListOffsetsResult offsets(Admin admin, Set<TopicPartition> partitions, OffsetSpec which) {
        return admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which)),
                new ListOffsetsOptions().timeoutMs(TIMEOUT_MS));
    }
}
