package io.fieldgate.notify;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/** Times when receivers that name it are told nothing. */
record MuteTime(String name, List<Interval> intervals) {
    /**
     * @param weekdays on these days
     * @param spans within one of these; empty: all day
     */
    record Interval(Set<DayOfWeek> weekdays, List<Span> spans, ZoneId zone) {
        private boolean contains(Instant now) {
            ZonedDateTime local = now.atZone(zone);
            int minute = local.getHour() * 60 + local.getMinute();
            return weekdays.contains(local.getDayOfWeek())
                    && (spans.isEmpty() || spans.stream().anyMatch(span -> minute >= span.start && minute < span.end));
        }
    }

    /** Minutes of the day; the end is exclusive, and after the start. */
    record Span(int start, int end) {}

    boolean contains(Instant now) {
        return intervals.stream().anyMatch(interval -> interval.contains(now));
    }
}
