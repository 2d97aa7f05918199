package io.fieldgate.alert;

import io.fieldgate.yaml.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time as samples and tests write them. */
final class Times {
    static final String ALLOWED = "ISO-8601 with an offset or Z, or seconds or milliseconds since 1970";

    /** Where the timelines of tests begin: 2026-01-01T00:00:00Z. */
    static final long BEGINNING = 1_767_225_600_000L;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    /** Below: seconds until the year 5138; the same number of milliseconds is 1973. */
    private static final double SECONDS = 1e11;

    private Times() {}

    /** Milliseconds since 1970; null when the text is none of what is allowed. */
    static @Nullable Long parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            return (long) (number < SECONDS ? number * 1000 : number);
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    /** The same, and times like {@code 30s} after {@link #BEGINNING}. */
    static @Nullable Long parseOrOffset(String text) {
        Duration offset = Durations.parse(text);
        return offset == null ? parse(text) : Long.valueOf(BEGINNING + offset.toMillis());
    }
}
