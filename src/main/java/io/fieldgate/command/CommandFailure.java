package io.fieldgate.command;

import io.fieldgate.message.Causes;
import io.fieldgate.message.Failure;
import org.jspecify.annotations.Nullable;

/** Ends a command with one line for the user, which says what is wrong and how to cure it, and an exit code. */
public final class CommandFailure extends RuntimeException {
    /** A service that is needed is not available, as in sysexits.h. */
    public static final int UNAVAILABLE = 69;
    /** A file cannot be created, as in sysexits.h. */
    public static final int CANNOT_CREATE = 73;
    /** Something is wrong in the configuration, as in sysexits.h. */
    public static final int CONFIGURATION = 78;

    private final int exitCode;

    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What it says, and its cure. */
    static CommandFailure of(int exitCode, Failure failure) {
        String cure = failure.cure() == null ? "" : " " + failure.cure();
        return new CommandFailure(exitCode, failure.getMessage() + cure);
    }

    public int exitCode() {
        return exitCode;
    }

    static @Nullable CommandFailure in(Throwable thrown) {
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof CommandFailure failure) {
                return failure;
            }
        }
        return null;
    }
}
