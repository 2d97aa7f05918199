package io.fieldgate.topic;

import io.fieldgate.topic.LetterReader.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks through dead letters from the newest back, a window of every partition at a time, and no further than somebody
 * asks or its effort allows. The windows grow as long as they are quickly read: by letters, and by the bytes of their
 * payloads, which are read too but not kept. One thread.
 */
final class LetterScan {
    private static final int FIRST_WINDOW = 20;
    /** Of all partitions together: so many letters may be in memory. */
    private static final int MOST_AT_A_TIME = 10_000;

    /** How much may be looked through. */
    record Effort(int letters, Duration time) {}

    private final LetterReader reader;
    private final LetterFilter filter;
    private final Effort effort;
    /** What has failed before it is older than asked for, whichever gateway's clock said so. */
    private final @Nullable Instant surelyTooOld;

    private final long begun = System.nanoTime();
    private final Map<TopicPartition, Lot> lots;
    private int window;
    private long scanned;
    /** Of the window that is read. */
    private long bytes;

    /** One partition: from its end back. */
    private static final class Lot {
        private final long begin;
        /** Everything from here on was looked at. */
        private long down;

        private boolean older;
        /** The newest first. */
        private final Deque<Letter> found = new ArrayDeque<>();

        Lot(Range range) {
            begin = range.from();
            down = range.end();
        }

        boolean isOver() {
            return older || down <= begin;
        }

        boolean isDone() {
            return found.isEmpty() && isOver();
        }

        /** Whoever goes on later begins below this offset. */
        long rest() {
            Letter next = found.peekFirst();
            return next == null ? down : next.place().offset() + 1;
        }
    }

    /** @param ranges what is to be looked through */
    LetterScan(LetterReader reader, Map<TopicPartition, Range> ranges, LetterFilter filter, Effort effort) {
        this.reader = reader;
        this.filter = filter;
        this.effort = effort;
        this.surelyTooOld = filter.since() == null ? null : filter.since().minus(LetterReader.CLOCKS);
        this.window = Math.max(1, Math.min(FIRST_WINDOW, MOST_AT_A_TIME / Math.max(1, ranges.size())));
        // In the order of the partitions, so that of equally old letters always the same comes first.
        this.lots = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
        ranges.forEach((partition, range) -> lots.put(partition, new Lot(range)));
    }

    /** The newest that was not given yet; null when there is none within the effort. */
    @Nullable
    Letter next() {
        fill();
        Lot newest = null;
        for (Lot lot : lots.values()) {
            Letter first = lot.found.peekFirst();
            if (first != null
                    && (newest == null
                            || first.failedAt().isAfter(newest.found.getFirst().failedAt()))) {
                newest = lot;
            }
        }
        return newest == null ? null : newest.found.removeFirst();
    }

    /** So that the newest of all partitions are known, as far as the effort allows. */
    private void fill() {
        while (!isExhausted()) {
            Map<TopicPartition, Range> windows = new HashMap<>();
            lots.forEach((partition, lot) -> {
                if (lot.found.isEmpty() && !lot.isOver()) {
                    windows.put(partition, new Range(Math.max(lot.begin, lot.down - window), lot.down));
                }
            });
            if (windows.isEmpty()) {
                return;
            }
            windows.forEach((partition, range) -> {
                Lot lot = Objects.requireNonNull(lots.get(partition));
                lot.down = range.from();
            });
            bytes = 0;
            reader.read(windows, this::look);
            window = (int) LetterReader.next(window, bytes, MOST_AT_A_TIME / lots.size());
        }
    }

    private void look(ConsumerRecord<byte[], byte[]> record) {
        Letter letter = Letter.of(record);
        Lot lot = Objects.requireNonNull(lots.get(letter.place().topicPartition()));
        scanned++;
        bytes += Math.max(0, record.serializedValueSize());
        // Letters are written about in the order of their time: below one that is surely too old all are too old.
        lot.older |= surelyTooOld != null && letter.failedAt().isBefore(surelyTooOld);
        if (filter.matches(letter)) {
            lot.found.addFirst(letter);
        }
    }

    private boolean isExhausted() {
        return scanned >= effort.letters()
                || System.nanoTime() - begun > effort.time().toNanos();
    }

    /** Whether everything was given. */
    boolean isComplete() {
        return lots.values().stream().allMatch(Lot::isDone);
    }

    /** How many letters were looked at, whether they are meant or not. */
    long scanned() {
        return scanned;
    }

    /** Where to go on: each partition that is not done, and the offset below which it is to be looked through. */
    Map<TopicPartition, Long> rest() {
        Map<TopicPartition, Long> rest = new HashMap<>();
        lots.forEach((partition, lot) -> {
            if (!lot.isDone()) {
                rest.put(partition, lot.rest());
            }
        });
        return rest;
    }
}
