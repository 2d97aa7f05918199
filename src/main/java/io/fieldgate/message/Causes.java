package io.fieldgate.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands behind an exception. */
public final class Causes {
    /** How deep a chain is followed; a cycle ends here too. */
    private static final int MOST = 32;

    private Causes() {}

    /** The exception itself, its cause, and so on. */
    public static List<Throwable> of(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        @Nullable Throwable cause = thrown;
        while (cause != null && chain.size() < MOST) {
            chain.add(cause);
            cause = cause.getCause();
        }
        return chain;
    }

    /** The innermost cause; the exception itself when it has none. */
    public static Throwable root(Throwable thrown) {
        List<Throwable> chain = of(thrown);
        return chain.get(chain.size() - 1);
    }

    /** What it says; its class when it says nothing. */
    public static String words(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }
}
