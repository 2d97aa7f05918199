package io.fieldgate.console;

import org.jspecify.annotations.Nullable;

/** The name of a device in a path. */
final class DevicePath {
    /** Stands for a name that cannot be a part of a path, because it has a slash or is a dot. */
    private static final String IN_QUERY = "-";

    private DevicePath() {}

    /** @param named the name of the query; null when it has none */
    static String device(String part, @Nullable String named) {
        return part.equals(IN_QUERY) && named != null ? named : part;
    }
}
