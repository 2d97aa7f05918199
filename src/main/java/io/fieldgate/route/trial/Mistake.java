package io.fieldgate.route.trial;

import io.fieldgate.message.Causes;

/** Something is wrong with what a trial was given; the message is for a person and names the place. */
public final class Mistake extends RuntimeException {
    public Mistake(String message) {
        super(message);
    }

    Mistake(String message, Throwable cause) {
        super(message, cause);
    }

    /** What the innermost cause says, on one line. */
    static String root(Throwable thrown) {
        Throwable root = Causes.root(thrown);
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
