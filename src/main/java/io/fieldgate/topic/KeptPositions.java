package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.Bookmark;
import io.fieldgate.message.Failure;
import io.fieldgate.message.Place;
import io.fieldgate.message.Position;
import io.fieldgate.message.PositionSink;
import io.fieldgate.message.PositionStore;
import io.fieldgate.topic.PositionQuestions.Question;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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
 * The sink is asked in a thread of its own, as often as it takes; a partition waits for the answer. Once in a while it is
 * asked whether it still has what was stored, and Kafka whether the topic still is the same. Only the thread that owns the
 * consumer may call.
 */
final class KeptPositions {
    private static final Logger log = LoggerFactory.getLogger(KeptPositions.class);
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(2);
    /** How long a database that has lost rows of a quiet partition is not noticed. */
    private static final Duration VERIFIED_EVERY = Duration.ofSeconds(10);

    private final @Nullable PositionSink keeper;
    private final String group;
    private final Supplier<@Nullable String> topicId;
    private final SourceState state;
    private final PositionQuestions questions;
    private final Map<TopicPartition, Question<Answer>> open = new HashMap<>();
    private final Map<TopicPartition, Bookmark> bookmarks = new HashMap<>();
    private Future<?> saving = CompletableFuture.completedFuture(null);
    private long verified = System.nanoTime();

    /**
     * Where to begin.
     *
     * @param topicId of the topic as it is in Kafka
     * @param stored what the sink has
     */
    private record Answer(String topicId, Position stored) {
        boolean isOfAnotherTopic() {
            return stored.isOfAnother(topicId);
        }
    }

    /**
     * Those of one consumer.
     *
     * @param keeper null when only Kafka keeps positions; then nothing is asked and nothing saved
     * @param topicId tells that of the topic as it is now; empty when its broker has none, null when it is not known yet
     * @param name of the consumer, for the worker's thread
     */
    KeptPositions(
            @Nullable PositionSink keeper,
            String group,
            Supplier<@Nullable String> topicId,
            SourceState state,
            Backoff backOff,
            String name) {
        this.keeper = keeper;
        this.group = group;
        this.topicId = topicId;
        this.state = state;
        this.questions = new PositionQuestions(backOff, name);
    }

    /** The consumer was given a partition. */
    void ask(TopicPartition partition) {
        if (keeper != null) {
            ask(partition, () -> new Answer(idOfTopic(), store().load(place(partition))));
        }
    }

    private void ask(TopicPartition partition, Supplier<Answer> asked) {
        open.put(partition, questions.ask(asked));
    }

    private String idOfTopic() {
        String id = topicId.get();
        if (id == null) {
            throw Failure.temporary("Kafka has not told the topic's id yet.", null);
        }
        return id;
    }

    /** Whether it is not known yet where to begin in a partition. */
    boolean awaits(TopicPartition partition) {
        return open.containsKey(partition);
    }

    /** Where a partition has begun; null when only Kafka keeps positions. */
    @Nullable
    Bookmark bookmark(TopicPartition partition) {
        return bookmarks.get(partition);
    }

    /** Begins in the partitions that there is an answer for. */
    void begin(Consumer<byte[], byte[]> kafka) {
        Map<TopicPartition, Answer> known = new HashMap<>();
        for (Map.Entry<TopicPartition, Question<Answer>> each : List.copyOf(open.entrySet())) {
            Failure failure = each.getValue().failure();
            Answer answer = each.getValue().answer();
            if (answer == null) {
                if (failure != null) {
                    state.trouble(failure, each.getKey());
                }
            } else if (answer.stored().next() >= 0 || answer.isOfAnotherTopic()) {
                known.put(each.getKey(), answer);
            } else if (Objects.requireNonNull(keeper).gathers()) {
                beginWhereKafkaSays(kafka, each.getKey(), answer);
            } else {
                begun(each.getKey(), answer); // where Kafka says
            }
        }
        if (!known.isEmpty()) {
            seek(kafka, known);
        }
    }

    /** The sink is told, too: what it gathers first may have to be read again before Kafka hears of it. */
    private void beginWhereKafkaSays(Consumer<byte[], byte[]> kafka, TopicPartition partition, Answer answer) {
        try {
            restart(partition, answer, kafka.position(partition, KAFKA_PATIENCE));
        } catch (RetriableException e) {
            state.trouble(Failure.temporary("Kafka does not say where the group stands.", e), partition);
        }
    }

