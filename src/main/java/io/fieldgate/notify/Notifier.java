package io.fieldgate.notify;

import io.fieldgate.message.Backoff;
import io.fieldgate.message.DeadLetterQueue;
import io.fieldgate.message.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the board up to date with Kafka, on every gateway; and of several gateways lets one tell the receivers, the one that
 * Kafka gives the partition of the log to. What was told it notes in the log after it was told, so a kill repeats at most what
 * was on its way, under the same dedupe key; and who comes next begins with all topics read to their ends. When the receivers
 * change the gateway takes over from itself, in just that way.
 */
final class Notifier implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Notifier.class);
    private static final Backoff AGAIN = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final long JOIN_MS = 15_000;

    private final NotifyKafka kafka;
    private final Board board;
    private final Journal journal;
    private final Couriers couriers;
    private final Clock clock;
    private final Thread thread = new Thread(this, "fieldgate-notify");
    private volatile boolean closed;
    private volatile boolean inSession;
    private boolean owner;
    private Instant nextHousekeeping = Instant.MIN;

    /** @param backoff between attempts to tell a receiver */
    Notifier(
            NotifyKafka kafka,
            Board board,
            Journal journal,
            Supplier<@Nullable DeadLetterQueue> deadLetters,
            Deliveries deliveries,
            MeterRegistry meters,
            Backoff backoff,
            Clock clock) {
        this.kafka = kafka;
        this.board = board;
        this.journal = journal;
        this.couriers = new Couriers(board, journal, deadLetters, deliveries, meters, backoff, clock);
        this.clock = clock;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    Map<String, ReceiverState> states() {
        return couriers.states();
    }

    @Override
    public void run() {
        int failures = 0;
        while (!closed) {
            try {
                kafka.awaitAlerts(() -> board.clear(Board.Phase.NO_ALERTS));
                failures = 0;
                inSession = true;
                session();
            } catch (InterruptException | WakeupException | InterruptedException stop) {
                log.debug("Notifications stop");
            } catch (KafkaException failed) {
                // That Kafka is away is told by health and log of topic: already, once it has been there.
                if (inSession) {
                    log.info("Notifications begin anew with what Kafka holds, nothing is lost: {}", failed.toString());
                }
                log.debug("Notifications wait for Kafka", failed);
                pause(++failures);
            } catch (RuntimeException unexpected) {
                log.error(
                        "Notifications begin again, nothing is lost. Report this with the lines that follow.",
                        unexpected);
                pause(++failures);
            } finally {
                inSession = false;
            }
        }
    }

    private void pause(int failures) {
        try {
            Thread.sleep(AGAIN.after(failures).toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until it is closed, Kafka fails or the topic of alerts gets more partitions. */
    private void session() {
        board.clear(Board.Phase.STARTING);
        owner = false;
        try (KafkaConsumer<String, byte[]> reader = kafka.reader();
                KafkaConsumer<String, byte[]> candidate = kafka.candidate()) {
            try {
                List<TopicPartition> partitions = partitions(reader);
                reader.assign(partitions);
                reader.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
                while (!closed && !isRead(reader, ends)) {
                    read(reader, POLL);
                }
                board.ready();
                candidate.subscribe(List.of(NotifyKafka.LOG), new Ownership());
                follow(reader, candidate, partitions);
            } finally {
                resign();
                candidate.close(CloseOptions.timeout(CLOSE));
            }
        }
    }

    private void follow(
            KafkaConsumer<String, byte[]> reader,
            KafkaConsumer<String, byte[]> candidate,
            List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = null;
        Instant nextLook = clock.instant().plus(HOUSEKEEPING);
        while (!closed) {
            candidate.poll(Duration.ZERO);
            candidate.pause(candidate.assignment());
            Instant now = clock.instant();
            if (couriers.areOutdated()) {
                couriers.end();
                ends = null;
            }
            if (!owner) {
                ends = null;
            } else if (!board.isLeading()) {
                // What the one before has noted must be known first.
                ends = ends == null ? reader.endOffsets(partitions) : ends;
                if (isRead(reader, ends)) {
                    couriers.begin(now);
                }
            }
            couriers.fill(now);
            if (board.isLeading()) {
                tidyUp(now);
            }
            if (now.isAfter(nextLook)) {
                nextLook = now.plus(HOUSEKEEPING);
                if (partitions(reader).size() != partitions.size()) {
                    log.info("Notifications begin anew: the topic {} has more partitions than before.", kafka.alerts());
                    return;
                }
            }
            read(reader, POLL);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> reader) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(kafka.alerts(), NotifyKafka.SILENCES, NotifyKafka.LOG)) {
            reader.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    private static boolean isRead(KafkaConsumer<String, byte[]> reader, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> reader.position(end.getKey()) >= end.getValue());
    }

    private void read(KafkaConsumer<String, byte[]> reader, Duration patience) {
        Instant now = clock.instant();
        for (ConsumerRecord<String, byte[]> read : reader.poll(patience)) {
            String topic = read.topic().equals(kafka.alerts()) ? NotifyKafka.ALERTS : read.topic();
            board.read(topic, read.key(), read.value(), now);
        }
    }

    private void resign() {
        owner = false;
        if (board.isLeading()) {
            couriers.end();
            log.info("This gateway does not tell the receivers of alerts any more.");
        }
    }

    /** Takes silences and acknowledgements away that are long over. */
    private void tidyUp(Instant now) {
        if (now.isBefore(nextHousekeeping)) {
            return;
        }
        nextHousekeeping = now.plus(HOUSEKEEPING);
        try {
            journal.write(NotifyKafka.SILENCES, board.outdated(now), CLOSE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (Failure later) {
            log.debug("Silences that are over stay for now", later);
        }
    }

    /** Called within {@code poll}, so on the notifier's own thread. */
    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            owner |= !partitions.isEmpty();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                resign();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (!inSession) {
                // It may wait for a Kafka that does not answer.
                thread.interrupt();
            }
            thread.join(JOIN_MS);
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(JOIN_MS);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }
}
