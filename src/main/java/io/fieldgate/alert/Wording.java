package io.fieldgate.alert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said of an alert, and to whom. */
record Wording(String severity, Map<String, String> labels, Map<String, String> annotations, List<String> receivers) {
    Wording {
        receivers = List.copyOf(receivers);
    }

    /** As last announced. */
    static Wording told(AlertState state) {
        return new Wording(state.severity, state.labels, state.annotations, state.receivers);
    }

    /**
     * As a rule that has changed puts it: without a reading all but the texts that only one can fill, with one just these. The
     * others stay as they were told.
     */
    static Wording of(Rule rule, Variables variables, AlertState state) {
        return new Wording(
                rule.severity(state.level),
                texts(rule.labels(), state.labels, variables),
                texts(rule.annotations(), state.annotations, variables),
                rule.receivers());
    }

    private static Map<String, String> texts(
            Map<String, Template> templates, Map<String, String> told, Variables variables) {
        boolean hasReading = variables.reading() != null;
        Map<String, String> texts = new LinkedHashMap<>();
        templates.forEach((name, template) -> {
            String before = told.get(name);
            if (template.asksReading() == hasReading) {
                texts.put(name, template.render(variables));
            } else if (before != null) {
                texts.put(name, before);
            }
        });
        return texts;
    }

    /** Whether it says something else than what was told, or to others; the number that a value has does not count. */
    boolean isNews(Wording told, Rule rule, Variables variables) {
        return !severity.equals(told.severity)
                || !receivers.equals(told.receivers)
                || isNews(labels, told.labels, rule.labels(), variables)
                || isNews(annotations, told.annotations, rule.annotations(), variables);
    }

    private static boolean isNews(
            Map<String, String> now, Map<String, String> told, Map<String, Template> templates, Variables variables) {
        if (!now.keySet().equals(told.keySet())) {
            return true;
        }
        for (Map.Entry<String, Template> template : templates.entrySet()) {
            String before = told.get(template.getKey());
            if (before != null
                    && !before.equals(now.get(template.getKey()))
                    && !template.getValue().saysOfAnotherValue(before, variables)) {
                return true;
            }
        }
        return false;
    }

    /** Remembers that it was announced. */
    void keep(AlertState state) {
        state.severity = severity;
        state.labels = new LinkedHashMap<>(labels);
        state.annotations = new LinkedHashMap<>(annotations);
        state.receivers = receivers;
    }
}
