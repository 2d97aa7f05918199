package io.fieldgate.route.lint;

import static io.fieldgate.route.lint.Severity.ERROR;
import static io.fieldgate.route.lint.Severity.WARNING;

/**
 * What the linter finds. A code keeps its meaning for ever, because people write it into files and pipelines;
 * {@code docs/lint.md} explains each.
 */
public enum Code {
    FG001(ERROR, "file cannot be read"),
    FG002(ERROR, "no YAML"),
    FG003(ERROR, "key stands twice"),
    FG004(WARNING, "file is never loaded"),

    FG101(ERROR, "unknown key"),
    FG102(ERROR, "missing key"),
    FG103(ERROR, "wrong form"),
    FG104(ERROR, "value not allowed"),
    FG105(ERROR, "several keys where one is allowed"),
    FG106(ERROR, "expression missing"),

    FG201(ERROR, "unknown component"),
    FG202(ERROR, "unknown option"),
    FG203(ERROR, "option's value not allowed"),
    FG204(ERROR, "option missing"),
    FG205(ERROR, "wrong end"),
    FG206(ERROR, "path not allowed"),
    FG207(ERROR, "option stands twice"),
    FG208(WARNING, "endpoint loses messages"),

    FG301(ERROR, "unknown template"),
    FG302(ERROR, "unknown parameter"),
    FG303(ERROR, "parameter missing"),
    FG304(ERROR, "parameter stands twice"),
    FG305(WARNING, "placeholder without a parameter"),
    FG306(WARNING, "parameter without use"),
    FG311(ERROR, "route id stands twice"),
    FG312(WARNING, "route without an id"),
    FG313(ERROR, "MQTT client id stands twice"),
    FG314(ERROR, "nobody listens"),
    FG315(ERROR, "two routes listen"),
    FG316(ERROR, "offsets that no table can keep"),
    FG317(ERROR, "lake that is not the end of a topic"),

    FG401(WARNING, "topic not listed"),
    FG402(ERROR, "table not defined"),
    FG403(ERROR, "file not there"),
    FG404(ERROR, "receiver not defined"),
    FG405(ERROR, "webhook not defined"),

    FG501(ERROR, "secret in a route file"),
    FG502(ERROR, "address in a route file"),
    FG503(ERROR, "Kafka header typed by hand"),
    FG504(WARNING, "Camel header typed by hand"),

    FG601(ERROR, "expression not understood"),
    FG602(ERROR, "unknown language or data format"),

    FG701(ERROR, "unknown configuration key"),
    FG702(ERROR, "missing configuration key"),
    FG703(ERROR, "configuration in a wrong form"),
    FG704(ERROR, "configuration value not allowed"),
    FG705(ERROR, "name stands twice"),
    FG706(ERROR, "configuration contradicts itself"),
    FG707(ERROR, "alert rule not understood");

    private final Severity severity;
    private final String title;

    Code(Severity severity, String title) {
        this.severity = severity;
        this.title = title;
    }

    public Severity severity() {
        return severity;
    }

    /** A few words for lists of rules. */
    public String title() {
        return title;
    }
}
