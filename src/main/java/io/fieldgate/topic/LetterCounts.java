package io.fieldgate.topic;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How many dead letters there are.
 *
 * @param held how many each topic of letters holds, whatever is asked for
 * @param causes the most frequent first
 * @param hours how many failed in each hour, by its beginning; the last 31 days at most
 * @param others how many are of more causes than are told apart
 * @param scanned how many letters were looked at
 * @param complete whether these were all; if not, the older ones are not counted
 */
public record LetterCounts(
        SortedMap<String, Long> held,
        List<Cause> causes,
        SortedMap<Instant, Long> hours,
        long others,
        long scanned,
        boolean complete) {
    private static final int MOST_CAUSES = 500;
    private static final int MOST_HOURS = 31 * 24;

    /** Letters that have failed in the same way. */
    public record Cause(
            String topic, String route, String code, long count, Instant first, Instant last, Letter newest) {}

    private record Name(String topic, String route, String code) {}

    static LetterCounts of(Map<TopicPartition, LetterReader.Range> ranges, LetterScan scan) {
        SortedMap<String, Long> held = new TreeMap<>();
        ranges.forEach((partition, range) -> held.merge(partition.topic(), range.end() - range.from(), Long::sum));
        Map<Name, Cause> causes = new HashMap<>();
        SortedMap<Instant, Long> hours = new TreeMap<>();
        long others = 0;
        for (Letter letter = scan.next(); letter != null; letter = scan.next()) {
            Name name = new Name(letter.topic(), letter.route(), letter.code());
            if (causes.size() < MOST_CAUSES || causes.containsKey(name)) {
                causes.merge(name, first(letter), LetterCounts::both);
            } else {
                others++;
            }
            hours.merge(letter.failedAt().truncatedTo(ChronoUnit.HOURS), 1L, Long::sum);
            if (hours.size() > MOST_HOURS) {
                hours.remove(hours.firstKey());
            }
        }
        List<Cause> sorted = new ArrayList<>(causes.values());
        sorted.sort(Comparator.comparingLong(Cause::count)
                .reversed()
                .thenComparing(Cause::topic)
                .thenComparing(Cause::route)
                .thenComparing(Cause::code));
        return new LetterCounts(
                held, Collections.unmodifiableList(sorted), hours, others, scan.scanned(), scan.isComplete());
    }

    private static Cause first(Letter letter) {
        return new Cause(
                letter.topic(), letter.route(), letter.code(), 1, letter.failedAt(), letter.failedAt(), letter);
    }

    private static Cause both(Cause known, Cause more) {
        return new Cause(
                known.topic,
                known.route,
                known.code,
                known.count + more.count,
                known.first.isBefore(more.first) ? known.first : more.first,
                known.last.isAfter(more.last) ? known.last : more.last,
                known.newest);
    }
}
