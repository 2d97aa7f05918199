package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.topic.LetterReader.Range;
import io.fieldgate.topic.LetterScan.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What people ask about dead letters. Nothing is kept of them: each question is answered by reading the topics
 * {@code *.dlq} from their ends back, as far as needed and within bounds of time and memory. So nothing has to be done
 * while nobody asks, and there may be millions. From any thread; some seconds at most.
 */
public final class LetterDesk {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Effort LIST = new Effort(50_000, Duration.ofSeconds(4));
    private static final Effort COUNT = new Effort(100_000, Duration.ofSeconds(4));
    /** Questions at the same time: each takes a consumer and some megabytes. */
    private static final int MOST_AT_A_TIME = 2;

    private static final int COUNTED_AT_A_TIME = 4_000;

    private final KafkaClients clients;
    private final Semaphore room = new Semaphore(MOST_AT_A_TIME);

    LetterDesk(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Those that failed last first.
     *
     * @param limit at most so many
     * @param after what the page before had as {@code next}; null for the first
     * @throws IllegalArgumentException when {@code after} is something else
     * @throws Failure of kind TRANSIENT when Kafka cannot be read
     */
    public LetterPage list(LetterFilter filter, int limit, @Nullable String after) {
        return reading(reader -> {
            Map<TopicPartition, Range> ranges = reader.ranges(filter::concerns);
            if (after != null) {
                ranges = LetterCursor.rest(after, ranges);
            }
            LetterScan scan = new LetterScan(reader, ranges, filter, limit, LIST);
            List<Letter> letters = new ArrayList<>();
            while (letters.size() < limit) {
                Letter letter = scan.next();
                if (letter == null) {
                    break;
                }
                letters.add(letter);
            }
            boolean complete = scan.isComplete();
            return new LetterPage(letters, complete ? null : LetterCursor.text(scan.rest()), scan.scanned(), complete);
        });
    }

    /**
     * How many there are by cause, the newest 100,000 at most.
     *
     * @throws Failure of kind TRANSIENT when Kafka cannot be read
     */
    public LetterCounts count(LetterFilter filter) {
        return reading(reader -> {
            Map<TopicPartition, Range> ranges = reader.ranges(filter::concerns);
            return LetterCounts.of(ranges, new LetterScan(reader, ranges, filter, COUNTED_AT_A_TIME, COUNT));
        });
    }

    /**
     * Opens one.
     *
     * @return null when there is no such dead letter, or none any more
     * @throws Failure of kind TRANSIENT when Kafka cannot be read
     */
    public @Nullable OpenLetter open(RecordPlace place) {
        if (!LetterFilter.ALL.concerns(place.topic())) {
            return null;
        }
        return reading(reader -> {
            Range held = reader.ranges(place.topic()::equals).get(place.topicPartition());
            if (held == null || !held.contains(place.offset())) {
                return null;
            }
            List<OpenLetter> found = new ArrayList<>();
            reader.read(
                    Map.of(place.topicPartition(), new Range(place.offset(), place.offset() + 1)),
                    record -> found.add(OpenLetter.of(record)));
            return found.isEmpty() ? null : found.get(0);
        });
    }

    private <T extends @Nullable Object> T reading(Function<LetterReader, T> question) {
        if (!room.tryAcquire()) {
            throw Failure.temporary("Others look at dead letters at the moment; ask again.", null);
        }
        try {
            return LetterReader.answer(clients, PATIENCE, question);
        } finally {
            room.release();
        }
    }
}
