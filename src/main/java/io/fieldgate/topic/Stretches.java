package io.fieldgate.topic;

import io.fieldgate.message.Failure;
import io.fieldgate.topic.LetterReader.Range;
import io.fieldgate.topic.ReplayJob.Stretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Which parts of the topics of dead letters a replay has to look at. */
final class Stretches {
    private Stretches() {}

    /**
     * Of what the topics hold at the moment.
     *
     * @throws IllegalArgumentException when a place has no letter
     * @throws Failure of kind TRANSIENT when Kafka does not answer in time
     */
    static List<Stretch> of(ReplayOrder order, LetterReader reader) {
        List<Stretch> stretches = new ArrayList<>();
        if (!order.namesPlaces()) {
            Instant since = order.filter().since();
            reader.ranges(order.filter()::concerns).forEach((partition, range) -> {
                Range late = since == null ? range : reader.since(partition, range, since);
                if (!late.isEmpty()) {
                    stretches.add(stretch(partition, late));
                }
            });
            return stretches;
        }
        Map<TopicPartition, Range> held = reader.ranges(LetterFilter.ALL::concerns);
        TreeMap<RecordPlace, Stretch> sorted = new TreeMap<>(Comparator.comparing(RecordPlace::topic)
                .thenComparing(RecordPlace::partition)
                .thenComparing(RecordPlace::offset));
        for (RecordPlace place : order.places()) {
            Range range = held.get(place.topicPartition());
            if (range == null || !range.contains(place.offset())) {
                throw new IllegalArgumentException("there is no dead letter '" + place + "', or none any more");
            }
            sorted.put(place, stretch(place.topicPartition(), new Range(place.offset(), place.offset() + 1)));
        }
        return List.copyOf(sorted.values());
    }

    private static Stretch stretch(TopicPartition partition, Range range) {
        return new Stretch(partition.topic(), partition.partition(), range.from(), range.end(), range.from());
    }
}
