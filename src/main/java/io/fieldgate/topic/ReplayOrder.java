package io.fieldgate.topic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters go back, and how.
 *
 * @param filter which of all, when no places are named
 * @param places these and no others
 * @param again whether those go too that were replayed before, or are what became of a replayed one
 * @param rate at most so many in a second
 * @param value goes in place of the payload; null for the payload itself
 * @param author who says so
 */
public record ReplayOrder(
        LetterFilter filter,
        List<RecordPlace> places,
        boolean again,
        int rate,
        byte @Nullable [] value,
        String author) {
    public static final int MOST_PER_SECOND = 10_000;
    public static final int USUAL_PER_SECOND = 100;
    private static final int MOST_PLACES = 1_000;

    /** @throws IllegalArgumentException saying what is allowed */
    // Not in the short form, of which the class file does not tell that the value may be null.
    public ReplayOrder(
            LetterFilter filter,
            List<RecordPlace> places,
            boolean again,
            int rate,
            byte @Nullable [] value,
            String author) {
        if (rate < 1 || rate > MOST_PER_SECOND) {
            throw new IllegalArgumentException(
                    "'rate' is '" + rate + "', allowed is 1 to " + MOST_PER_SECOND + " a second");
        }
        if (places.size() > MOST_PLACES) {
            throw new IllegalArgumentException(
                    "'positions' has " + places.size() + " entries, allowed are at most " + MOST_PLACES);
        }
        for (RecordPlace place : places) {
            if (!LetterFilter.ALL.concerns(place.topic())) {
                throw new IllegalArgumentException(
                        "'" + place + "' is no dead letter, these lie in topics whose names end with "
                                + TopicSpec.DEAD_LETTER_SUFFIX);
            }
        }
        if (value != null && places.size() != 1) {
            throw new IllegalArgumentException("an edit is of exactly one letter, named in 'positions'");
        }
        this.filter = filter;
        this.places = List.copyOf(places);
        this.again = again;
        this.rate = rate;
        this.value = value;
        this.author = author;
    }

    /** As it is kept when it is done: an edit may hold what shall not be kept for good. */
    ReplayOrder withoutValue() {
        return value == null ? this : new ReplayOrder(filter, places, again, rate, new byte[0], author);
    }

    boolean namesPlaces() {
        return !places.isEmpty();
    }
}
