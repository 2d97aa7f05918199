package io.fieldgate.route.lint;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
    /** The gateway would not start, would refuse the route, or would break a promise. */
    ERROR,
    /** It works, but probably not as it was meant. */
    WARNING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
