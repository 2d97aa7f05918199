package io.fieldgate.route.trial;

import io.fieldgate.alert.Times;
import io.fieldgate.yaml.Durations;
import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

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

    /** One that a file says; what is none goes to the problems. */
    static long read(Section section, String key, long otherwise, Problems problems) {
        ScalarNode value = section.scalar(key);
        if (value == null) {
            return otherwise;
        }
        Long time = parse(value.getValue());
        if (time == null) {
            problems.add(value, "'" + key + "' is '" + value.getValue() + "', allowed is " + ALLOWED);
        }
        return time == null ? otherwise : time;
    }

    static String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
