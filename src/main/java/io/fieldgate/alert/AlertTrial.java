package io.fieldgate.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of a file at work on records given beforehand, all in memory. One thread at a time. */
public final class AlertTrial {
    private final List<Rule> rules;
    private final Map<String, Timeline> timelines = new LinkedHashMap<>();

    public AlertTrial(AlertRules rules) {
        this.rules = rules.all();
        this.rules.forEach(rule -> timelines.put(rule.name(), new Timeline(rule)));
    }

    /**
     * A record has been stored.
     *
     * @param time of the record, in milliseconds since 1970
     */
    public void read(
            String topic, @Nullable String key, long time, Map<String, String> headers, byte @Nullable [] value) {
        for (Rule rule : rules) {
            Timeline timeline = timelines.get(rule.name());
            boolean concerns = rule.topic().equals(topic) && (key != null || rule.key() != null);
            if (timeline != null && concerns) {
                timeline.read(new Reading(key == null ? "" : key, time, headers, value));
            }
        }
    }

    /** Time passes without a record. */
    public void advance(long now) {
        timelines.values().forEach(timeline -> timeline.advance(now));
    }

    /**
     * What the rules have said, in the order of time: the fields {@code rule, at, event, key, severity, value, since,
     * labels.NAME, annotations.NAME} as texts.
     */
    public List<Map<String, String>> changes() {
        List<Change> all = new ArrayList<>();
        timelines.values().forEach(timeline -> all.addAll(timeline.changes()));
        all.sort(Comparator.comparingLong(Change::at));
        return all.stream().map(AlertTrial::fields).toList();
    }

    private static Map<String, String> fields(Change change) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("rule", change.rule());
        fields.putAll(RuleTests.fields(change));
        return fields;
    }
}
