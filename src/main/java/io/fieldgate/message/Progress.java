package io.fieldgate.message;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the sink at the end of a route how far its source will have come when a message is stored. It is the exchange's
 * property {@link #PROPERTY}.
 *
 * @param reading what the message was read in
 * @param place of the message therein, known by its identity
 * @param carrier the exchange that the source made; parts and copies of it carry the property too, and when one of them is
 *     stored the message is not
 */
public record Progress(Reading reading, Object place, Object carrier) {
    public static final String PROPERTY = "fieldgate.progress";

    /** A partition from some offset on, without a gap. Threads: any number. */
    public interface Reading {
        /** Of the sink that keeps its position; any other leaves it alone. */
        Bookmark bookmark();

        /**
         * The offset that comes next when these messages are done beside those that are; -1 while nothing is known to be.
         *
         * @param places of this reading
         */
        long after(Set<Object> places);
    }

    /** That of a message; null when it has none, or is only a part of one that has. */
    public static @Nullable Progress in(@Nullable Object property, Object exchange) {
        return property instanceof Progress progress && progress.carrier == exchange ? progress : null;
    }

    /** Where the sources will stand when all these are stored; -1 for one of which that is not known. */
    public static Map<Bookmark, Long> after(Collection<Progress> stored) {
        Map<Reading, Set<Object>> byReading = new HashMap<>();
        for (Progress each : stored) {
            byReading.computeIfAbsent(each.reading, reading -> new HashSet<>()).add(each.place);
        }
        Map<Bookmark, Long> next = new HashMap<>();
        byReading.forEach((reading, places) -> next.merge(reading.bookmark(), reading.after(places), Math::max));
        return next;
    }
}
