package io.fieldgate.yaml;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as Prometheus writes them: {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 7d}. */
public final class Durations {
    public static final String ALLOWED = "a time like 500ms, 30s, 5m, 1h30m, 7d";

    private static final Pattern WHOLE = Pattern.compile("(\\d{1,9}(ms|s|m|h|d|w))+|0");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d|w)");

    private Durations() {}

    /** Null when the text is none. */
    public static @Nullable Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        case "d" -> Duration.ofDays(number);
                        default -> Duration.ofDays(7 * number);
                    });
        }
        return sum;
    }

    /** The other way round, in the fewest letters. */
    public static String text(long millis) {
        StringBuilder text = new StringBuilder();
        long rest = millis;
        rest = take(text, rest, 86_400_000, "d");
        rest = take(text, rest, 3_600_000, "h");
        rest = take(text, rest, 60_000, "m");
        rest = take(text, rest, 1_000, "s");
        take(text, rest, 1, "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static long take(StringBuilder text, long millis, long unit, String name) {
        if (millis >= unit) {
            text.append(millis / unit).append(name);
        }
        return millis % unit;
    }
}
