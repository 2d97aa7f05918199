package io.fieldgate.observe;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    private static final int MOST_PER_SECOND = 1_000;

    /** @throws IllegalArgumentException saying what is allowed */
    public TapWish {
        if (perSecond < 1 || perSecond > MOST_PER_SECOND) {
            throw new IllegalArgumentException(
                    "'limit' is '" + perSecond + "', allowed is 1 to " + MOST_PER_SECOND + " a second");
        }
    }

    /** What the device's name must look like. */
    @Nullable
    Pattern devices() {
        if (device == null) {
            return null;
        }
        StringBuilder pattern = new StringBuilder();
        for (String part : device.split("\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }
}
