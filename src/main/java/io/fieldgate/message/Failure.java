package io.fieldgate.message;

import org.jspecify.annotations.Nullable;

/**
 * An exception that says what will help. Sinks throw it (or fail the exchange with it); sources act on
 * {@link #kind()}. Messages are whole sentences for an operator and never hold a secret or a payload.
 */
public final class Failure extends RuntimeException {
    private final FailureKind kind;
    private final String code;
    private final @Nullable String cure;

    private Failure(FailureKind kind, String code, String message, @Nullable String cure, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.cure = cure;
    }

    /** The surroundings fail at the moment; the same message will succeed later. */
    public static Failure temporary(String message, @Nullable Throwable cause) {
        return new Failure(FailureKind.TRANSIENT, "TEMPORARY", message, null, cause);
    }

    /**
     * This message can never succeed.
     *
     * @param code a constant of few values in upper case, for example {@code MALFORMED_JSON}; it becomes the header
     *     {@code fg.dlq.code}
     */
    public static Failure rejected(String code, String message, @Nullable Throwable cause) {
        return new Failure(FailureKind.RECORD, code, message, null, cause);
    }

    /** Nothing passes before an operator has done what {@code cure} says. */
    public static Failure systemic(String message, String cure, @Nullable Throwable cause) {
        return systemic("SYSTEMIC", message, cure, cause);
    }

    /**
     * One that its source must tell from others.
     *
     * @param code a constant of few values in upper case
     */
    public static Failure systemic(String code, String message, String cure, @Nullable Throwable cause) {
        return new Failure(FailureKind.SYSTEMIC, code, message, cure, cause);
    }

    public FailureKind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    /** What the operator should do; null unless systemic. */
    public @Nullable String cure() {
        return cure;
    }

    /** The first {@code Failure} in the chain of causes, or null. */
    public static @Nullable Failure in(Throwable thrown) {
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof Failure failure) {
                return failure;
            }
        }
        return null;
    }
}
