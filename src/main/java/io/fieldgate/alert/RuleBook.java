package io.fieldgate.alert;

/** The rules in effect. Others may take their place at any time; whoever judges looks again each time. Thread-safe. */
final class RuleBook {
    private volatile AlertRules rules;

    RuleBook(AlertRules rules) {
        this.rules = rules;
    }

    AlertRules rules() {
        return rules;
    }

    void replace(AlertRules others) {
        rules = others;
    }
}
