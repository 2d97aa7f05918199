package io.fieldgate.command;

import org.jspecify.annotations.Nullable;

/** Ends a command with one line for the user, which says what is wrong and how to cure it, and an exit code. */
public final class CommandFailure extends RuntimeException {
    /** A service that is needed is not available, as in sysexits.h. */
    public static final int UNAVAILABLE = 69;
    /** A file cannot be created, as in sysexits.h. */
    public static final int CANNOT_CREATE = 73;
    /** Something is wrong in the configuration, as in sysexits.h. */
    public static final int CONFIGURATION = 78;

    private static final int MAX_CAUSES = 32;

    private final int exitCode;

    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    static @Nullable CommandFailure in(Throwable thrown) {
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof CommandFailure failure) {
                return failure;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
