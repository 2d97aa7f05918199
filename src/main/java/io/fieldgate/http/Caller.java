package io.fieldgate.http;

import io.fieldgate.http.user.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who asks under {@code /api}.
 *
 * @param name of the user or the token; {@code local} for this machine while nobody is asked
 * @param role null: nothing is allowed
 */
public record Caller(String name, @Nullable Role role, Proof proof) {
    private static final String ATTRIBUTE = "fieldgate.caller";
    private static final String LATER = "fieldgate.caller.later";
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

    /** @param later who it is by then: a login ends, a token is taken away, a role changes */
    void asks(HttpServletRequest request, Supplier<Caller> later) {
        request.setAttribute(ATTRIBUTE, this);
        request.setAttribute(LATER, later);
    }

    /** Somebody without any role when it was not found out. */
    public static Caller of(HttpServletRequest request) {
        return Objects.requireNonNullElse((Caller) request.getAttribute(ATTRIBUTE), NOBODY);
    }

    /** Tells, for an answer that goes on for long, who its caller is by then. For any thread, also when the request is over. */
    @SuppressWarnings("unchecked") // only asks() sets it
    public static Supplier<Caller> later(HttpServletRequest request) {
        return Objects.requireNonNullElse((Supplier<Caller>) request.getAttribute(LATER), () -> NOBODY);
    }

    /**
     * How it signs what it does. Who has logged in is taken at that; a program may speak for somebody, who then stands behind
     * the name of its token; of this machine only what it says of itself is known.
     *
     * @param said what it says of itself
     */
    public String signs(@Nullable String said) {
        String author = said == null ? "" : said;
        return switch (proof) {
            case SESSION -> name;
            case TOKEN -> author.isBlank() ? name : name + " (" + author + ")";
            case MACHINE, NONE -> author;
        };
    }

    public boolean mayAs(Role needed) {
        return role != null && role.includes(needed);
    }
}
