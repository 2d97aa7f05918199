package io.fieldgate.notify;

import io.fieldgate.yaml.Section;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the keys by which routes and receivers say when a group is told. */
final class TimingReader {
    static final List<String> KEYS = List.of("group_by", "group_wait", "group_interval", "repeat_interval");

    private TimingReader() {}

    static OwnTiming read(Section section) {
        return new OwnTiming(
                section.has("group_by") ? section.texts("group_by") : null,
                section.has("group_wait") ? section.duration("group_wait", Duration.ZERO) : null,
                positive(section, "group_interval"),
                positive(section, "repeat_interval"));
    }

    private static @Nullable Duration positive(Section section, String key) {
        return section.has(key) ? section.length(key) : null;
    }
}
