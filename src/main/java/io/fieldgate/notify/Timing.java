package io.fieldgate.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How alerts become groups, and when a group is told; the words and their meaning are Alertmanager's.
 *
 * @param groupBy labels that alerts of a group have in common
 * @param groupWait how long a new group waits for more alerts, and a group for more after another severity
 * @param groupInterval how long a group that was told waits before it is told what is new
 * @param repeatInterval when what still fires is told again
 */
record Timing(List<String> groupBy, Duration groupWait, Duration groupInterval, Duration repeatInterval) {
    static final Timing DEFAULT =
            new Timing(List.of(Alert.ALERTNAME), Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofHours(4));

    Map<String, String> group(Alert alert) {
        Map<String, String> group = new TreeMap<>();
        groupBy.forEach(label -> group.put(label, alert.labels().getOrDefault(label, "")));
        return group;
    }
}
