package io.fieldgate.alert;

import io.fieldgate.yaml.Durations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Plays readings to a rule and writes down what it says, in one line each. */
final class Play {
    private Play() {}

    /** The only rule of a text, which must have no problems. */
    static Rule rule(String yaml) {
        AlertRules rules = AlertRules.parse("alerts.yaml", "rules:\n  - name: r\n    topic: t\n" + yaml.indent(4));
        if (!rules.problems().isEmpty()) {
            throw new AssertionError(rules.problems().toString());
        }
        return rules.rule("r");
    }

    /**
     * What the rule says, {@code "TIME EVENT DEVICE SEVERITY VALUE"} each.
     *
     * @param rule the rule without name and topic
     * @param events {@code "TIME DEVICE JSON"} for a reading, {@code "TIME"} for time that passes; a JSON number alone
     *     stands for <code>{"v":NUMBER}</code>
     */
    static List<String> of(String rule, String... events) {
        Timeline timeline = new Timeline(rule(rule));
        for (String event : events) {
            String[] parts = event.split(" ", 3);
            long time = Times.BEGINNING + Durations.parse(parts[0]).toMillis();
            if (parts.length == 1) {
                timeline.advance(time);
            } else {
                timeline.read(reading(time, parts[1], parts[2]));
            }
        }
        return timeline.changes().stream().map(Play::line).toList();
    }

    static Reading reading(long time, String key, String payload) {
        String json = payload.matches("-?[0-9.]+") ? "{\"v\":" + payload + "}" : payload;
        return new Reading(key, time, Map.of("fg.site", "north"), json.getBytes(StandardCharsets.UTF_8));
    }

    static String line(Change change) {
        Double value = change.value();
        return Durations.text(change.at() - Times.BEGINNING) + " "
                + change.event().text() + " " + change.key() + " " + change.severity()
                + (value == null ? "" : " " + Template.readable(value));
    }
}
