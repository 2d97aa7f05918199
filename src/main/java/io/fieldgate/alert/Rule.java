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
 * @param topic whose records it judges, each device (record key) for itself
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
