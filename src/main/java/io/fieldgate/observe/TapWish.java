package io.fieldgate.observe;

import org.jspecify.annotations.Nullable;
import org.springframework.util.PatternMatchUtils;

/**
 * What somebody wants to see of a route.
 *
 * @param step its id; null for all
 * @param device names of devices, with {@code *} for anything; null for all
 * @param onlyFailed whether messages that do not fail are left out
 * @param perSecond the most that is shown in a second, failures apart
 */
public record TapWish(
        String route, @Nullable String step, @Nullable String device, boolean onlyFailed, int perSecond) {
    public static final int MOST_PER_SECOND = 1_000;

    /** @throws IllegalArgumentException saying what is allowed */
    public TapWish {
        if (perSecond < 1 || perSecond > MOST_PER_SECOND) {
            throw new IllegalArgumentException(
                    "'limit' is '" + perSecond + "', allowed is 1 to " + MOST_PER_SECOND + " a second");
        }
    }

    boolean isOf(@Nullable String name) {
        return device == null || (name != null && PatternMatchUtils.simpleMatch(device, name));
    }
}
