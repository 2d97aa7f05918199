package io.fieldgate.alert;

import io.fieldgate.alert.Change.Event;
import io.fieldgate.yaml.Section;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule would have said about a file of readings. */
public final class RuleTrial {
    private final List<String> lines;

    private RuleTrial(List<String> lines) {
        this.lines = lines;
    }

    /**
     * Plays the readings to the rule.
     *
     * @param rule its name, which must be one of the rules'
     * @param sample NDJSON, see {@link Sample}
     * @param key where a payload holds the device
     * @param time where a payload holds its time
     * @param longer how long the clock goes on after the last reading
     * @throws IllegalArgumentException naming file and line when a reading cannot be read
     */
    public static RuleTrial of(AlertRules rules, String rule, Path sample, String key, String time, Duration longer)
            throws IOException {
        Rule tried = rules.rule(rule);
        if (tried == null) {
            throw new IllegalArgumentException(
                    "there is no rule '" + rule + "', " + Section.suggestion(rule, rules.names()));
        }
        Timeline timeline = new Timeline(tried);
        Sample reader = new Sample(key, time);
        int number = 0;
        int readings = 0;
        long last = 0;
        try (BufferedReader lines = Files.newBufferedReader(sample)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    Reading reading = reader.reading(line);
                    last = Math.max(last, reading.time());
                    timeline.read(reading);
                    readings++;
                }
            }
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException(sample + ":" + number + ": " + unusable.getMessage(), unusable);
        }
        timeline.advance(last + longer.toMillis());
        return new RuleTrial(report(timeline, readings));
    }

    private static List<String> report(Timeline timeline, int readings) {
        List<String> lines = new ArrayList<>();
        timeline.changes().forEach(change -> lines.add(line(change)));
        long firing = timeline.changes().stream()
                .filter(change -> change.event() == Event.FIRING)
                .count();
        lines.add(readings + " readings, " + firing + (firing == 1 ? " alert" : " alerts")
                + (timeline.late() == 0 ? "" : ", " + timeline.late() + " readings came too late to count"));
        timeline.faults().stream().distinct().limit(10).forEach(fault -> lines.add("could not be evaluated: " + fault));
        return lines;
    }

    /** {@code 2026-01-01T00:00:30Z  firing    press-01  critical  85  summary: ...} */
    static String line(Change change) {
        StringBuilder line = new StringBuilder("%-24s  %-9s  %s  %s"
                .formatted(Change.instant(change.at()), change.event().text(), change.key(), change.severity()));
        @Nullable Double value = change.value();
        if (value != null) {
            line.append("  ").append(Template.readable(value));
        }
        change.labels()
                .forEach((name, text) ->
                        line.append("  ").append(name).append('=').append(text));
        change.annotations()
                .forEach((name, text) ->
                        line.append("  ").append(name).append(": ").append(text));
        return line.toString();
    }

    /** One for each change, in order, then what is to be said of the whole. */
    public List<String> lines() {
        return lines;
    }
}
