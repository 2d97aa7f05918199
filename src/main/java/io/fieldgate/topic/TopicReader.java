package io.fieldgate.topic;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.fieldgate.message.FailureKind;
import io.fieldgate.message.LogFields;
import io.fieldgate.message.PositionSink;
import io.fieldgate.topic.TopicLane.Fetched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one Kafka consumer and the only thread that may touch it: fetches, pauses while the lane is busy (and goes on
 * polling, so the group never thinks it dead), seeks back to failed records, and commits the offsets of what has
 * succeeded without a gap.
 */
final class TopicReader implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Backoff OPENING = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    /** How long a rebalance waits for records in flight; what ends later is read again by the new owner. */
    private static final Duration REVOKE_PATIENCE = Duration.ofSeconds(5);

    private final TopicEndpoint endpoint;
    private final TopicConsumer source;
    private final String route;
    private final String clientId;
    private final Backoff backOff;
    private final TopicLane lane;
    private final Thread thread;
    private final Map<TopicPartition, PartitionRun> runs = new ConcurrentHashMap<>();
    private final OffsetCommits commits;
    private final KeptPositions kept;

    private volatile boolean stopped;
    private volatile long unread;
    private volatile Measurements measured = Measurements.NONE;
    private long looked = System.nanoTime() - LOOK_NANOS;
    /** Its name in the group; null when it goes without one. */
    private @Nullable String instanceId;

    private @Nullable Consumer<byte[], byte[]> consumer;

    TopicReader(
            TopicEndpoint endpoint,
            TopicConsumer source,
            DeadLetterQueue deadLetters,
            @Nullable PositionSink keeper,
            String route,
            int number,
            Backoff backOff) {
        this.endpoint = endpoint;
        this.source = source;
        this.route = route;
        this.clientId = route + "-" + number;
        this.commits = new OffsetCommits(route);
        TopicProvisioner topics = endpoint.topicComponent().provisioner();
        this.kept = new KeptPositions(
                keeper, source.group(), () -> topics.id(endpoint.getName()), source.state(), backOff, clientId);
        this.instanceId =
                InstanceId.of(endpoint.topicComponent().clients().properties().instance(), route, number);
        this.backOff = backOff;
        this.thread = new Thread(this::run, "topic-reader-" + clientId);
        this.thread.setDaemon(true);
        this.lane =
                new TopicLane(endpoint, source, deadLetters, route, number, backOff, () -> LockSupport.unpark(thread));
    }

    TopicLane lane() {
        return lane;
    }

    void start() {
        lane.start();
        thread.start();
    }

    void stop() {
        stopped = true;
        lane.stop();
        LockSupport.unpark(thread);
    }

    void join() throws InterruptedException {
        lane.join(STOP_TIMEOUT);
        thread.join(STOP_TIMEOUT.toMillis());
        if (thread.isAlive()) {
            thread.interrupt();
        }
        kept.close();
    }

    /** Of its consumer. */
    Measurements measurements() {
        return measured;
    }

    /** Records that it has not fetched yet, and those that have not come out of the route. */
    long behind() {
        return unread + lane.waiting() + lane.pending();
    }

    long oldestInFlight() {
        return runs.values().stream()
                .mapToLong(PartitionRun::oldest)
                .filter(since -> since > 0)
                .min()
                .orElse(0);
    }

    private void run() {
        for (int failures = 1; !stopped; failures++) {
            Consumer<byte[], byte[]> fresh = null;
            try {
                if (!endpoint.topicComponent().provisioner().await(endpoint.getName(), PATIENCE)) {
                    continue;
                }
                fresh = endpoint.topicComponent()
                        .clients()
                        .consumer(
                                source.group(), endpoint.getFrom(), endpoint.getMaxPollRecords(), clientId, instanceId);
                consumer = fresh;
                measured = new Measurements(fresh.metrics());
                fresh.subscribe(Set.of(endpoint.getName()), this);
                while (!stopped) {
                    turn(fresh);
                    failures = 0;
                }
                finish(fresh);
            } catch (InterruptException | InterruptedException e) {
                return;
            } catch (FencedInstanceIdException e) {
                log.atWarn()
                        .addKeyValue(LogFields.ROUTE, route)
                        .log(
                                "Another gateway calls itself '{}' as this one does, which goes on in the group of route '{}'"
                                        + " without a name; nothing is lost. Set fieldgate.kafka.instance of one of them.",
                                instanceId,
                                route);
                instanceId = null;
            } catch (KafkaException | IllegalStateException | Failure e) {
                source.state().trouble(SendFailures.of(endpoint.getName(), e));
                log.debug("The consumer of route '{}' starts anew", route, e);
                LockSupport.parkNanos(
                        OPENING.after(FailureKind.TRANSIENT, failures + 1).toNanos());
            } finally {
                close(fresh);
            }
        }
    }

    /** Fetches, hands over, commits: at least every tenth of a second, whatever the route does. */
    private void turn(Consumer<byte[], byte[]> kafka) {
        seekBack(kafka);
        beginAgain();
        kept.begin(kafka);
        boolean room = hasRoom();
        pauseOrResume(kafka, room);
        for (ConsumerRecord<byte[], byte[]> fetched : kafka.poll(room ? POLL : Duration.ZERO)) {
            lane.add(new Fetched(fetched, run(new TopicPartition(fetched.topic(), fetched.partition()))));
        }
        source.state().wellAgain(null);
        measureLag(kafka);
        if (commits.areDue()) {
            runs.values().forEach(commits::collect);
            commits.commitLater(kafka, runs::containsKey);
            kept.save(runs.values());
        }
        if (!room && !stopped) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Once in a while; what the last fetches said of the ends of the partitions. */
    private void measureLag(Consumer<byte[], byte[]> kafka) {
        long now = System.nanoTime();
        if (now - looked < LOOK_NANOS) {
            return;
        }
        looked = now;
        unread = kafka.assignment().stream()
                .mapToLong(partition -> kafka.currentLag(partition).orElse(0))
                .sum();
    }

    private boolean hasRoom() {
        return lane.takes() && lane.hasRoom();
    }

    private PartitionRun run(TopicPartition partition) {
        return runs.computeIfAbsent(
                partition, added -> new PartitionRun(added, endpoint.getMaxInFlight(), kept.bookmark(added)));
    }

    private void seekBack(Consumer<byte[], byte[]> kafka) {
        for (PartitionRun run : List.copyOf(runs.values())) {
            PartitionRun next = run.next(backOff, endpoint.getMaxInFlight());
            if (next != null) {
                commits.collect(run);
                kafka.seek(run.partition(), next.retryFrom());
                runs.put(run.partition(), next);
            }
        }
    }

    /** Nothing of a run whose sink has lost messages may reach the sink after it was asked where it stands. */
    private void beginAgain() {
        for (TopicPartition partition : kept.lost()) {
            PartitionRun run = runs.get(partition);
            if (run != null && !run.isOver()) {
                run.end();
                lane.wake();
            }
            if (run == null || run.isEmpty()) {
                runs.remove(partition);
                commits.forget(Set.of(partition));
                kept.askAgain(partition);
            }
        }
    }

    private void pauseOrResume(Consumer<byte[], byte[]> kafka, boolean room) {
        Set<TopicPartition> assigned = kafka.assignment();
        Set<TopicPartition> rest = new HashSet<>();
        for (TopicPartition partition : assigned) {
            PartitionRun run = runs.get(partition);
            if (!room || (run != null && run.waits()) || kept.awaits(partition)) {
                rest.add(partition);
            }
        }
        Set<TopicPartition> paused = kafka.paused();
        if (!paused.equals(rest)) {
            kafka.pause(rest);
            kafka.resume(assigned.stream()
                    .filter(partition -> !rest.contains(partition))
                    .toList());
        }
    }

    private void finish(Consumer<byte[], byte[]> kafka) throws InterruptedException {
        kept.saveNow(runs.values(), CLOSE_TIMEOUT.toNanos());
        runs.values().forEach(commits::collect);
        commits.commitNow(kafka);
    }

    private void close(@Nullable Consumer<byte[], byte[]> kafka) {
        measured = Measurements.NONE;
        runs.values().forEach(PartitionRun::end);
        runs.clear();
        commits.forgetAll();
        kept.forgetAll();
        lane.wake();
        if (kafka != null) {
            // The thread may have been interrupted to get here, closing must still say good-bye to the group: who
            // stays a member keeps its partitions from the others until it is missed.
            boolean interrupted = Thread.interrupted();
            try {
                kafka.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                        .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
            } catch (KafkaException e) {
                log.debug("Closing the consumer of route '{}'", route, e);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        log.debug("Route '{}' was given {}", route, partitions);
        Consumer<byte[], byte[]> kafka = consumer;
        partitions.forEach(kept::ask);
        if (kafka != null) {
            boolean room = hasRoom();
            kafka.pause(partitions.stream()
                    .filter(partition -> !room || kept.awaits(partition))
                    .toList());
        }
    }

    /** Waits a little for what is in flight and commits it, so that the next owner repeats as little as possible. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        long deadline = System.nanoTime() + REVOKE_PATIENCE.toNanos();
        List<PartitionRun> ending = end(partitions);
        try {
            for (PartitionRun run : ending) {
                run.drain(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            }
            kept.saveNow(ending, deadline - System.nanoTime());
            ending.forEach(commits::collect);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        Consumer<byte[], byte[]> kafka = consumer;
        if (kafka != null) {
            commits.commitNow(kafka);
        }
        partitions.forEach(runs::remove);
    }

    /** Somebody else has them already, so nothing may be committed. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        end(partitions);
        partitions.forEach(runs::remove);
        commits.forget(partitions);
    }

    private List<PartitionRun> end(Collection<TopicPartition> partitions) {
        List<PartitionRun> ending = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionRun run = runs.get(partition);
            if (run != null) {
                run.end();
                ending.add(run);
            }
            kept.forget(partition);
            source.state().wellAgain(partition);
        }
        lane.wake();
        return ending;
    }
}
