package io.fieldgate.notify;

import io.fieldgate.yaml.Problems;
import io.fieldgate.yaml.Section;
import io.fieldgate.yaml.YamlFile;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code mute_time_intervals}. */
final class MuteTimes {
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])|24:00");
    private static final int DAY = 24 * 60;

    private final Problems problems;

    private MuteTimes(Problems problems) {
        this.problems = problems;
    }

    static List<MuteTime> read(Section top, Problems problems) {
        MuteTimes reader = new MuteTimes(problems);
        List<MuteTime> times = new ArrayList<>();
        for (Node node : top.list("mute_time_intervals")) {
            Section section = new Section(node, problems, "a mute time", "name", "time_intervals");
            section.require("name", "receivers name the mute time by it");
            section.require("time_intervals", "it takes a list of times");
            List<MuteTime.Interval> intervals = section.list("time_intervals").stream()
                    .map(reader::interval)
                    .toList();
            times.add(new MuteTime(section.text("name", ""), intervals));
        }
        return times;
    }

    private MuteTime.Interval interval(Node node) {
        Section section = new Section(node, problems, "an interval", "weekdays", "times", "location");
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        section.list("weekdays").forEach(range -> days.addAll(days(range)));
        List<MuteTime.Span> spans =
                section.list("times").stream().map(this::span).toList();
        return new MuteTime.Interval(
                section.has("weekdays") ? days : EnumSet.allOf(DayOfWeek.class), spans, zone(section));
    }

    private Set<DayOfWeek> days(Node node) {
        String text = YamlFile.scalar(node);
        String[] ends = text.toUpperCase(Locale.ROOT).split(":", 2);
        try {
            DayOfWeek first = DayOfWeek.valueOf(ends[0]);
            DayOfWeek last = DayOfWeek.valueOf(ends[ends.length - 1]);
            if (first.compareTo(last) <= 0) {
                return EnumSet.range(first, last);
            }
        } catch (IllegalArgumentException noDay) {
            // Said below, with what is allowed.
        }
        problems.add(
                node,
                "'" + text + "' is no weekday, allowed are "
                        + Arrays.stream(DayOfWeek.values())
                                .map(day -> day.name().toLowerCase(Locale.ROOT))
                                .toList()
                        + " and from one to a later one, such as monday:friday");
        return Set.of();
    }

    private MuteTime.Span span(Node node) {
        Section section = new Section(node, problems, "a time", "start_time", "end_time");
        section.require("start_time", "it takes a time of day like \"22:00\"");
        section.require("end_time", "it takes a time of day like \"24:00\"");
        MuteTime.Span span = new MuteTime.Span(minutes(section, "start_time", 0), minutes(section, "end_time", DAY));
        if (span.start() >= span.end()) {
            problems.add(
                    node,
                    "the end is not after the start; a time over midnight is two, to \"24:00\" and from \"00:00\"");
        }
        return span;
    }

    private int minutes(Section section, String key, int otherwise) {
        Node node = section.get(key);
        if (node == null) {
            return otherwise;
        }
        Matcher time = TIME.matcher(YamlFile.scalar(node));
        if (!time.matches()) {
            problems.add(
                    node,
                    "'" + YamlFile.scalar(node) + "' is no time of day, allowed are \"00:00\" to \"24:00\", quoted");
            return otherwise;
        }
        return time.group(1) == null ? DAY : Integer.parseInt(time.group(1)) * 60 + Integer.parseInt(time.group(2));
    }

    private ZoneId zone(Section section) {
        Node node = section.get("location");
        if (node == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(YamlFile.scalar(node));
        } catch (DateTimeException unknown) {
            problems.add(node, "'" + YamlFile.scalar(node) + "' is no time zone, allowed are names like Europe/Berlin");
            return ZoneOffset.UTC;
        }
    }
}
