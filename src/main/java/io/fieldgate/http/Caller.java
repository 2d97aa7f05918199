package io.fieldgate.http;

import io.fieldgate.http.user.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who asks under {@code /api}.
 *
 * @param name of the token; {@code local} for this machine while nobody is asked
 * @param role null: nothing is allowed
 */
public record Caller(String name, @Nullable Role role) {
    private static final String ATTRIBUTE = "fieldgate.caller";
    private static final Caller NOBODY = new Caller("nobody", null);

    static final Caller LOCAL = new Caller("local", Role.ADMIN);

    void asks(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Somebody without any role when it was not found out. */
    public static Caller of(HttpServletRequest request) {
        return Objects.requireNonNullElse((Caller) request.getAttribute(ATTRIBUTE), NOBODY);
    }

    public boolean mayAs(Role needed) {
        return role != null && role.includes(needed);
    }
}
