package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Reads ranges of topics, without a group: nothing of it is seen by those who read them for good. One thread. */
final class LetterReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    /** How far the clocks of gateways that write to the same topic may be from each other. */
    static final Duration CLOCKS = Duration.ofMinutes(5);
    /** About so many bytes are read before it is seen whether there is time for more. */
    private static final long MOST_BYTES_AT_A_TIME = 8 << 20;
    /** Reading so many is quicker than looking for the first. */
    private static final long FEW = 200;

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration patience;

    /** Offsets from the first up to the one before the end. */
    record Range(long from, long end) {
        boolean isEmpty() {
            return from >= end;
        }

        boolean contains(long offset) {
            return from <= offset && offset < end;
        }
    }

    /** What is done with a record. */
    interface Reading {
        void of(ConsumerRecord<byte[], byte[]> fetched);
    }

    /**
     * @param patience how long one call may take
     * @throws KafkaException while no broker can be found
     */
    LetterReader(KafkaClients clients, Duration patience) {
        this.consumer = clients.reader(patience);
        this.patience = patience;
    }

    /**
     * Answers a question with a reader of its own.
     *
     * @param patience how long one call may take
     * @throws Failure of kind TRANSIENT when Kafka cannot be read
     */
    static <T extends @Nullable Object> T answer(
            KafkaClients clients, Duration patience, Function<LetterReader, T> question) {
        try (LetterReader reader = new LetterReader(clients, patience)) {
            return question.apply(reader);
        } catch (KafkaException unusable) {
            throw Failure.temporary(
                    "Kafka at " + clients.properties().address() + " cannot be read: "
                            + SendFailures.unreachable(unusable).getMessage(),
                    unusable);
        }
    }

    /**
     * What the topics hold at the moment.
     *
     * @throws Failure of kind TRANSIENT when Kafka does not say so in time
     */
    Map<TopicPartition, Range> ranges(Predicate<String> topics) {
        try {
            Set<TopicPartition> partitions = new HashSet<>();
            consumer.listTopics(patience).forEach((topic, infos) -> {
                if (topics.test(topic)) {
                    for (PartitionInfo info : infos) {
                        partitions.add(new TopicPartition(topic, info.partition()));
                    }
                }
            });
            // The client warns about ends of what it is not assigned.
            consumer.assign(partitions);
            Map<TopicPartition, Range> ranges = new TreeMap<>(ORDER);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, patience);
            consumer.endOffsets(partitions, patience)
                    .forEach((partition, end) ->
                            ranges.put(partition, new Range(begins.getOrDefault(partition, 0L), end)));
            return ranges;
        } catch (KafkaException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /**
     * Reads ranges of different partitions, each in order.
     *
     * @throws Failure of kind TRANSIENT when Kafka does not give all of it in time
     */
    void read(Map<TopicPartition, Range> ranges, Reading reading) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            consumer.assign(ranges.keySet());
            // Those that it had before stay as the call before has left them.
            consumer.resume(ranges.keySet());
            ranges.forEach((partition, range) -> consumer.seek(partition, range.from()));
            Set<TopicPartition> open = new HashSet<>(ranges.keySet());
            open.removeIf(partition -> range(ranges, partition).isEmpty());
            while (!open.isEmpty()) {
                ConsumerRecords<byte[], byte[]> fetched = consumer.poll(POLL);
                for (TopicPartition partition : fetched.partitions()) {
                    long end = range(ranges, partition).end();
                    fetched.records(partition).stream()
                            .filter(record -> record.offset() < end)
                            .forEach(reading::of);
                }
                // Not by the last record: what was compacted or deleted meanwhile does not come.
                open.removeIf(partition -> {
                    boolean over = consumer.position(partition)
                            >= range(ranges, partition).end();
                    if (over) {
                        consumer.pause(Set.of(partition));
                    }
                    return over;
                });
                if (!open.isEmpty() && System.nanoTime() > deadline) {
                    throw late(open);
                }
            }
        } catch (KafkaException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /**
     * How many records to read next: where few are meant, the next look goes further; where they are large, it goes less far.
     *
     * @param read as many as were read
     * @param bytes of their values
     * @param most no more than that
     */
    static long next(long read, long bytes, long most) {
        long fits = bytes == 0 ? most : read * MOST_BYTES_AT_A_TIME / bytes;
        return Math.max(1, Math.min(Math.min(2 * read, fits), most));
    }

    /** Begins to read on from a place, with {@link #more}. */
    void begin(RecordPlace place) {
        consumer.assign(Set.of(place.topicPartition()));
        consumer.resume(Set.of(place.topicPartition()));
        consumer.seek(place.topicPartition(), place.offset());
    }

    /**
     * What comes next; nothing when there is none for a moment.
     *
     * @throws KafkaException when Kafka cannot be read
     */
    List<ConsumerRecord<byte[], byte[]>> more(TopicPartition partition) {
        return consumer.poll(POLL).records(partition);
    }

    /**
     * What of a range can have failed since then: found by halving, since letters are written about in the order of their
     * failures.
     *
     * @throws Failure of kind TRANSIENT when Kafka does not give a record in time
     */
    Range since(TopicPartition partition, Range range, Instant since) {
        Instant surely = since.minus(CLOCKS);
        long low = range.from();
        long high = range.end();
        while (high - low > FEW) {
            long middle = low + (high - low) / 2;
            ConsumerRecord<byte[], byte[]> record = first(partition, middle);
            if (Letter.of(record).failedAt().isBefore(surely)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Range(low, range.end());
    }

    /**
     * What was written since then to the partition that Kafka's producers choose for a key; nothing without such a topic.
     *
     * @throws Failure of kind TRANSIENT when Kafka does not say so in time
     */
    Map<TopicPartition, Range> written(String topic, byte[] key, Instant since) {
        try {
            int partitions =
                    consumer.listTopics(patience).getOrDefault(topic, List.of()).size();
            if (partitions == 0) {
                return Map.of();
            }
            TopicPartition partition = new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % partitions);
            consumer.assign(Set.of(partition));
            long end = consumer.endOffsets(Set.of(partition), patience).getOrDefault(partition, 0L);
            long from = Math.max(0, since.toEpochMilli());
            OffsetAndTimestamp first =
                    consumer.offsetsForTimes(Map.of(partition, from), patience).get(partition);
            return Map.of(partition, new Range(first == null ? end : first.offset(), end));
        } catch (KafkaException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private ConsumerRecord<byte[], byte[]> first(TopicPartition partition, long offset) {
        long deadline = System.nanoTime() + patience.toNanos();
        begin(new RecordPlace(partition.topic(), partition.partition(), offset));
        while (System.nanoTime() < deadline) {
            List<ConsumerRecord<byte[], byte[]>> records = more(partition);
            if (!records.isEmpty()) {
                return records.get(0);
            }
        }
        throw late(Set.of(partition));
    }

    private Failure late(Set<TopicPartition> open) {
        return Failure.temporary(
                "Kafka has not given all records of " + open + " within " + patience.toSeconds() + " s.", null);
    }

    /** Where it goes on: everything before was given, or is no more. */
    long position(TopicPartition partition) {
        return consumer.position(partition, patience);
    }

    private static Range range(Map<TopicPartition, Range> ranges, TopicPartition partition) {
        return Objects.requireNonNull(ranges.get(partition));
    }

    private static Failure unreadable(KafkaException thrown) {
        return Failure.temporary(
                "Kafka cannot be read: " + SendFailures.unreachable(thrown).getMessage(), thrown);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
