package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionSink;
import io.fieldgate.message.PositionStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a consumer begins in the partitions that it is given, and how far it has come, as the sink of its route keeps it.
 * The sink is asked in a thread of its own, as often as it takes; a partition waits for the answer. Only the thread that
 * owns the consumer may call.
 */
final class KeptPositions {
    private static final Logger log = LoggerFactory.getLogger(KeptPositions.class);
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(2);

    private final @Nullable PositionSink keeper;
    private final String group;
    private final SourceState state;
    private final Backoff backOff;
    private final ScheduledThreadPoolExecutor worker;
    private final Map<TopicPartition, Question> open = new HashMap<>();
    private final Map<TopicPartition, Position> saved = new ConcurrentHashMap<>();
    private Future<?> saving = CompletableFuture.completedFuture(null);

    /** Where to begin in a partition; empty when the sink does not know. The worker answers it. */
    private static final class Question {
        private final Supplier<OptionalLong> asked;
        private volatile @Nullable OptionalLong answer;
        private volatile @Nullable Failure failure;
        private volatile boolean withdrawn;

        private Question(Supplier<OptionalLong> asked) {
            this.asked = asked;
        }
    }

    /**
     * Those of one consumer.
     *
     * @param keeper null when only Kafka keeps positions; then nothing is asked and nothing saved
     * @param name of the consumer, for the worker's thread
     */
    KeptPositions(@Nullable PositionSink keeper, String group, SourceState state, Backoff backOff, String name) {
        this.keeper = keeper;
        this.group = group;
        this.state = state;
        this.backOff = backOff;
        this.worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "topic-positions-" + name);
            thread.setDaemon(true);
            return thread;
        });
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** The consumer was given a partition. */
    void ask(TopicPartition partition) {
        if (keeper == null) {
            return;
        }
        ask(partition, () -> {
            Long next = store().load(group, partition.topic(), Set.of(partition.partition()))
                    .get(partition.partition());
            return next == null ? OptionalLong.empty() : OptionalLong.of(next);
        });
    }

    private void ask(TopicPartition partition, Supplier<OptionalLong> asked) {
        Question question = new Question(asked);
        open.put(partition, question);
        schedule(question, 1);
    }

    private void schedule(Question question, int attempt) {
        Runnable task = () -> {
            if (question.withdrawn) {
                return;
            }
            try {
                question.answer = question.asked.get();
            } catch (RuntimeException e) {
                question.failure = TopicLane.failure(e);
                schedule(question, attempt + 1);
            }
        };
        Failure failure = question.failure;
        long wait =
                failure == null ? 0 : backOff.after(failure.kind(), attempt - 1).toMillis();
        try {
            var unused = worker.schedule(task, wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The route stops before it is known where to begin", e);
        }
    }

    /** Whether it is not known yet where to begin in a partition. */
    boolean awaits(TopicPartition partition) {
        return open.containsKey(partition);
    }

    /** Begins in the partitions that there is an answer for. */
    void begin(Consumer<byte[], byte[]> kafka) {
        Map<TopicPartition, Long> known = new HashMap<>();
        for (Map.Entry<TopicPartition, Question> each : List.copyOf(open.entrySet())) {
            Failure failure = each.getValue().failure;
            OptionalLong answer = each.getValue().answer;
            if (answer == null) {
                if (failure != null) {
                    state.trouble(failure, each.getKey());
                }
            } else if (answer.isPresent()) {
                known.put(each.getKey(), answer.getAsLong());
            } else {
                begun(each.getKey()); // where Kafka says
            }
        }
        if (!known.isEmpty()) {
            seek(kafka, known);
        }
    }

    private void seek(Consumer<byte[], byte[]> kafka, Map<TopicPartition, Long> known) {
        Map<TopicPartition, Long> firsts;
        Map<TopicPartition, Long> ends;
        try {
            firsts = kafka.beginningOffsets(known.keySet(), KAFKA_PATIENCE);
            ends = kafka.endOffsets(known.keySet(), KAFKA_PATIENCE);
        } catch (RetriableException e) {
            Failure failure = Failure.temporary("Kafka does not say which records it has.", e);
            known.keySet().forEach(partition -> state.trouble(failure, partition));
            return;
        }
        known.forEach((partition, next) -> {
            long first = firsts.getOrDefault(partition, 0L);
            if (next > ends.getOrDefault(partition, Long.MAX_VALUE)) {
                log.warn(
                        "{} is done up to {}, which Kafka does not have: the topic was made anew or has lost its end. It"
                                + " is read from {} on, rows that are there stay.",
                        partition,
                        next,
                        first);
                ask(partition, () -> {
                    store().moveBack(new Position(group, partition.topic(), partition.partition(), next), first);
                    return OptionalLong.of(first);
                });
                return;
            }
            if (next < first) {
                log.warn(
                        "{} is done up to {}, but Kafka keeps it from {} on only. The {} offsets between are missing in"
                                + " the database; keep the topic longer than a backup is old.",
                        partition,
                        next,
                        first,
                        first - next);
            }
            kafka.seek(partition, Math.max(next, first));
            begun(partition);
        });
    }

    private PositionStore store() {
        return Objects.requireNonNull(keeper).positions();
    }

    private void begun(TopicPartition partition) {
        open.remove(partition);
        state.wellAgain(partition);
    }

    /** It was taken away. */
    void forget(TopicPartition partition) {
        saved.remove(partition);
        Question question = open.remove(partition);
        if (question != null) {
            question.withdrawn = true;
        }
    }

    void forgetAll() {
        List.copyOf(open.keySet()).forEach(this::forget);
        saved.clear();
    }

    /** Keeps later what was done without the sink: dead letters, messages that make no row. */
    void save(Collection<PartitionRun> runs) {
        if (keeper == null || !saving.isDone()) {
            return;
        }
        Map<TopicPartition, Position> news = new HashMap<>();
        for (PartitionRun run : runs) {
            Position now = run.after(Set.of());
            if (now != null && !now.equals(saved.get(run.partition()))) {
                news.put(run.partition(), now);
            }
        }
        if (!news.isEmpty()) {
            saving = worker.submit(() -> {
                store().save(news.values());
                saved.putAll(news);
            });
        }
    }

    /** As {@link #save}, and waits for it at most so many nanoseconds. */
    void saveNow(Collection<PartitionRun> runs, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        await(nanos);
        save(runs);
        await(deadline - System.nanoTime());
    }

    private void await(long nanos) throws InterruptedException {
        try {
            var unused = saving.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("What was done without the sink may be read again", e);
        }
    }

    /** Lets what runs end: to interrupt it would close the file of an embedded database. */
    void close() {
        worker.shutdown();
    }
}
