package io.fieldgate.http.user;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody may do under {@code /api}. Each may also do what those before it may. */
public enum Role {
    /** Looks, but reads no message. */
    VIEWER,
    /** Reads messages, and works on alerts and dead letters. */
    OPERATOR,
    /** Changes what the gateway does. */
    ADMIN;

    /** Null when there is none of this name. */
    public static @Nullable Role of(String name) {
        return Arrays.stream(values())
                .filter(role -> role.toString().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** What is wrong with a name, and what is allowed; null when it is that of a role. */
    public static @Nullable String faultOf(String name) {
        return of(name) == null ? "'" + name + "' is no role, allowed are " + List.of(values()) : null;
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** As it stands in files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
