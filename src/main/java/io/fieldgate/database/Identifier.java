package io.fieldgate.database;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of tables and columns. They cannot be SQL parameters, so they pass an allow-list and are quoted as well. */
final class Identifier {
    private static final int LONGEST = 63;
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0," + (LONGEST - 1) + "}");

    private Identifier() {}

    static boolean isAllowed(String name) {
        return ALLOWED.matcher(name).matches();
    }

    /**
     * Returns the name when it is allowed.
     *
     * @param what what is named, for the message, for example {@code table} or {@code column of table 'telemetry'}
     * @throws IllegalArgumentException when it is not, with a sentence that says what is
     */
    static String check(String what, @Nullable String name) {
        if (name == null || !isAllowed(name)) {
            throw new IllegalArgumentException(
                    what + ": the name " + (name == null ? "is missing" : "'" + name + "' is not allowed")
                            + ", allowed are 1 to 63 letters, digits and '_', not beginning with a digit.");
        }
        return name;
    }

    /** A name made of others, cut to the length that is allowed without becoming another's. */
    static String shortened(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        String hash = "_" + Integer.toHexString(name.hashCode());
        return name.substring(0, LONGEST - hash.length()) + hash;
    }

    static String quote(String name) {
        return '"' + check("identifier", name) + '"';
    }
}
