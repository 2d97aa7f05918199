package io.fieldgate.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule of {@code config/alerts.yaml}.
 *
 * @param name unique in the file
 * @param topic whose records it judges
 * @param key for what it keeps its state; null: each device (record key) is judged for itself
 * @param where which records concern it; null: all
 * @param kind how readings become verdicts
 * @param forAtLeast how long the condition must hold before the alert fires
 * @param keepFiringFor how long the alert goes on after its end could be told
 * @param maxLateness readings that are older than this, compared with what is known to be read, raise no alert
 * @param severity of the alert when it begins to fire
 * @param escalations to other severities, the earliest first
 * @param receivers names of receivers
 * @param version changes with the rule's text
 */
record Rule(
        String name,
        String topic,
        @Nullable RuleKey key,
        @Nullable Expression where,
        Kind kind,
        Duration forAtLeast,
        Duration keepFiringFor,
        Duration maxLateness,
        String severity,
        List<Escalation> escalations,
        Map<String, Template> labels,
        Map<String, Template> annotations,
        List<String> receivers,
        String version) {
    /**
     * A step in severity.
     *
     * @param after how long the alert must have been firing
     */
    record Escalation(Duration after, String severity) {}

    /** The part of the topology that judges it. */
    Division division() {
        return new Division(topic, key != null);
    }

    /** Whether a record that has come so is for this rule. */
    boolean takes(Passage passage) {
        return (key == null ? "" : key.mark()).equals(passage.mark());
    }

    /**
     * For what the state is kept that a reading belongs to.
     *
     * @throws Expression.Fault saying why that cannot be told
     */
    String keyOf(Reading reading) {
        return key == null ? reading.key() : key.of(reading);
    }

    /** The expression of its key; null when it has none. */
    @Nullable
    String keyedBy() {
        return key == null ? null : key.text();
    }

    /** What is asked of each reading. */
    List<Expression> readingExpressions() {
        List<Expression> asked = new ArrayList<>(kind.readingExpressions());
        if (where != null) {
            asked.add(where);
        }
        return asked;
    }

    /** The severity after so many steps. */
    String severity(int level) {
        return level == 0
                ? severity
                : escalations.get(Math.min(level, escalations.size()) - 1).severity();
    }
}