    private void seek(Consumer<byte[], byte[]> kafka, Map<TopicPartition, Answer> known) {
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
        known.forEach((partition, answer) -> {
            long first = firsts.getOrDefault(partition, 0L);
            long next = answer.stored().next();
            if (answer.isOfAnotherTopic()) {
                log.warn(
                        "{} is done up to {}, but the topic was deleted and made anew since. It is read from {} on, rows"
                                + " that are there stay.",
                        partition,
                        next,
                        first);
                restart(partition, answer, first);
                return;
            }
            if (next > ends.getOrDefault(partition, Long.MAX_VALUE)) {
                log.warn(
                        "{} is done up to {}, which Kafka does not have: the topic was made anew or has lost its end. It"
                                + " is read from {} on, rows that are there stay.",
                        partition,
                        next,
                        first);
                restart(partition, answer, first);
                return;
            }
            if (next < first) {
                log.error(
                        "{} is done up to {}, but Kafka keeps it from {} on only. The {} offsets between are missing where"
                                + " they are stored; keep the topic longer than a backup is old.",
                        partition,
                        next,
                        first,
                        first - next);
            }
            kafka.seek(partition, Math.max(next, first));
            begun(partition, answer);
        });
    }

    private void restart(TopicPartition partition, Answer answer, long first) {
        ask(
                partition,
                () -> new Answer(
                        answer.topicId(), store().restart(place(partition), answer.stored(), first, answer.topicId())));
    }

    private PositionStore store() {
        return Objects.requireNonNull(keeper).positions();
    }

    private Place place(TopicPartition partition) {
        return new Place(group, partition.topic(), partition.partition());
    }

    private void begun(TopicPartition partition, Answer answer) {
        open.remove(partition);
        Position stored = answer.stored();
        String id = answer.topicId().isEmpty() ? stored.topicId() : answer.topicId();
        bookmarks.put(
                partition,
                new Bookmark(
                        Objects.requireNonNull(keeper),
                        place(partition),
                        new Position(stored.next(), id, stored.version())));
        state.wellAgain(partition);
    }

    /** Partitions that must begin again: the sink has lost what was stored, or the topic was made anew. */
    Collection<TopicPartition> lost() {
        if (bookmarks.isEmpty()) {
            return Set.of();
        }
        String id = Objects.requireNonNullElse(topicId.get(), "");
        return bookmarks.entrySet().stream()
                .filter(each -> each.getValue().loss() != null
                        || each.getValue().known().isOfAnother(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Nothing of a lost partition is on its way any more. */
    void askAgain(TopicPartition partition) {
        Bookmark lost = Objects.requireNonNull(bookmarks.remove(partition));
        Position had = lost.known();
        Position has = lost.loss();
        if (has != null) {
            log.warn(
                    "{} was done up to {}, but what is stored goes to {}: the rest is lost, as after a fail-over to a"
                            + " replica that lags behind, or was given up. It is read from there on again.",
                    partition,
                    had.next(),
                    has.next() < 0 ? "nothing" : has.next());
        }
        ask(partition, () -> {
            String id = idOfTopic();
            Position now = store().load(place(partition));
            boolean lostAll = now.next() < 0 && had.next() >= 0;
            return new Answer(id, lostAll ? store().restart(place(partition), now, 0, id) : now);
        });
    }

    /** It was taken away. */
    void forget(TopicPartition partition) {
        bookmarks.remove(partition);
        Question<Answer> question = open.remove(partition);
        if (question != null) {
            question.withdraw();
        }
    }

    void forgetAll() {
        List.copyOf(open.keySet()).forEach(this::forget);
        bookmarks.clear();
    }

    /** Keeps later what was done without the sink: dead letters, messages that make no row. */
    void save(Collection<PartitionRun> runs) {
        save(runs, List.of());
    }

    private void save(Collection<PartitionRun> runs, List<Bookmark> left) {
        if (keeper == null || !saving.isDone()) {
            return;
        }
        Map<Bookmark, Long> news = new HashMap<>();
        for (PartitionRun run : runs) {
            Bookmark bookmark = run.keptBookmark();
            long now = run.after(Set.of());
            if (bookmark != null && now > bookmark.known().next()) {
                news.put(bookmark, now);
            }
        }
        List<Bookmark> doubted = isTimeToVerify() ? List.copyOf(bookmarks.values()) : List.of();
        if (!news.isEmpty() || !doubted.isEmpty() || !left.isEmpty()) {
            saving = questions.submit(() -> {
                if (!news.isEmpty()) {
                    store().save(news);
                }
                if (!left.isEmpty()) {
                    store().leave(left);
                }
                if (!doubted.isEmpty()) {
                    store().verify(doubted);
                }
            });
        }
    }

    private boolean isTimeToVerify() {
        long now = System.nanoTime();
        if (now - verified < VERIFIED_EVERY.toNanos()) {
            return false;
        }
        verified = now;
        return true;
    }

    /** As {@link #save}, for runs that have ended, and waits for it at most so many nanoseconds. */
    void saveNow(Collection<PartitionRun> runs, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        await(nanos);
        save(
                runs,
                runs.stream()
                        .map(PartitionRun::keptBookmark)
                        .filter(Objects::nonNull)
                        .toList());
        await(deadline - System.nanoTime());
    }

    private void await(long nanos) throws InterruptedException {
        try {
            var unused = saving.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("What was done without the sink may be read again", e);
        }
    }

    /** Lets what runs end. */
    void close() {
        questions.close();
    }
}
