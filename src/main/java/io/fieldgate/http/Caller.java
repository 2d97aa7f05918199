package io.fieldgate.http;

import io.fieldgate.http.user.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who asks under {@code /api}.
 *
 * @param name of the user or the token; {@code local} for this machine while nobody is asked
 * @param role null: nothing is allowed
 */
public record Caller(String name, @Nullable Role role, Proof proof) {
    private static final String ATTRIBUTE = "fieldgate.caller";
    static final Caller NOBODY = new Caller("nobody", null, Proof.NONE);

    static final Caller LOCAL = new Caller("local", Role.ADMIN, Proof.MACHINE);

    /** How it is known. */
    public enum Proof {
        NONE,
        /** It is this machine, and nobody is asked. */
        MACHINE,
        TOKEN,
        /** By a cookie, which a browser sends also when another page makes it do so. */
        SESSION
    }

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
