package io.fieldgate.route.trial;

import io.fieldgate.message.Causes;
import org.apache.camel.PropertyBindingException;

/** Something is wrong with what a trial was given; the message is for a person and names the place. */
public final class Mistake extends RuntimeException {
    public Mistake(String message) {
        super(message);
    }

    Mistake(String message, Throwable cause) {
        super(message, cause);
    }

    /** What the innermost cause says, on one line; with the option of an endpoint that it is about. */
    static String root(Throwable thrown) {
        Throwable root = Causes.root(thrown);
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        for (Throwable cause : Causes.of(thrown)) {
            if (cause instanceof PropertyBindingException option && !isSentence(root)) {
                message = option.getPropertyName() + " is '" + option.getValue()
                        + "', which it does not take; docs/reference/components.md says what it does";
                break;
            }
            if (isSentence(cause) && String.valueOf(cause.getMessage()).endsWith(message)) {
                message = String.valueOf(cause.getMessage());
                break;
            }
        }
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Our endpoints say in it what is not allowed; those of libraries do not say of what. */
    private static boolean isSentence(Throwable cause) {
        StackTraceElement[] thrower = cause.getStackTrace();
        return cause instanceof IllegalArgumentException
                && thrower.length > 0
                && thrower[0].getClassName().startsWith("io.fieldgate.");
    }
}
