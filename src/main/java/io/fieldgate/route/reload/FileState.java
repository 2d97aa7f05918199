package io.fieldgate.route.reload;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a file is in effect.
 *
 * @param entries what stands in it: {@code routes}, {@code rules}, ...
 * @param hash of what is in effect; null while nothing of it is
 * @param since when; null likewise
 * @param names of what is in effect
 * @param problems why what stands in the file now is not, or not all of it; empty when it is
 */
public record FileState(
        String file,
        String entries,
        State state,
        @Nullable String hash,
        @Nullable Instant since,
        List<String> names,
        List<String> problems) {
    static final String ROUTES = "routes";

    /** How much of it is in effect. */
    public enum State {
        RUNNING,
        /** Those of its entries that have no mistake. */
        PARTLY,
        /** A version that was there before. */
        EARLIER,
        DISABLED
    }

    /** What is wrong in a few words, for an operator; null when all of it is in effect. */
    public @Nullable String verdict() {
        if (problems.isEmpty()) {
            return null;
        }
        String how = switch (state) {
            case DISABLED -> "is not loaded: ";
            case EARLIER -> "was changed, and the version before it stays: ";
            case PARTLY -> "is in effect in part: ";
            case RUNNING -> "";
        };
        return how + problems.get(0);
    }

    /** Whether nothing of it is in effect in any version. */
    public boolean isDisabled() {
        return state == State.DISABLED;
    }
}
