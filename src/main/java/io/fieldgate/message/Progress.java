package io.fieldgate.message;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the sink at the end of a route how far its source will have come when a message is stored. It is the exchange's
 * property {@link #PROPERTY}.
 *
 * @param reading what the message was read in
 * @param place of the message therein, known by its identity
 */
public record Progress(Reading reading, Object place) {
    public static final String PROPERTY = "fieldgate.progress";

    /** A partition from some offset on, without a gap. Threads: any number. */
    public interface Reading {
        /** The sink that keeps its positions; any other leaves them alone. */
        PositionSink keeper();

        /**
         * The position when these messages are done beside those that are; null while nothing is known to be.
         *
         * @param places of this reading
         */
        @Nullable
        Position after(Set<Object> places);
    }

    /** The positions that hold when all these are stored. */
    public static List<Position> after(Collection<Progress> stored) {
        Map<Reading, Set<Object>> byReading = new HashMap<>();
        for (Progress each : stored) {
            byReading.computeIfAbsent(each.reading, reading -> new HashSet<>()).add(each.place);
        }
        return byReading.entrySet().stream()
                .map(entry -> entry.getKey().after(entry.getValue()))
                .filter(Objects::nonNull)
                .toList();
    }
}
