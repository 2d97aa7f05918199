package io.fieldgate.alert;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Up to which time everything that was in a partition has been judged. Only up to there the clock may say that a device is
 * silent: what is still unread may be its reading. {@link #of} may be called from any thread, the rest by one.
 */
final class Horizon {
    /** After a longer time without an answer, readings may be on their way that nobody could store meanwhile. */
    private static final long GAP_MILLIS = 10_000;

    private final Map<TopicPartition, Known> known = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Sample> open = new HashMap<>();

    /**
     * All times in milliseconds since 1970.
     *
     * @param from since when it has been known without a gap
     */
    record Known(long from, long upTo) {}

    /** At a time the partition had this end. */
    private record Sample(long at, long end) {}

    /** Null when not everything that was there at the start has been judged yet. */
    @Nullable
    Known of(String topic, int partition) {
        return known.get(new TopicPartition(topic, partition));
    }

    /** Up to which time it is known of all of some partitions; null when it is not known of each, or there are none. */
    @Nullable
    Long upTo(Collection<TopicPartition> partitions) {
        Long least = null;
        for (TopicPartition partition : partitions) {
            Known of = known.get(partition);
            if (of == null) {
                return null;
            }
            least = least == null ? of.upTo : Math.min(least, of.upTo);
        }
        return least;
    }

    /**
     * Takes in a look at a partition.
     *
     * @param at when the end was asked for; or up to which time all that comes into the partition was in it by then
     * @param read up to which offset everything has been judged, asked for after that
     */
    void look(TopicPartition partition, long at, long end, long read) {
        Sample earlier = open.get(partition);
        if (read >= end) {
            reached(partition, at);
        } else if (earlier == null) {
            open.put(partition, new Sample(at, end));
        } else if (read >= earlier.end) {
            reached(partition, earlier.at);
            open.put(partition, new Sample(at, end));
        }
    }

    private void reached(TopicPartition partition, long at) {
        open.remove(partition);
        known.merge(
                partition,
                new Known(at, at),
                (before, now) -> at - before.upTo > GAP_MILLIS ? now : new Known(before.from, at));
    }
}
