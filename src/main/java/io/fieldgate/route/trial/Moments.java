package io.fieldgate.route.trial;

import io.fieldgate.alert.Times;
import io.fieldgate.yaml.Durations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Points in time, as tests write them: after the beginning of a test, or on the calendar. */
final class Moments {
    static final String ALLOWED = Durations.ALLOWED + " after the beginning, or " + Times.ALLOWED;

    /** When a test begins. */
    static final long BEGINNING = Times.BEGINNING;

    private Moments() {}

    /** Milliseconds since 1970; null when the text is none. */
    static @Nullable Long parse(String text) {
        return Times.parseOrOffset(text);
    }

    static String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
