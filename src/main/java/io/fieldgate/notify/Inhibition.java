package io.fieldgate.notify;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Alerts that need not be told because others fire that say more.
 *
 * @param source matches the alerts that say more
 * @param target matches those that need not be told
 * @param equal labels that both must have in common
 */
record Inhibition(List<Matcher> source, List<Matcher> target, List<String> equal) {
    /** With what fires at a moment, so that each alert is looked up once. */
    static final class Now {
        private final List<Inhibition> rules;
        private final List<Set<List<String>>> sources;

        Now(List<Inhibition> rules, Collection<Alert> active) {
            this.rules = rules;
            this.sources = rules.stream().map(rule -> sources(rule, active)).toList();
        }

        private static Set<List<String>> sources(Inhibition rule, Collection<Alert> active) {
            Set<List<String>> sources = new HashSet<>();
            for (Alert alert : active) {
                if (alert.isFiring() && Matcher.all(rule.source, alert.labels())) {
                    sources.add(rule.common(alert));
                }
            }
            return sources;
        }

        boolean isInhibited(Alert alert) {
            for (int i = 0; i < rules.size(); i++) {
                Inhibition rule = rules.get(i);
                // An alert that matches both sides would silence itself.
                if (Matcher.all(rule.target, alert.labels())
                        && !Matcher.all(rule.source, alert.labels())
                        && sources.get(i).contains(rule.common(alert))) {
                    return true;
                }
            }
            return false;
        }
    }

    private List<String> common(Alert alert) {
        return equal.stream()
                .map(label -> alert.labels().getOrDefault(label, ""))
                .toList();
    }
}
