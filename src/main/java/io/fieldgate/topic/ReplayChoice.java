package io.fieldgate.topic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which letters go back. None does so for ever: what was replayed, or has become of a replayed letter, goes only when it is
 * asked for again, and no letter more often than {@link #CEILING} times.
 */
final class ReplayChoice {
    static final int CEILING = 5;

    private final ReplayOrder order;
    private final List<ReplayJob> others;

    /** @param others all other replays that there were */
    ReplayChoice(ReplayOrder order, List<ReplayJob> others) {
        this.order = order;
        this.others = others;
    }

    boolean isMeant(Letter letter) {
        return order.namesPlaces() || (order.filter().matches(letter) && (order.again() || isNew(letter)));
    }

    private boolean isNew(Letter letter) {
        return letter.replays() == 0 && others.stream().noneMatch(job -> job.hasReplayed(letter));
    }

    /** Why one that is meant stays where it is; null when it may go. */
    @Nullable
    String objection(Letter letter) {
        if (letter.replays() >= CEILING) {
            return "It was replayed " + letter.replays() + " times, and " + CEILING + " are allowed.";
        }
        if (letter.isTruncated() && order.value() == null) {
            return "Only a part of its payload was kept; an edit can give it another.";
        }
        return null;
    }
}
