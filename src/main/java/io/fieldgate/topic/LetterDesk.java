package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.topic.LetterReader.Range;
import io.fieldgate.topic.LetterScan.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What people ask about dead letters. Each question is answered by reading the topics {@code *.dlq} from their ends back,
 * as far as needed and within bounds of time and memory. So nothing has to be done while nobody asks, and there may be
 * millions. Who asks the same within two seconds has the same answer, so that ten consoles cost what one does. From any
 * thread; some seconds at most.
 */
public final class LetterDesk {
    private static final Effort LIST = new Effort(50_000, Duration.ofSeconds(4));
    private static final Effort COUNT = new Effort(100_000, Duration.ofSeconds(4));

    private static final Duration FRESH = Duration.ofSeconds(2);
    /** Answers that are kept, each of up to some megabytes. */
    private static final int MOST_KEPT = 8;

    private final ReadingRoom room;
    private final SharedAnswers<Listed, LetterPage> pages = new SharedAnswers<>(FRESH, MOST_KEPT);
    private final SharedAnswers<LetterFilter, LetterCounts> counts = new SharedAnswers<>(FRESH, MOST_KEPT);

    private record Listed(
            LetterFilter filter, int limit, @Nullable String after) {}

    LetterDesk(KafkaClients clients) {
        this.room = new ReadingRoom(clients, "dead letters");
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
        return pages.of(new Listed(filter, limit, after), listed -> room.reading(reader -> page(listed, reader)));
    }

    private static LetterPage page(Listed listed, LetterReader reader) {
        Map<TopicPartition, Range> ranges = reader.ranges(listed.filter()::concerns);
        if (listed.after() != null) {
            ranges = LetterCursor.rest(listed.after(), ranges);
        }
        LetterScan scan = new LetterScan(reader, ranges, listed.filter(), LIST);
        List<Letter> letters = new ArrayList<>();
        while (letters.size() < listed.limit()) {
            Letter letter = scan.next();
            if (letter == null) {
                break;
            }
            letters.add(letter);
        }
        boolean complete = scan.isComplete();
        return new LetterPage(
                List.copyOf(letters), complete ? null : LetterCursor.text(scan.rest()), scan.scanned(), complete);
    }

    /**
     * How many there are by cause, the newest 100,000 at most.
     *
     * @throws Failure of kind TRANSIENT when Kafka cannot be read
     */
    public LetterCounts count(LetterFilter filter) {
        return counts.of(
                filter,
                counted -> room.reading(reader -> {
                    Map<TopicPartition, Range> ranges = reader.ranges(counted::concerns);
                    return LetterCounts.of(ranges, new LetterScan(reader, ranges, counted, COUNT));
                }));
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
        return room.reading(reader -> {
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
}
