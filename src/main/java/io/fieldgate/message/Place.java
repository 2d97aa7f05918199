package io.fieldgate.message;

import java.util.Comparator;

/** A partition as a consumer group reads it. */
public record Place(String group, String topic, int partition) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::group).thenComparing(Place::topic).thenComparing(Place::partition);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
