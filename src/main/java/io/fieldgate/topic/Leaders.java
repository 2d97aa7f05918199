package io.fieldgate.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The brokers that lead new partitions. Kafka tells of a topic before they serve it. If the first batch of a producer comes too
 * early and the second does not, its broker stores the second, since from a producer that it does not know it takes any sequence
 * number (ProducerAppendInfo.checkSequence); the first is then out of order for ever, and so is all that follows it. Therefore
 * nobody writes before the leaders answer.
 */
final class Leaders {
    private static final Logger log = LoggerFactory.getLogger(Leaders.class);
    /** A partition whose leader is away must not hold up the others: it refuses the first batch as well as the second. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Admin admin;

    Leaders(Admin admin) {
        this.admin = admin;
    }

    /** Waits until they serve these, five seconds at most. */
    void await(Collection<TopicPartition> partitions) throws InterruptedException {
        Set<TopicPartition> open = new HashSet<>(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
            ListOffsetsResult ends = admin.listOffsets(
                    open.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())),
                    new ListOffsetsOptions().timeoutMs(Math.toIntExact(PATIENCE.toMillis())));
            open.removeAll(served(open, ends));
            if (!open.isEmpty()) {
                Thread.sleep(PAUSE.toMillis());
            }
        }
        if (!open.isEmpty()) {
            log.debug("Nobody serves {} yet", open);
        }
    }

    private static Set<TopicPartition> served(Set<TopicPartition> asked, ListOffsetsResult ends)
            throws InterruptedException {
        Set<TopicPartition> served = new HashSet<>();
        for (TopicPartition partition : asked) {
            try {
                ends.partitionResult(partition).get();
                served.add(partition);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    // Who may write need not be allowed to ask.
                    served.add(partition);
                }
            }
        }
        return served;
    }
}
