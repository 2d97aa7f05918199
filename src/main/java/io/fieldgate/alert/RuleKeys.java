package io.fieldgate.alert;

import io.fieldgate.alert.Evaluator.Ignored;
import io.fieldgate.alert.Evaluator.Outcome;
import io.fieldgate.alert.Expression.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the keys of readings for those rules of a topic that have one; rules with the same expression share it. A reading
 * without a key is counted for each rule that it would concern, and hurts no other. Not thread-safe.
 */
final class RuleKeys {
    private final List<Sharing> all;
    private final PayloadFields fields;
    private final AlertMeters meters;

    private record Sharing(RuleKey key, List<Rule> rules) {}

    /**
     * A key of a reading.
     *
     * @param mark of the expression that has given it
     */
    record Found(String key, String mark) {}

    /** @param division whose rules they are */
    RuleKeys(Division division, AlertRules rules, AlertMeters meters) {
        Map<String, Sharing> byText = new LinkedHashMap<>();
        for (Rule rule : rules.of(division)) {
            RuleKey key = rule.key();
            if (key != null) {
                byText.computeIfAbsent(key.text(), text -> new Sharing(key, new ArrayList<>()))
                        .rules
                        .add(rule);
            }
        }
        this.all = List.copyOf(byText.values());
        this.fields = PayloadFields.of(
                all.stream().map(sharing -> sharing.key.expression()).toList());
        this.meters = meters;
    }

    /** A payload, of which the keys will ask for some fields. */
    Payload payload(byte[] bytes) {
        return new Payload(bytes, fields);
    }

    List<Found> of(Reading reading) {
        List<Found> found = new ArrayList<>(all.size());
        for (Sharing sharing : all) {
            try {
                found.add(new Found(sharing.key.of(reading), sharing.key.mark()));
            } catch (Fault fault) {
                sharing.rules.forEach(rule -> count(rule, reading, String.valueOf(fault.getMessage())));
            } catch (RuntimeException unforeseen) {
                sharing.rules.forEach(rule -> count(rule, reading, unforeseen.toString()));
            }
        }
        return found;
    }

    private void count(Rule rule, Reading reading, String why) {
        try {
            meters.evaluated(rule.name(), keyless(rule, reading, why));
        } catch (RuntimeException unforeseen) {
            meters.fault(rule.name(), unforeseen.toString());
        }
    }

    /**
     * What comes of a reading without a key: a fault only when it concerns the rule at all.
     *
     * @param why it has none
     */
    static Outcome keyless(Rule rule, Reading reading, String why) {
        Expression where = rule.where();
        try {
            return where == null || Boolean.TRUE.equals(where.holds(new Variables(rule.name(), "", reading, null)))
                    ? new Outcome(List.of(), Ignored.KEYLESS, why)
                    : new Outcome(List.of(), Ignored.ELSEWHERE, null);
        } catch (Fault fault) {
            return new Outcome(List.of(), Ignored.SILENT, fault.getMessage());
        }
    }
}
