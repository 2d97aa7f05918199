package io.fieldgate.database;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of tables and columns. They cannot be SQL parameters, so they pass an allow-list and are quoted as well. */
final class Identifier {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private Identifier() {}

    /**
     * Returns the name when it is allowed.
     *
     * @param what what is named, for the message, for example {@code table} or {@code column of table 'telemetry'}
     * @throws IllegalArgumentException when it is not, with a sentence that says what is
     */
    static String check(String what, @Nullable String name) {
        if (name == null || !ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + ": the name " + (name == null ? "is missing" : "'" + name + "' is not allowed")
                            + ", allowed are 1 to 63 letters, digits and '_', not beginning with a digit.");
        }
        return name;
    }

    static String quote(String name) {
        return '"' + check("identifier", name) + '"';
    }
}
