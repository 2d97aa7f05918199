package io.fieldgate.notify;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As far as something has a timing of its own; null where it has not. */
record OwnTiming(
        @Nullable List<String> groupBy,
        @Nullable Duration groupWait,
        @Nullable Duration groupInterval,
        @Nullable Duration repeatInterval) {
    static final OwnTiming NONE = new OwnTiming(null, null, null, null);

    /** The other one, but for what this has. */
    Timing over(Timing other) {
        return new Timing(
                groupBy == null ? other.groupBy() : groupBy,
                groupWait == null ? other.groupWait() : groupWait,
                groupInterval == null ? other.groupInterval() : groupInterval,
                repeatInterval == null ? other.repeatInterval() : repeatInterval);
    }
}
